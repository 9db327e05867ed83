import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openPrivateAnswers } from '../src/private-answers.js';
import { openSession } from '../src/session.js';
import { shortKey } from '../src/short-key.js';
import { decodeState, encodeState } from '../src/state.js';
import { course, everythingIn, fakeCrypto, fakeIndexedDB, fakeLms, fakeStorage, fakeTime, fakeWindow, open as openQuestion } from './fakes.js';
import { copiesOf, fakeLrs, report, said } from './lrs-fakes.js';
import { openScorm12 } from '../src/lms/scorm12/scorm12.js';

const stateAt = (lms) => decodeState(lms.server['cmi.suspend_data'] ?? '', ['begin', 'end', 'why', 'how', 'secret', 'diary']).state;
const settled = async ({ time }) => time.pass(10_000);
const browser = () => ({ lms: fakeLms(), storage: fakeStorage(), indexedDB: fakeIndexedDB(), time: fakeTime(), lrs: fakeLrs() });

/** Words that don't get shorter by packing. */
function noise(length) {
	let seed = 7;
	return Array.from({ length }, () => String.fromCharCode(33 + ((seed = (seed * 48271) % 2147483647) % 90))).join('');
}

/** A whole visit: both pages, both answers. */
async function fullRun(options) {
	const run = await report(options);
	run.session.visit('begin');
	run.session.type('why', 'bec');
	run.session.type('why', 'because');
	run.settle();
	run.session.type('how', 'so');
	run.session.visit('end');
	await settled(run);
	run.leave();
	await settled(run);
	return run;
}

const WHOLE = ['initialized', 'experienced begin', 'progressed', 'answered why', 'progressed', 'answered how', 'progressed', 'experienced end', 'progressed', 'completed', 'terminated'];

test('a full run gives exactly the expected statements, in order, and nothing twice', async () => {
	const { reported, lrs, queued } = await fullRun();
	assert.deepEqual(reported(), WHOLE);
	assert.deepEqual(queued(), []);
	assert.equal(lrs.posts.flatMap(({ statements }) => statements).length, WHOLE.length);
});

test('with the LRS down from start to end, the next launch brings all of it', async () => {
	const lrs = fakeLrs();
	lrs.is = 'down';
	const first = await fullRun({ lrs });
	assert.deepEqual(first.queued(), WHOLE);
	lrs.is = 'up';
	const { reported, time } = await report({ ...first });
	await time.pass(10_000);
	assert.deepEqual(reported(), [...WHOLE, 'initialized', 'resumed']);
});

test('so it does where the LMS has emptied localStorage, and in another tab of this browser', async () => {
	const lrs = fakeLrs();
	lrs.is = 'down';
	const first = await fullRun({ lrs });
	lrs.is = 'up';
	const { reported, time } = await report({ ...first, localStorage: fakeStorage(), storage: fakeStorage() });
	await time.pass(10_000);
	assert.deepEqual(reported(), [...WHOLE, 'initialized', 'resumed']);
});

test('a statement waits in the tab before it can be anywhere else', async () => {
	const { session, settle, storage, indexedDB } = await report();
	indexedDB.trouble.slow = true;
	session.visit('begin');
	session.type('why', 'because');
	settle();
	const { value } = JSON.parse(storage.getItem('scormbuild:journal:statements'));
	assert.deepEqual(said(value.queue), ['initialized', 'experienced begin', 'progressed', 'answered why', 'progressed']);
});

