import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pack } from '../src/codec.js';
import { decodeState, encodeState } from '../src/state.js';
import { choice, course, everythingIn, fakeLms, fakeStorage, fakeWindow, given, launch, open } from './fakes.js';

const answersAt = (lms) => ({ ...decodeState(lms.server['cmi.suspend_data'] ?? '').state.answers });

/** A launch that has read what earlier ones kept. */
async function begin(options) {
	const begun = launch(options);
	await begun.session.ready;
	return begun;
}

/** One launch that types, and leaves; with `reach` false the LMS keeps nothing of it, and says that it does. */
async function type({ reach = true, ...options }, answers) {
	const one = await begin(options);
	one.lms.trouble.reach = reach;
	for (const [id, value] of Object.entries(answers)) one.session.answer(id, value);
	await one.time.pass(1000);
	one.leave();
	await one.time.pass(0);
	one.lms.trouble.reach = true;
	return one;
}

/** The same learner at another computer. */
const elsewhere = ({ lms, time, course }) => ({ lms, time, course });
/** The next launch on the same computer, in another tab. */
const anew = (before) => ({ ...before, storage: fakeStorage() });

/** What is said in one window is heard in all the others. */
function fakeChannels() {
	const all = [];
	return class {
		constructor(name) {
			this.name = name;
			all.push(this);
		}
		addEventListener(_, hear) { this.hear = hear; }
		postMessage(data) { for (const each of all) if (each !== this && each.name === this.name) each.hear({ data }); }
		close() { all.splice(all.indexOf(this), 1); }
	};
}

/** A launch in which the phone holds another version of an answer than the LMS. */
async function withConflict() {
	const phone = await type({}, { why: 'at first' });
	await type({ ...anew(phone), reach: false }, { why: 'phone' });
	await type(elsewhere(phone), { why: 'laptop' });
	return begin(anew(phone));
}

test('an answer that another device changed meanwhile is not written over: the learner chooses', async () => {
	const { session } = await withConflict();
	assert.equal(session.state.answers.why, 'laptop');
	assert.deepEqual(session.conflicts, [{ id: 'why', ours: 'phone', theirs: 'laptop' }]);
	assert.equal(await session.forget(), false);
});

test('choosing our version sends it, and the question is settled for good', async () => {
	const begun = await withConflict();
	begun.session.answer('why', 'phone');
	await begun.time.pass(1000);
	begun.leave();
	assert.deepEqual(begun.session.conflicts, []);
	assert.deepEqual(answersAt(begun.lms), { why: 'phone' });
	assert.deepEqual((await begin(anew(begun))).session.conflicts, []);
});

test('throwing our version away settles it too, and changes nothing at the LMS', async () => {
	const begun = await withConflict();
	begun.session.answer('why', 'laptop');
	begun.leave();
	await begun.time.pass(0);
	assert.deepEqual(begun.session.conflicts, []);
	assert.deepEqual(answersAt(begun.lms), { why: 'laptop' });
	assert.deepEqual((await begin(anew(begun))).session.conflicts, []);
});

test('typing on does not choose: our version waits, also over launches', async () => {
	const begun = await withConflict();
	begun.session.answer('why', 'laptop and more');
	await begun.time.pass(1000);
	begun.leave();
	const { session } = await begin(anew(begun));
	assert.equal(session.state.answers.why, 'laptop and more');
	assert.deepEqual(session.conflicts, [{ id: 'why', ours: 'phone', theirs: 'laptop and more' }]);
	session.answer('why', 'laptop and more still');
	session.answer('why', 'laptop and more still');
	assert.deepEqual(session.conflicts, []);
	assert.equal(session.state.answers.why, 'laptop and more still');
});

test('of a choice, and of an answer that was emptied here, the LMS\'s newer version wins without a question', async () => {
	const quiz = course({ questions: [choice('quiz'), open('why')] });
	const phone = await type({ course: quiz }, { quiz: 'b 1', why: 'at first' });
	await type({ ...anew(phone), reach: false }, { quiz: 'c 2', why: '' });
	await type(elsewhere(phone), { quiz: 'a 2', why: 'laptop' });
	const { session } = await begin(anew(phone));
	assert.deepEqual({ why: session.state.answers.why, conflicts: session.conflicts }, { why: 'laptop', conflicts: [] });
	assert.equal(decodeState(phone.lms.server['cmi.suspend_data'], ['quiz']).state.answers.quiz, 'a 2');
	assert.equal(session.state.answers.quiz, 'a 2');
});

test('several versions that this browser sent in one sitting are no other device\'s', async () => {
	const phone = await type({}, { why: 'at first' });
	const { session, lms, time, leave } = await begin(anew(phone));
	session.answer('why', 'second');
	await time.pass(1000);
	lms.trouble.reach = false;
	session.answer('why', 'third');
	await time.pass(1000);
	leave();
	lms.trouble.reach = true;
	const next = await begin(anew(phone));
	assert.equal(next.session.state.answers.why, 'third');
	assert.deepEqual(next.session.conflicts, []);
	assert.equal(next.session.restored, true);
});

