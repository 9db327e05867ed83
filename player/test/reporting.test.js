import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decode } from '../src/state.js';
import { fakeLms, fakeStorage, fakeTime, given } from './fakes.js';
import { fakeReceiver, KEY, report, said, WORDS } from './receiver-fakes.js';

const stateAt = (lms) => decode(lms.server['cmi.suspend_data'] ?? '').state;
const settled = async ({ time }) => time.pass(10_000);

/** A whole visit: both pages, both answers. */
async function fullRun(options) {
	const run = report(options);
	run.session.visit('begin');
	run.session.answer('why', 'bec');
	run.session.answer('why', 'because');
	run.blur();
	run.session.answer('how', 'so');
	run.session.visit('end');
	await settled(run);
	run.leave();
	await settled(run);
	return run;
}

const WHOLE = ['initialized', 'experienced begin', 'progressed', 'answered why', 'progressed', 'answered how', 'progressed', 'experienced end', 'progressed', 'completed', 'terminated'];

test('a full run gives exactly the expected statements, in order, and nothing twice', async () => {
	const { told, receiver, queued } = await fullRun();
	assert.deepEqual(told(), WHOLE);
	assert.deepEqual(queued(), []);
	assert.equal(receiver.posts.flatMap(({ statements }) => statements).length, WHOLE.length);
});

test('with the receiver down from start to end, the next launch brings all of it', async () => {
	const receiver = fakeReceiver();
	receiver.is = 'down';
	const first = await fullRun({ receiver });
	assert.deepEqual(first.queued(), WHOLE);
	receiver.is = 'up';
	const { told, time } = report({ ...first });
	await time.pass(10_000);
	assert.deepEqual(told(), [...WHOLE, 'initialized', 'resumed']);
});

test('a tab that is killed at any moment loses nothing, and makes no other statement', async () => {
	const acts = [
		({ session }) => session.visit('begin'),
		({ session }) => session.answer('why', 'because'),
		({ blur }) => blur(),
		({ session }) => session.answer('how', 'so'),
		({ session }) => session.visit('end'),
		({ time }) => time.pass(3000),
	];
	for (let moment = 0; moment <= acts.length; moment++) {
		const parts = { lms: fakeLms(), storage: fakeStorage(), time: fakeTime(), receiver: fakeReceiver() };
		const killed = report(parts);
		for (const act of acts.slice(0, moment)) await act(killed);
		killed.window.fetch = async () => { throw new TypeError('gone'); };
		const { window, session, time, told, leave, blur } = report(parts);
		session.visit('begin');
		session.answer('why', 'because');
		blur();
		session.answer('how', 'so');
		session.visit('end');
		await time.pass(3000);
		leave();
		await time.pass(3000);
		const names = told().filter((name) => !/^(initialized|resumed|terminated|progressed)/.test(name)).sort();
		assert.deepEqual(names, ['answered how', 'answered why', 'completed', 'experienced begin', 'experienced end'], `killed after ${moment}`);
		assert.ok(window);
	}
});

test('each edit after the answer was told is another revision, in suspend_data too', async () => {
	const { session, blur, lms, receiver, time, leave } = report();
	session.visit('begin');
	session.answer('why', 'a');
	session.answer('why', 'ab');
	blur();
	session.answer('why', 'abc');
	session.answer('why', 'abcd');
	leave();
	await time.pass(3000);
	const answers = [...receiver.stored.values()].filter(({ verb }) => verb.display.en === 'answered').map(({ result }) => [result.response, Object.values(result.extensions)[0]]);
	assert.deepEqual(answers, [['ab', 1], ['abcd', 2]]);
	assert.deepEqual({ ...stateAt(lms).extra.revisions }, { why: 2 });
});

test('the first edit of a new launch is another revision', async () => {
	const first = report();
	first.session.answer('why', 'a');
	first.leave();
	const { session, blur, queued } = report({ ...first, receiver: fakeReceiver() });
	session.answer('why', 'ab');
	blur();
	assert.deepEqual(queued().filter((name) => name === 'answered why').length, 2);
	assert.deepEqual({ ...session.state.extra.revisions }, { why: 2 });
});

test('revisions of words that the LMS never got are this browser\'s', () => {
	const parts = { lms: fakeLms(), storage: fakeStorage(), time: fakeTime(), receiver: fakeReceiver() };
	const first = report(parts);
	first.session.visit('begin');
	first.session.answer('why', 'a');
	first.session.visit('end');
	parts.lms.trouble.reach = false;
	first.session.answer('why', 'ab');
	first.blur();
	const before = first.kept().queue.length;
	parts.lms.trouble.reach = true;
	const second = report(parts);
	assert.equal(second.session.state.answers.why, 'ab');
	assert.deepEqual({ ...second.session.state.extra.revisions }, { why: 2 });
	assert.deepEqual(second.queued().slice(before), ['initialized', 'resumed']);
});