test('a tab that is killed at any moment loses nothing, and makes no other statement', async () => {
	const acts = [
		({ session }) => session.visit('begin'),
		({ session }) => session.type('why', 'because'),
		({ settle }) => settle(),
		({ session }) => session.type('how', 'so'),
		({ session }) => session.visit('end'),
		({ time }) => time.pass(3000),
	];
	for (const stuck of [false, true]) {
		for (let moment = 0; moment <= acts.length; moment++) {
			const parts = browser();
			const killed = await report(parts);
			parts.indexedDB.trouble.slow = stuck; // then the tab alone has what came last
			for (const act of acts.slice(0, moment)) await act(killed);
			parts.indexedDB.trouble.slow = false;
			killed.kill();
			const { session, time, reported, leave, settle } = await report(parts);
			session.visit('begin');
			session.type('why', 'because');
			settle();
			session.type('how', 'so');
			session.visit('end');
			await time.pass(3000);
			leave();
			await time.pass(3000);
			const names = reported().filter((name) => !/^(initialized|resumed|terminated|progressed)/.test(name)).sort();
			assert.deepEqual(names, ['answered how', 'answered why', 'completed', 'experienced begin', 'experienced end'], `killed after ${moment}`);
		}
	}
});

test('each edit after the answer was reported is another revision, in suspend_data too', async () => {
	const { session, settle, lms, lrs, time, leave } = await report();
	session.visit('begin');
	session.type('why', 'a');
	session.type('why', 'ab');
	settle();
	session.type('why', 'abc');
	session.type('why', 'abcd');
	leave();
	await time.pass(3000);
	const answers = [...lrs.stored.values()].filter(({ verb }) => verb.display.en === 'answered').map(({ result }) => [result.response, Object.values(result.extensions)[0]]);
	assert.deepEqual(answers, [['ab', 1], ['abcd', 2]]);
	assert.deepEqual({ ...stateAt(lms).extra.revisions }, { why: 2 });
});

test('the first edit of a new launch is another revision', async () => {
	const first = await report();
	first.session.type('why', 'a');
	first.leave();
	const { session, settle, queued } = await report({ ...first, lrs: fakeLrs() });
	session.type('why', 'ab');
	settle();
	assert.equal([...first.reported(), ...queued()].filter((name) => name === 'answered why').length, 2);
	assert.deepEqual({ ...session.state.extra.revisions }, { why: 2 });
});

test('revisions of words that the LMS never got are this browser\'s', async () => {
	const parts = browser();
	const first = await report(parts);
	first.session.visit('begin');
	first.session.type('why', 'a');
	first.session.visit('end');
	parts.lms.trouble.reach = false;
	first.session.type('why', 'ab');
	first.settle();
	const before = first.kept().queue.length;
	parts.lms.trouble.reach = true;
	const second = await report(parts);
	assert.equal(second.session.state.answers.why, 'ab');
	assert.deepEqual({ ...second.session.state.extra.revisions }, { why: 2 });
	assert.deepEqual(second.queued().slice(before), ['initialized', 'resumed']);
});

test('revisions are kept by short key, and those of an older player by id are still read', async () => {
	const parts = browser();
	const first = await report({ ...parts, questions: ['secret', 'motive'] });
	const { registration } = first.kept();
	first.session.type('motive', 'a');
	first.leave();
	const { state } = decodeState(first.lms.server['cmi.suspend_data'], ['motive']);
	const old = await report({ ...parts, lms: fakeLms({ ...first.lms.server, 'cmi.suspend_data': encodeState({ ...state, extra: { registration, sessions: 1, revisions: { motive: 4, other: 3 } } }) }), questions: ['motive'] });
	old.session.type('motive', 'ab');
	old.settle();
	assert.deepEqual({ ...old.session.state.extra.revisions }, { [shortKey('motive')]: 5, other: 3 });
	assert.equal(Object.values(old.kept().queue.at(-1).result.extensions)[0], 5);
});

test('an answer that is being typed is not reported, nor what follows from it, until its page is left or hidden', async () => {
	for (const go of [({ session }) => session.visit('end'), ({ hide }) => hide(), ({ leave }) => leave(), ({ settle }) => settle(), ({ window }) => window.fire('blur')]) {
		const run = await report();
		run.session.visit('begin');
		const before = run.queued().length;
		run.session.type('why', 'because');
		assert.equal(run.queued().length, before);
		go(run);
		assert.deepEqual(run.queued().slice(before, before + 2), ['answered why', 'progressed']);
	}
});