test('words over an older answer, typed while nothing arrived at all, are no other device\'s either', async () => {
	const first = await type({}, { why: 'at first' });
	await type({ ...anew(first), reach: false }, { why: 'second' });
	const { session, lms, time } = await begin(anew(first));
	assert.equal(session.state.answers.why, 'second');
	assert.deepEqual(session.conflicts, []);
	await time.pass(1000);
	assert.deepEqual(answersAt(lms), { why: 'second' });
});

test('words typed before this browser\'s older ones were read are not written over by them', async () => {
	const first = await type({}, { why: 'at first' });
	await type({ ...anew(first), reach: false }, { why: 'never arrived' });
	const { session } = launch(anew(first));
	session.answer('why', 'new');
	await session.ready;
	assert.equal(session.state.answers.why, 'new');
	assert.deepEqual(session.conflicts, [{ id: 'why', ours: 'never arrived', theirs: 'new' }]);
	const begun = await begin({});
	begun.session.answer('why', 'arrived');
	await begun.time.pass(1000);
	begun.lms.trouble.reach = false;
	begun.session.answer('why', 'typed after that');
	await begun.time.pass(1000);
	begun.leave();
	begun.lms.trouble.reach = true;
	const third = launch(anew(begun));
	third.session.answer('why', 'new');
	await third.session.ready;
	assert.equal(third.session.state.answers.why, 'new');
	assert.deepEqual(third.session.conflicts, [{ id: 'why', ours: 'typed after that', theirs: 'new' }]);
	const other = await type({}, { why: 'arrived' });
	const last = launch(anew(other));
	last.session.answer('why', 'newest');
	await last.session.ready;
	assert.deepEqual([last.session.state.answers.why, last.session.conflicts], ['newest', []]);
});

test('the count goes on where this browser was, also when the LMS has none of it', async () => {
	const first = await type({}, { why: 'at first' });
	const second = await begin(anew(first));
	second.lms.trouble.reach = false;
	for (const text of ['a', 'b', 'c']) {
		second.session.answer('why', text);
		await second.time.pass(1000);
	}
	const before = second.session.state.count;
	second.leave();
	await second.time.pass(0);
	const { session } = await begin(anew(first));
	assert.ok(before >= 3);
	assert.equal(session.state.count, before);
});

test('once the LMS has given an answer back, this browser forgets it', async () => {
	const first = await type({ crypto: fakeWindow().crypto }, { why: 'because' });
	assert.match(everythingIn(first.window), /because/);
	const next = await begin(anew(first));
	await next.time.pass(0);
	assert.doesNotMatch(everythingIn(next.window), /because/);
});

test('two tabs keep their words side by side, and what one wrote over is put back', async () => {
	const first = await type({}, { why: 'at first' });
	const [one, two] = [await begin(anew(first)), await begin(anew(first))];
	one.session.answer('why', 'from one');
	two.session.answer('how', 'from two');
	await one.time.pass(2000);
	one.session.answer('why', 'from one, and more');
	await one.time.pass(2000);
	for (const tab of [one, two]) tab.leave();
	const { session, lms, time } = await begin(anew(first));
	assert.deepEqual([session.state.answers.why, session.state.answers.how], ['from one, and more', 'from two']);
	assert.deepEqual(session.conflicts, []);
	await time.pass(1000);
	assert.deepEqual(answersAt(lms), { why: 'from one, and more', how: 'from two' });
});

test('a tab that shows what another tab is typing says that it is saved once it is', async () => {
	const around = { BroadcastChannel: fakeChannels() };
	const one = await begin({ around });
	await one.time.pass(1000);
	const two = await begin(anew(one));
	await two.time.pass(1000);
	assert.equal(two.session.saveStatus.kind, 'saved');
	one.session.answer('why', 'from one');
	assert.deepEqual([two.session.state.answers.why, two.session.saveStatus.kind], ['from one', 'waiting']);
	one.lms.trouble.commit = 101;
	await two.time.pass(1000);
	assert.notEqual(two.session.saveStatus.kind, 'saved');
	one.lms.trouble.commit = 0;
	await two.time.pass(10_000);
	assert.equal(two.session.saveStatus.kind, 'saved');
	assert.deepEqual(answersAt(two.lms), { why: 'from one' });
});