test('an answer that is being typed is not told, nor what follows from it, until its page is left or hidden', () => {
	for (const go of [({ session }) => session.visit('end'), ({ hide }) => hide(), ({ leave }) => leave(), ({ blur }) => blur()]) {
		const run = report();
		run.session.visit('begin');
		const before = run.queued().length;
		run.session.answer('why', 'because');
		assert.equal(run.queued().length, before);
		go(run);
		assert.deepEqual(run.queued().slice(before, before + 2), ['answered why', 'progressed']);
	}
});

test('choices, opinions and ticks are told at once, each try as a revision', () => {
	const { session, kept } = report({ questions: ['pick', 'read', 'rate', 'list'] });
	session.answer('pick', 'b 1');
	session.answer('pick', 'a 2');
	session.answer('read', 't');
	session.answer('read', '');
	session.answer('read', 't');
	session.answer('rate', '9');
	const told = kept().queue.filter(({ verb }) => /answered|acknowledged/.test(verb.display.en));
	assert.deepEqual(told.map(({ result }) => [result.response, Object.values(result.extensions)[0]]), [['b', 1], ['a', 2], ['true', 1], ['true', 2], ['9', 1]]);
});

test('leaving before the end is suspended and terminated, and told to the LMS first', async () => {
	const { session, leave, queued, lms, receiver, time } = report();
	session.visit('begin');
	await time.pass(65_000);
	let finished = null;
	receiver.is = () => { finished ??= lms.calls.some(([name]) => name === 'LMSFinish'); return 200; };
	leave();
	assert.equal(finished, true);
	assert.deepEqual(queued().slice(-2), ['suspended', 'terminated']);
	const { result } = receiver.posts.at(-1).statements.at(-1);
	assert.equal(result.duration, 'PT65S');
	assert.equal(receiver.posts.at(-1).request.keepalive, true);
});

test('every launch has its number, which the LMS gets even when a learner only looks', async () => {
	const first = await fullRun();
	const number = () => stateAt(first.lms).extra.sessions;
	assert.equal(number(), 1);
	const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_mode': 'normal' });
	const second = report({ ...first, lms, storage: fakeStorage() });
	second.session.visit('end');
	second.leave();
	assert.equal(stateAt(lms).extra.sessions, 2);
	assert.equal(stateAt(lms).page, 'end');
	assert.equal(stateAt(lms).extra.registration, stateAt(first.lms).extra.registration);
});

test('a launch that was cut short before the first commit goes on with the same registration', () => {
	const storage = fakeStorage();
	const { registration } = report({ storage }).kept();
	assert.equal(report({ storage }).kept().registration, registration);
});

test('another attempt is another registration', async () => {
	const first = await fullRun();
	const second = report({ ...first });
	const { registration } = second.kept();
	second.leave();
	const third = report({ ...first, lms: fakeLms() });
	assert.notEqual(third.kept().registration, registration);
	assert.deepEqual(third.queued().slice(-1), ['initialized']);
	assert.equal(third.kept().sessions, 1);
});

test('the actor is an account of the LMS', () => {
	const { kept } = report();
	assert.deepEqual(kept().queue[0].actor, { objectType: 'Agent', account: { homePage: 'https://lms.example', name: 'anna' } });
});

for (const [name, options] of Object.entries({
	'without an LMS': { lms: null },
	'without a name of the learner': { lms: fakeLms({ 'cmi.core.student_id': '' }) },
	'in review': { lms: fakeLms({ 'cmi.core.lesson_mode': 'review' }) },
	'in browse mode': { lms: fakeLms({ 'cmi.core.lesson_mode': 'browse' }) },
	'from a file': { origin: 'null' },
	'without a receiver': { endpoint: null },
})) {
	test(`nothing at all is reported ${name}`, async () => {
		const { receiver, kept } = await fullRun(options);
		assert.deepEqual(receiver.asked, []);
		assert.deepEqual(kept()?.queue ?? [], []);
	});
}

test('without a receiver, the registration and the revisions are in suspend_data all the same', async () => {
	const { lms } = await fullRun({ endpoint: null });
	const { registration, sessions } = stateAt(lms).extra;
	assert.match(registration, /^[\da-f-]{36}$/);
	assert.equal(sessions, 1);
});

test('another learner on the same device neither sees nor sends what waits', async () => {
	const receiver = fakeReceiver();
	receiver.is = 'down';
	const { storage, time } = await fullRun({ receiver });
	receiver.is = 'up';
	const other = report({ storage, time, receiver, lms: fakeLms({ 'cmi.core.student_id': 'bob' }) });
	await settled(other);
	assert.deepEqual(other.told(), ['initialized']);
	assert.deepEqual(said(JSON.parse(storage[KEY]).queue), WHOLE);
});

test('two tabs at once tell everything once', async () => {
	const parts = { lms: fakeLms(), storage: fakeStorage(), time: fakeTime(), receiver: fakeReceiver() };
	const [one, two] = [report(parts), report(parts)];
	one.session.visit('begin');
	two.session.visit('begin');
	one.session.answer('why', 'because');
	one.blur();
	two.session.visit('end');
	await parts.time.pass(10_000);
	const ids = parts.receiver.posts.flatMap(({ statements }) => statements.map(({ id }) => id));
	assert.equal(new Set(ids).size, one.told().length);
	assert.deepEqual(one.queued(), []);
	assert.ok(one.told().includes('answered why') && one.told().includes('experienced end'));
});