test('choices, opinions and ticks are reported at once, each try as a revision', async () => {
	const { session, kept } = await report({ questions: ['pick', 'read', 'rate', 'list'] });
	session.answer('pick', 'b 1');
	session.answer('pick', 'a 2');
	session.answer('read', 't');
	session.answer('read', '');
	session.answer('read', 't');
	session.answer('rate', '9');
	const reported = kept().queue.filter(({ verb }) => /answered|acknowledged/.test(verb.display.en));
	assert.deepEqual(reported.map(({ result }) => [result.response, Object.values(result.extensions)[0]]), [['b', 1], ['a', 2], ['true', 1], ['true', 2], ['9', 1]]);
});

test('where a button ends the course, pressing it is reported, and nothing ended before', async () => {
	const { session, settle, queued } = await report({ completion: { finish: 'button' } });
	session.visit('begin');
	session.type('why', 'because');
	session.type('how', 'so');
	session.visit('end');
	settle();
	assert.equal(queued().includes('completed'), false);
	session.finish();
	assert.deepEqual(queued().slice(-1), ['completed']);
});

test('leaving before the end is suspended and terminated, and told to the LMS first', async () => {
	const { session, leave, queued, lms, lrs, time } = await report();
	session.visit('begin');
	await time.pass(65_000);
	let finished = null;
	lrs.is = () => { finished ??= lms.calls.some(([name]) => name === 'LMSFinish'); return 200; };
	leave();
	assert.equal(finished, true);
	assert.deepEqual(queued().slice(-2), ['suspended', 'terminated']);
	const { result } = lrs.posts.at(-1).statements.at(-1);
	assert.equal(result.duration, 'PT65S');
	assert.equal(lrs.posts.at(-1).request.keepalive, true);
});

test('what is said last is in the statement of the page that goes, and in the LMS', async () => {
	const { session, leave, queued, lms } = await report();
	session.visit('begin');
	session.type('why', 'a');
	session.settle();
	session.type('why', 'ab');
	leave();
	assert.deepEqual(queued().slice(-3), ['answered why', 'suspended', 'terminated']);
	assert.deepEqual({ ...stateAt(lms).extra.revisions }, { why: 2 });
});

test('every launch has its number, which the LMS gets even when a learner only looks', async () => {
	const first = await fullRun();
	const number = () => stateAt(first.lms).extra.sessions;
	assert.equal(number(), 1);
	const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_mode': 'normal' });
	const second = await report({ ...first, lms, storage: fakeStorage(), indexedDB: fakeIndexedDB() });
	second.session.visit('end');
	second.leave();
	assert.equal(stateAt(lms).extra.sessions, 2);
	assert.equal(stateAt(lms).page, 'end');
	assert.equal(stateAt(lms).extra.registration, stateAt(first.lms).extra.registration);
});

test('a launch that was cut short before the first commit goes on with the same registration', async () => {
	const parts = browser();
	parts.lms.trouble.reach = false;
	const first = await report(parts);
	const { registration } = first.kept();
	const second = await report({ ...parts, storage: fakeStorage() });
	assert.equal(second.kept().registration, registration);
	assert.equal(second.kept().sessions, 2);
});

test('another attempt is another registration', async () => {
	const first = await fullRun();
	const second = await report({ ...first });
	const { registration } = second.kept();
	second.leave();
	const third = await report({ ...first, lms: fakeLms() });
	assert.notEqual(third.kept().registration, registration);
	assert.deepEqual(third.queued().slice(-1), ['initialized']);
	assert.equal(third.kept().sessions, 1);
});

test('the actor is an account of the LMS', async () => {
	const { kept } = await report();
	assert.deepEqual(kept().queue[0].actor, { objectType: 'Agent', account: { homePage: 'https://lms.example', name: 'anna' } });
});

for (const [name, options] of Object.entries({
	'without an LMS': { lms: null },
	'without a name of the learner': { lms: fakeLms({ 'cmi.core.student_id': '' }) },
	'in review': { lms: fakeLms({ 'cmi.core.lesson_mode': 'review' }) },
	'in browse mode': { lms: fakeLms({ 'cmi.core.lesson_mode': 'browse' }) },
	'from a file': { origin: 'null' },
	'without an LRS': { endpoint: null },
})) {
	test(`nothing at all is reported ${name}`, async () => {
		const { lrs, kept } = await fullRun(options);
		assert.deepEqual(lrs.asked, []);
		assert.deepEqual(kept()?.queue ?? [], []);
	});
}