test('a tab that is opened beside another takes nothing from it', async () => {
	const one = await begin({});
	one.session.visit('begin');
	await one.time.pass(1000);
	one.lms.trouble.commit = 101;
	one.session.answer('why', 'from one');
	await one.time.pass(0);
	const two = await begin(anew(one));
	await one.time.pass(0);
	one.session.answer('why', 'from one, and more');
	await one.time.pass(0);
	const three = await begin(anew(one));
	assert.equal(two.session.state.answers.why, 'from one');
	const { answers } = three.session.state;
	assert.match([answers.why, ...three.session.conflicts.map(({ ours }) => ours)].join('\n'), /from one, and more/);
});

test('pages seen while the LMS was away count at the next launch, and the learner is where they left', async () => {
	const first = await begin({});
	first.session.visit('begin');
	await first.time.pass(1000);
	first.lms.trouble.reach = false;
	first.session.visit('end');
	first.leave();
	await first.time.pass(0);
	const { session } = await begin(anew(first));
	assert.deepEqual(session.state.seen, ['begin', 'end']);
	assert.equal(session.state.page, 'end');
});

test('the newest place wins, whichever device it was', async () => {
	const phone = await begin({});
	phone.session.visit('begin');
	phone.leave();
	const laptop = await begin(elsewhere(phone));
	laptop.session.visit('end');
	laptop.leave();
	assert.equal((await begin(anew(phone))).session.state.page, 'end');
});

test('answers and fields of another version of the course are kept and written back', async () => {
	const older = course({ version: '0.9.0', pages: ['begin', 'gone-page'], questions: [open('why'), open('gone-question')] });
	const first = await begin({ course: older });
	first.session.answer('gone-question', 'old words');
	first.session.visit('gone-page');
	Object.assign(first.session.state.extra, { registration: 'f47ac10b', odd: [1, { two: null }] });
	first.leave();
	const second = await type({ ...elsewhere(first), course: course() }, { why: 'new words' });
	await type({ ...elsewhere(first), course: course() }, { how: 'newer words' });
	const back = await begin({ ...elsewhere(second), course: older });
	assert.deepEqual({ ...back.session.state.answers }, { 'gone-question': 'old words', why: 'new words', how: 'newer words' });
	assert.deepEqual(back.session.state.seen, ['gone-page']);
	assert.deepEqual(back.session.state.extra, { registration: 'f47ac10b', odd: [1, { two: null }] });
});

test('what the former player wrote is read, and written in today\'s form', async () => {
	const written = { count: 7, page: 'end', seen: ['begin', 'end'], answers: { why: 'old words', 'a-long-id': 'x' }, behind: ['how'], by: 'abc', registration: 'f47ac10b' };
	const { session, lms, time } = await begin({ lms: fakeLms({ 'cmi.suspend_data': `1${pack(JSON.stringify(written))}` }) });
	assert.deepEqual({ ...session.state.answers }, { why: 'old words', 'a-long-id': 'x' });
	assert.deepEqual([session.state.page, session.state.seen, session.state.behind], ['end', ['begin', 'end'], ['how']]);
	assert.equal(session.state.extra.registration, 'f47ac10b');
	session.answer('how', 'new words');
	await time.pass(1000);
	assert.match(lms.server['cmi.suspend_data'], /^2/);
	assert.deepEqual({ ...decodeState(lms.server['cmi.suspend_data'], ['a-long-id']).state.answers }, { why: 'old words', 'a-long-id': 'x', how: 'new words' });
});

test('a state of a newer version is left as it is; the learner\'s words stay here, and that is told', async () => {
	const newer = `3${pack('{"count":9}')}`;
	const begun = await begin({ lms: fakeLms({ 'cmi.suspend_data': newer }) });
	const { session, lms, time, leave } = begun;
	assert.equal(session.saveStatus.kind, 'saved');
	session.visit('begin');
	session.answer('why', 'because');
	await time.pass(20_000);
	leave();
	assert.equal(session.saveStatus.kind, 'newer');
	assert.deepEqual(session.saveStatus.unsavedIds, ['why']);
	assert.equal(await session.forget(), false);
	assert.deepEqual(given(lms, 'cmi.suspend_data'), []);
	assert.equal(lms.server['cmi.interactions.0.student_response'], 'because');
	assert.equal((await begin(anew(begun))).session.state.answers.why, 'because');
});

for (const foreign of ['2', '50', '2abc', '3abc', '3' + pack('{"score":3}'), '1', '1!!!', '1AAAA', 'undefined', '{"a":1}', 'ééé', '1' + 'x'.repeat(4000), '1' + pack('["a list"]'), '1' + pack('7')]) {
	test(`what another tool wrote, or nobody can read (${foreign.slice(0, 12)}), stops nobody: the course begins, and the answers are kept`, async () => {
		const { lms, session } = await type({ lms: fakeLms({ 'cmi.suspend_data': foreign }) }, { why: 'because' });
		assert.notEqual(session.saveStatus.kind, 'newer');
		assert.deepEqual(answersAt(lms), { why: 'because' });
	});
}