test('older words of another device are not told under its newer revision', () => {
	const first = report();
	first.session.visit('begin');
	first.session.answer('why', 'x'.repeat(20_001));
	first.leave();
	const { state } = decode(first.lms.server['cmi.suspend_data']);
	assert.deepEqual(state.behind, ['why']);
	assert.ok(first.queued().includes('answered why'));
	const here = report({ lms: fakeLms(first.lms.server), storage: first.storage, receiver: fakeReceiver() });
	assert.equal(here.queued().filter((name) => name === 'answered why').length, 1);
	const there = report({ lms: fakeLms(first.lms.server), receiver: fakeReceiver() });
	assert.equal(there.queued().includes('answered why'), false);
	there.session.answer('why', 'new');
	there.blur();
	assert.equal(there.queued().includes('answered why'), true);
});

test('words for the receiver or for nobody never reach the LMS, and are found back in this browser', async () => {
	const first = report({ questions: ['secret', 'diary'] });
	first.session.visit('begin');
	first.session.answer('secret', 'one');
	assert.equal(stateAt(first.lms).answers.secret ?? '', '');
	first.session.answer('secret', 'mum is the word');
	first.session.answer('diary', 'dear diary');
	first.leave();
	await settled(first);
	assert.doesNotMatch(JSON.stringify(first.lms.calls) + JSON.stringify(stateAt(first.lms)), /mum|dear/);
	assert.deepEqual({ ...stateAt(first.lms).answers }, { secret: 't', diary: 't' });
	assert.deepEqual(new Set(given(first.lms, 'cmi.interactions.0.type')), new Set(['true-false']));
	const words = JSON.stringify([...first.receiver.stored.values()]);
	assert.match(words, /mum is the word/);
	assert.doesNotMatch(words, /dear diary/);
	const second = report({ ...first, questions: ['secret', 'diary'] });
	assert.deepEqual({ ...second.session.state.answers }, { secret: 'mum is the word', diary: 'dear diary' });
	assert.ok('at' in JSON.parse(first.storage[WORDS]));
});

test('another revision of words that the LMS does not get is told to it by its number', () => {
	const { session, blur, lms } = report({ questions: ['secret'] });
	session.visit('begin');
	session.answer('secret', 'one two');
	blur();
	session.answer('secret', 'one two three');
	session.visit('end');
	assert.deepEqual({ ...stateAt(lms).extra.revisions }, { secret: 2 });
	assert.equal(stateAt(lms).answers.secret, 't');
});

test('words that only this browser has are not wiped unasked', async () => {
	for (const questions of [['diary'], ['secret']]) {
		const receiver = fakeReceiver();
		receiver.is = questions[0] === 'diary' ? 'up' : 'down';
		const { session, storage, time, leave } = report({ questions, receiver });
		session.visit('begin');
		session.answer(questions[0], 'my own words');
		await time.pass(25_000);
		assert.equal(session.forget(), false);
		assert.match(JSON.stringify(storage), /my own words/);
		assert.equal(session.forget(true), false);
		leave();
		assert.doesNotMatch(JSON.stringify(storage), /my own words/);
	}
});

test('what is with the receiver and the LMS is wiped at once, and nothing comes back', async () => {
	const { session, storage, time, leave, blur } = report({ questions: ['secret'] });
	session.visit('begin');
	session.answer('secret', 'my own words');
	blur();
	await time.pass(25_000);
	assert.equal(session.forget(), true);
	leave();
	assert.equal(storage[KEY], undefined);
	assert.equal(storage[WORDS], undefined);
	assert.equal(session.state.answers.secret, 'my own words');
});

test('in review the words of this browser are shown, and none is written', () => {
	const first = report({ questions: ['secret'] });
	first.session.answer('secret', 'my own words');
	first.leave();
	const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_mode': 'review' });
	const { session } = report({ ...first, lms, questions: ['secret'] });
	session.answer('secret', 'scribble');
	assert.equal(session.state.answers.secret, 'my own words');
});

test('the core\'s copy and the outbox can both be lost: a browser without storage still tells, from memory', async () => {
	const storage = { getItem: () => null, setItem() { throw new Error('QuotaExceededError'); }, removeItem() {} };
	const { told } = await fullRun({ storage });
	assert.deepEqual(told(), WHOLE);
});

test('what other content left under our key is not taken on trust', async () => {
	for (const value of ['[]', '"x"', '{', '{"queue":[null,{"id":1}],"told":7,"aside":{},"films":3,"revisions":"x","sessions":"many","registration":"abc"}']) {
		const storage = fakeStorage();
		storage[KEY] = value;
		storage[WORDS] = value;
		assert.deepEqual((await fullRun({ storage })).told(), WHOLE);
	}
});