test('without an LRS, the registration and the revisions are in suspend_data all the same', async () => {
	const { lms } = await fullRun({ endpoint: null });
	const { registration, sessions } = stateAt(lms).extra;
	assert.match(registration, /^[\da-f-]{36}$/);
	assert.equal(sessions, 1);
});

test('an LMS that comes late gets the launch reported, with what was done before', async () => {
	const run = await report({ later: 4000 });
	run.session.visit('begin');
	run.session.type('why', 'because');
	run.settle();
	assert.deepEqual(run.lrs.asked, []);
	await run.time.pass(3900);
	assert.equal(run.kept(), undefined);
	await run.time.pass(10_000);
	assert.deepEqual(run.reported(), ['initialized', 'experienced begin', 'answered why', 'progressed']);
	assert.match(stateAt(run.lms).extra.registration, /^[\da-f-]{36}$/);
	run.leave();
	await run.time.pass(0);
	const { result } = [...run.lrs.stored.values()].at(-1);
	assert.equal(result.duration, 'PT14S');
});

test('what is typed before this browser gave back what it had is another revision too', async () => {
	const first = await report();
	first.session.visit('begin');
	first.session.type('why', 'a');
	first.leave();
	await settled(first);
	const { session, kept } = await report({ ...first, early: (session) => { session.type('why', ''); session.type('why', 'ab'); session.settle(); } });
	assert.deepEqual({ ...session.state.extra.revisions }, { why: 2 });
	assert.deepEqual(kept().queue.filter(({ result }) => result?.response).map(({ result }) => result.response), ['ab']);
});

test('words of another device keep the revision that it gave them', async () => {
	const here = await report();
	here.session.visit('begin');
	here.session.type('why', 'a');
	here.session.visit('end');
	here.lms.trouble.reach = false;
	for (const text of ['ab', 'abc']) {
		here.session.type('why', text);
		here.settle();
	}
	await settled(here);
	here.lms.trouble.reach = true;
	const there = await report({ lms: here.lms, time: here.time });
	there.session.type('why', 'other words');
	there.leave();
	const again = await report({ ...here, lrs: fakeLrs() });
	assert.equal(again.session.conflicts.length, 1);
	assert.deepEqual({ ...again.session.state.extra.revisions }, { why: 2 });
});

test('private words that were never reported are by the next launch, also where the LMS is late', async () => {
	for (const later of [0, 2000]) {
		const first = await report({ questions: ['secret'] });
		first.session.visit('begin');
		first.session.type('secret', 'my own words');
		await settled(first);
		first.kill();
		const { queued, time } = await report({ ...first, later, questions: ['secret'] });
		await time.pass(later);
		assert.deepEqual(queued().slice(-4), ['initialized', 'resumed', 'answered secret', 'progressed']);
	}
});

test('another learner on the same device neither sees nor sends what waits', async () => {
	const lrs = fakeLrs();
	lrs.is = 'down';
	const first = await fullRun({ lrs });
	first.kill();
	lrs.is = 'up';
	const other = await report({ ...first, lrs, storage: fakeStorage(), lms: fakeLms({ 'cmi.core.student_id': 'bob' }) });
	await settled(other);
	assert.deepEqual(other.reported(), ['initialized']);
	assert.deepEqual(said([...copiesOf(first, 'statements').values()][0].queue), WHOLE);
});

test('nobody can read what waits for another launch, and what is with the LRS is gone with the next learner\'s', async () => {
	for (const is of ['down', 'up']) {
		const lrs = fakeLrs();
		lrs.is = is;
		const crypto = fakeCrypto();
		const lms = fakeLms({ 'cmi.core.student_id': 'anna.jansen' });
		const first = await report({ lrs, crypto, lms, questions: ['secret', 'how'] });
		first.session.visit('begin');
		first.session.type('secret', 'mum is the word');
		first.session.type('how', 'so secretly');
		first.settle();
		await settled(first);
		first.leave();
		await settled(first);
		const { indexedDB, localStorage, time } = first;
		const before = [...indexedDB.copies.keys()].filter((key) => /^(statements|words)/.test(key));
		assert.equal(before.length, 2);
		const other = await report({ lrs, crypto, indexedDB, localStorage, time, lms: fakeLms({ 'cmi.core.student_id': 'bob' }), questions: ['secret', 'how'] });
		await settled(other);
		assert.doesNotMatch(everythingIn(other.window), /mum is|so secretly|anna\.jansen/);
		assert.equal(before.some((key) => indexedDB.copies.has(key)), is === 'down', is);
	}
});

test('words that nobody else has stay, sealed, when somebody else opens the course', async () => {
	const crypto = fakeCrypto();
	const first = await report({ crypto, questions: ['diary'] });
	first.session.visit('begin');
	first.session.type('diary', 'dear diary');
	first.leave();
	await settled(first);
	const { indexedDB, time } = first;
	const other = await report({ crypto, indexedDB, time, lms: fakeLms({ 'cmi.core.student_id': 'bob' }), questions: ['diary'] });
	await settled(other);
	assert.equal(other.session.state.answers.diary, undefined);
	assert.doesNotMatch(everythingIn(other.window), /dear diary/);
	const again = await report({ ...first, storage: fakeStorage(), questions: ['diary'] });
	assert.equal(again.session.state.answers.diary, 'dear diary');
});

test('two tabs at once report everything once', async () => {
	const parts = browser();
	const [one, two] = [await report(parts), await report({ ...parts, storage: fakeStorage() })];
	one.session.visit('begin');
	two.session.visit('begin');
	one.session.type('why', 'because');
	one.settle();
	two.session.visit('end');
	await parts.time.pass(10_000);
	const ids = parts.lrs.posts.flatMap(({ statements }) => statements.map(({ id }) => id));
	assert.equal(new Set(ids).size, one.reported().length);
	assert.deepEqual([one.queued(), two.queued()], [[], []]);
	assert.ok(one.reported().includes('answered why') && one.reported().includes('experienced end'));
});

test('what two tabs left is one queue, without what one of them has delivered', async () => {
	const parts = browser();
	parts.lrs.is = 'down';
	const one = await report(parts);
	one.session.visit('begin');
	await one.time.pass(0);
	const two = await report({ ...parts, storage: fakeStorage() });
	one.session.type('why', 'because');
	one.settle();
	await one.time.pass(0);
	assert.deepEqual(two.queued(), ['initialized', 'experienced begin', 'progressed', 'initialized', 'resumed']);
	parts.lrs.is = 'up';
	two.leave();
	await two.time.pass(0);
	one.kill();
	two.kill();
	parts.lrs.posts.length = 0;
	const { time, queued } = await report({ ...parts, storage: fakeStorage() });
	assert.deepEqual(queued(), ['answered why', 'progressed', 'initialized', 'resumed']);
	await time.pass(10_000);
	assert.deepEqual(said(parts.lrs.posts.flatMap(({ statements }) => statements)), ['answered why', 'progressed', 'initialized', 'resumed']);
});

test('what two tabs both hold is in the queue of the next launch once', async () => {
	const parts = browser();
	parts.lrs.is = 'down';
	const one = await report(parts);
	one.session.visit('begin');
	await one.time.pass(0);
	const two = await report({ ...parts, storage: fakeStorage() });
	one.session.type('why', 'because');
	one.settle();
	await two.time.pass(0);
	const { queued } = await report({ ...parts, storage: fakeStorage() });
	const begun = ['initialized', 'experienced begin', 'progressed', 'initialized', 'resumed'];
	assert.deepEqual(queued().sort(), [...begun, 'answered why', 'progressed', 'initialized', 'resumed'].sort());
});

test('what was reported while the state could not be read is sent by the next launch, which goes on with the registration', async () => {
	const first = await report();
	first.session.visit('begin');
	first.leave();
	await settled(first);
	const { lms, indexedDB, time } = first;
	const blind = await report({ lms: fakeLms(lms.server, { broken: { 'cmi.suspend_data': 101 } }), indexedDB, time });
	blind.lrs.is = 'down';
	blind.session.visit('end');
	const { registration } = blind.kept();
	assert.notEqual(registration, stateAt(lms).extra.registration);
	await time.pass(0);
	blind.kill();
	const { kept } = await report({ lms, indexedDB, time });
	assert.equal(kept().registration, stateAt(lms).extra.registration);
	assert.ok(said(kept().queue.filter(({ context }) => context.registration === registration)).includes('experienced end'));
});

test('a page that is gone before this browser has answered reports nothing', async () => {
	const { lrs, kept, time } = await report({ early: (session, window) => window.fire('pagehide', {}) });
	await time.pass(10_000);
	assert.deepEqual(lrs.asked, []);
	assert.equal(kept(), undefined);
});

test('older words of another device are not reported under its newer revision', async () => {
	const first = await report();
	first.session.visit('begin');
	first.session.type('why', 'short');
	await settled(first);
	first.session.type('why', noise(20_000));
	first.leave();
	await settled(first);
	assert.equal(stateAt(first.lms).answers.why, 'short');
	assert.deepEqual(stateAt(first.lms).behind, ['why']);
	assert.ok(first.reported().includes('answered why'));
	const here = await report({ ...first, lms: fakeLms(first.lms.server), lrs: fakeLrs() });
	assert.equal(here.queued().includes('answered why'), false); // it was reported before
	const there = await report({ lms: fakeLms(first.lms.server), lrs: fakeLrs() });
	assert.equal(there.queued().includes('answered why'), false);
	there.session.type('why', 'new');
	there.settle();
	assert.equal(there.queued().includes('answered why'), true);
});

test('words that don\'t fit in the LMS, and were never reported, are by the next launch here', async () => {
	const first = await report();
	first.session.visit('begin');
	first.session.type('why', noise(20_000));
	await settled(first); // still typing: not reported
	first.kill();
	const next = await report({ ...first, storage: fakeStorage(), lrs: fakeLrs() });
	assert.equal(next.queued().includes('answered why'), true);
});

test('words for the LRS or for nobody never reach the LMS, and are found back in this browser', async () => {
	const first = await report({ questions: ['secret', 'diary'] });
	first.session.visit('begin');
	first.session.type('secret', 'one');
	assert.equal(stateAt(first.lms).answers.secret ?? '', '');
	first.session.type('secret', 'mum is the word');
	first.session.type('diary', 'dear diary');
	first.leave();
	await settled(first);
	assert.doesNotMatch(JSON.stringify(first.lms.calls) + JSON.stringify(stateAt(first.lms)), /mum|dear/);
	assert.deepEqual({ ...stateAt(first.lms).answers }, { secret: 't', diary: 't' });
	const words = JSON.stringify([...first.lrs.stored.values()]);
	assert.match(words, /mum is the word/);
	assert.doesNotMatch(words, /dear diary/);
	const second = await report({ ...first, storage: fakeStorage(), questions: ['secret', 'diary'] });
	assert.deepEqual({ ...second.session.state.answers }, { secret: 'mum is the word', diary: 'dear diary' });
});

test('another revision of words that the LMS does not get is told to it by its number', async () => {
	const { session, settle, lms, time } = await report({ questions: ['secret'] });
	session.visit('begin');
	session.type('secret', 'one two');
	settle();
	await time.pass(30_000);
	session.type('secret', 'one two three');
	settle();
	await time.pass(3000);
	assert.deepEqual({ ...stateAt(lms).extra.revisions }, { [shortKey('secret')]: 2 });
	assert.equal(stateAt(lms).answers.secret, 't');
});

test('words for the LRS count as being there once it has acknowledged them, and not after the next keystroke', async () => {
	const { session, settle, time, indexedDB, storage } = await report({ questions: ['secret', 'diary'] });
	const sent = (name) => [...copiesOf({ indexedDB, storage: fakeStorage() }, name).values()].map((copy) => copy.sent);
	session.visit('begin');
	session.type('secret', 'my own words');
	session.type('diary', 'dear diary');
	await time.pass(5000);
	assert.deepEqual(sent('words-receiver'), [false]);
	settle();
	await time.pass(5000);
	assert.deepEqual(sent('words-receiver'), [true]);
	assert.deepEqual(sent('statements'), [true]);
	assert.deepEqual(sent('words-nowhere'), [false]);
	session.type('secret', 'my own words, and');
	await time.pass(5000);
	assert.deepEqual(sent('words-receiver'), [false]);
	settle();
	await time.pass(5000);
	session.type('diary', 'dear diary, and');
	await time.pass(5000);
	assert.deepEqual([...sent('words-receiver'), ...sent('words-nowhere')], [true, false]);
	assert.equal(storage.getItem('scormbuild:journal:words-lrs'), null);
});

test('words that only this browser has are not wiped unasked', async () => {
	for (const questions of [['diary'], ['secret']]) {
		const lrs = fakeLrs();
		lrs.is = questions[0] === 'diary' ? 'up' : 'down';
		const { session, window, time, leave } = await report({ questions, lrs });
		session.visit('begin');
		session.type(questions[0], 'my own words');
		session.settle();
		await time.pass(25_000);
		assert.equal(await session.forget(), false);
		await time.pass(0);
		assert.match(everythingIn(window), /my own words/);
		assert.equal(await session.forget(true), false);
		await time.pass(0);
		leave();
		await time.pass(0);
		assert.doesNotMatch(everythingIn(window), /my own words/);
	}
});

test('statements that wait are not wiped unasked', async () => {
	const lrs = fakeLrs();
	lrs.is = 'down';
	const { session, window, time } = await report({ lrs });
	session.visit('begin');
	await time.pass(25_000);
	assert.equal(await session.forget(), false);
	await time.pass(0);
	assert.match(everythingIn(window), /experienced/);
});

test('what is with the LRS and the LMS is wiped at once, and nothing comes back', async () => {
	const { session, indexedDB, storage, time, leave, settle } = await report({ questions: ['secret'] });
	session.visit('begin');
	session.type('secret', 'my own words');
	settle();
	await time.pass(25_000);
	assert.equal(await session.forget(), true);
	await time.pass(0);
	leave();
	await time.pass(10_000);
	for (const name of ['statements', 'words-receiver']) assert.deepEqual([...copiesOf({ indexedDB, storage }, name)], []);
	assert.equal(session.state.answers.secret, 'my own words');
});

test('what is typed after that is kept again', async () => {
	const { session, time, kept, settle } = await report();
	session.visit('begin');
	await time.pass(25_000);
	assert.equal(await session.forget(), true);
	await time.pass(0);
	session.type('why', 'after all');
	settle();
	await time.pass(0);
	assert.deepEqual(said(kept().queue), ['answered why', 'progressed']);
});

test('in review the words of this browser are shown, and none is written', async () => {
	const first = await report({ questions: ['secret'] });
	first.session.type('secret', 'my own words');
	first.leave();
	await settled(first);
	const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_mode': 'review' });
	const { session } = await report({ ...first, lms, questions: ['secret'] });
	session.type('secret', 'scribble');
	assert.equal(session.state.answers.secret, 'my own words');
});

test('a browser that keeps nothing still reports, from memory', async () => {
	const storage = { getItem: () => null, setItem() { throw new Error('QuotaExceededError'); }, removeItem() {} };
	const indexedDB = fakeIndexedDB();
	indexedDB.trouble.blocked = true;
	const { reported, kept } = await fullRun({ storage, indexedDB });
	assert.deepEqual(reported(), WHOLE);
	assert.equal(kept(), undefined);
});

test('what other content left under our key is not taken on trust', async () => {
	for (const value of ['[]', '"x"', '{', '{"queue":[null,{"id":1}],"ids":7,"rejected":{},"video":3,"revisions":"x","sessions":"many","registration":"abc"}', '{"video":{"__proto__":[1]},"revisions":{"__proto__":2}}']) {
		const first = await report({ questions: ['secret', 'diary', 'why', 'how'] });
		first.leave();
		await settled(first);
		const { indexedDB, lms } = first;
		const at = { at: 1, sent: false, sealed: `=${value}` };
		for (const [key] of indexedDB.copies) if (key.startsWith('statements')) indexedDB.copies.set(key, JSON.stringify(at)).set(key.replace('statements', 'words-receiver'), JSON.stringify(at));
		const next = await fullRun({ ...first, storage: fakeStorage(), lms: fakeLms(lms.server), lrs: fakeLrs() });
		assert.deepEqual(next.reported(), ['initialized', 'resumed', ...WHOLE.slice(1)], value);
	}
});

test('words for nobody are kept without a reporter, with an LMS and without', async () => {
	for (const lms of [fakeLms(), null]) {
		const [indexedDB, time] = [fakeIndexedDB(), fakeTime()];
		const open = async () => {
			const window = fakeWindow({ API: lms?.launch(), indexedDB, crypto: fakeCrypto() });
			const wanted = course({ questions: [{ ...openQuestion('diary'), answers: 'nowhere' }] });
			const session = openPrivateAnswers(wanted, (course) => openSession({ window, course, openDriver: openScorm12, now: time.now, timers: time }), time.now);
			await time.pass(0);
			return { window, session };
		};
		const first = await open();
		first.session.visit('begin');
		first.session.type('diary', 'dear diary');
		first.session.settle();
		await time.pass(3000);
		assert.equal(await first.session.forget(), false);
		first.window.fire('pagehide', {});
		await time.pass(0);
		assert.doesNotMatch(everythingIn(first.window), /dear diary/);
		const { session } = await open();
		await session.ready;
		assert.equal(session.state.answers.diary, 'dear diary');
		if (lms) assert.deepEqual({ ...stateAt(lms).answers }, { diary: 't' });
	}
});

test('the screen hears of private words that are back', async () => {
	const first = await report({ questions: ['diary'] });
	first.session.type('diary', 'dear diary');
	first.leave();
	await settled(first);
	const words = [];
	const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_mode': 'review' }); // where nothing else happens
	await report({ ...first, lms, questions: ['diary'], early: (session) => session.watch(() => words.push(session.state.answers.diary)) });
	assert.deepEqual([words[0], words.at(-1)], [undefined, 'dear diary']);
});

test('of two tabs the newer private words count', async () => {
	const parts = { ...browser(), questions: ['diary', 'notes'] };
	const first = await report(parts);
	first.session.type('diary', 'old');
	first.leave();
	await settled(first);
	const [one, two] = [await report(parts), await report({ ...parts, storage: fakeStorage() })];
	one.session.type('diary', 'new');
	await one.time.pass(1000);
	await parts.time.pass(0);
	two.session.type('notes', 'and so on');
	await two.time.pass(1000);
	const { session } = await report({ ...parts, storage: fakeStorage() });
	assert.deepEqual({ ...session.state.answers }, { diary: 'new', notes: 'and so on' });
});

test('private words are kept for ninety days after they were last shown, also when others open the course', async () => {
	const parts = { ...browser(), questions: ['diary'] };
	const day = 24 * 3600_000;
	const open = async (student) => {
		const { session, leave, time } = await report({ ...parts, storage: fakeStorage(), lms: student ? fakeLms({ 'cmi.core.student_id': student }) : parts.lms });
		if (!student && !session.state.answers.diary) session.type('diary', 'dear diary');
		leave();
		await time.pass(0);
		return session.state.answers.diary;
	};
	await open();
	await parts.time.pass(80 * day);
	assert.equal(await open(), 'dear diary');
	await parts.time.pass(20 * day);
	await open('bob');
	const { session } = await report({ ...parts, storage: fakeStorage(), lms: parts.lms });
	assert.equal(session.state.answers.diary, 'dear diary');
});
