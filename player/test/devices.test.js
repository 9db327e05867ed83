import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pack } from '../src/codec.js';
import { decode, encode } from '../src/state.js';
import { choice, course, fakeLms, fakeStorage, fakeTime, given, launch, open } from './fakes.js';

const answersAt = (lms) => ({ ...decode(lms.server['cmi.suspend_data'] ?? '').state.answers });
const DAY = 24 * 3600 * 1000;

/** One launch that types, on a device of its own (`storage`), and leaves; with `reach` false the LMS keeps nothing of it. */
async function type({ lms, storage = fakeStorage(), time, reach = true, course: wanted }, answers) {
	const one = launch({ lms, storage, time, course: wanted });
	one.lms.trouble.reach = reach;
	for (const [id, value] of Object.entries(answers)) one.session.answer(id, value);
	await one.time.pass(1000);
	one.leave();
	one.lms.trouble.reach = true;
	return one;
}

test('an answer that another device changed meanwhile is not written over: the learner chooses', async () => {
	const phone = await type({}, { why: 'at first' });
	const { lms, time } = phone;
	await type({ lms, time, storage: phone.storage, reach: false }, { why: 'phone' });
	await type({ lms, time }, { why: 'laptop' });
	const { session } = launch({ lms, time, storage: phone.storage });
	assert.equal(session.state.answers.why, 'laptop');
	assert.deepEqual(session.conflicts, [{ id: 'why', ours: 'phone', theirs: 'laptop' }]);
	assert.equal(session.forget(), false);
});

/** A launch in which the phone holds another version of an answer than the LMS. */
async function withConflict() {
	const phone = await type({}, { why: 'at first' });
	const { lms, time, storage } = phone;
	await type({ lms, time, storage, reach: false }, { why: 'phone' });
	await type({ lms, time }, { why: 'laptop' });
	return launch({ lms, time, storage });
}

test('choosing our version sends it, and the question is settled for good', async () => {
	const { session, lms, time, storage, leave } = await withConflict();
	session.answer('why', 'phone');
	await time.pass(1000);
	leave();
	assert.deepEqual(session.conflicts, []);
	assert.deepEqual(answersAt(lms), { why: 'phone' });
	assert.deepEqual(launch({ lms, time, storage }).session.conflicts, []);
});

test('throwing our version away settles it too, and changes nothing at the LMS', async () => {
	const { session, lms, time, storage, leave } = await withConflict();
	session.answer('why', 'laptop');
	leave();
	assert.deepEqual(session.conflicts, []);
	assert.deepEqual(answersAt(lms), { why: 'laptop' });
	assert.deepEqual(launch({ lms, time, storage }).session.conflicts, []);
});

test('typing on does not choose: our version waits, also over launches', async () => {
	const { session, lms, time, storage, leave } = await withConflict();
	session.answer('why', 'laptop and more');
	await time.pass(1000);
	leave();
	const next = launch({ lms, time, storage });
	assert.equal(next.session.state.answers.why, 'laptop and more');
	assert.deepEqual(next.session.conflicts, [{ id: 'why', ours: 'phone', theirs: 'laptop and more' }]);
	next.session.answer('why', 'laptop and more still');
	next.session.answer('why', 'laptop and more still');
	assert.deepEqual(next.session.conflicts, []);
	assert.equal(next.session.state.answers.why, 'laptop and more still');
});

test('of a choice, and of an answer that was emptied here, the LMS\'s newer version wins without a question', async () => {
	const quiz = course({ questions: [choice('quiz'), open('why')] });
	const phone = await type({ course: quiz }, { quiz: 'b 1', why: 'at first' });
	const { lms, time, storage } = phone;
	await type({ lms, time, storage, reach: false, course: quiz }, { quiz: 'c 2', why: '' });
	await type({ lms, time, course: quiz }, { quiz: 'a 2', why: 'laptop' });
	const { session } = launch({ lms, time, storage, course: quiz });
	assert.deepEqual({ ...session.state.answers }, { quiz: 'a 2', why: 'laptop' });
	assert.deepEqual(session.conflicts, []);
});

test('several versions that this browser sent in one sitting are no other device\'s', async () => {
	const phone = await type({}, { why: 'at first' });
	const { lms, time, storage } = phone;
	const { session, leave } = launch({ lms, time, storage });
	session.answer('why', 'second');
	await time.pass(1000);
	lms.trouble.reach = false;
	session.answer('why', 'third');
	await time.pass(1000);
	leave();
	lms.trouble.reach = true;
	const next = launch({ lms, time, storage });
	assert.equal(next.session.state.answers.why, 'third');
	assert.deepEqual(next.session.conflicts, []);
	assert.equal(next.session.restored, true);
});

test('words over an older answer, typed while nothing arrived at all, are no other device\'s either', async () => {
	const first = await type({}, { why: 'at first' });
	const { lms, time, storage } = first;
	launch({ lms, time, storage }).leave();
	const offline = launch({ lms, time, storage });
	lms.trouble.reach = false;
	offline.session.answer('why', 'second');
	offline.leave();
	lms.trouble.reach = true;
	const { session } = launch({ lms, time, storage });
	assert.equal(session.state.answers.why, 'second');
	assert.deepEqual(session.conflicts, []);
	assert.deepEqual(answersAt(lms), { why: 'second' });
});

test('the count goes on where this browser was, also when the LMS has none of it', async () => {
	const first = launch();
	first.lms.trouble.reach = false;
	for (const text of ['a', 'b', 'c']) {
		first.session.answer('why', text);
		await first.time.pass(1000);
	}
	first.leave();
	first.lms.trouble.reach = true;
	const before = first.session.state.count;
	const { session } = launch({ lms: first.lms, storage: first.storage, time: first.time });
	assert.ok(before >= 3);
	assert.ok(session.state.count > before, `${session.state.count} after ${before}`);
});

test('once the LMS has given an answer back, this browser forgets it', async () => {
	const first = await type({}, { why: 'because' });
	assert.match(first.storage['scormbuild:webcare:anna'], /because/);
	launch({ lms: first.lms, storage: first.storage, time: first.time });
	assert.doesNotMatch(first.storage['scormbuild:webcare:anna'], /because/);
});

test('two tabs keep their words side by side', async () => {
	const storage = fakeStorage();
	const [one, two] = [launch({ storage }), launch({ storage })];
	one.session.answer('why', 'from one');
	two.session.answer('how', 'from two');
	one.session.visit('end');
	const kept = JSON.parse(storage['scormbuild:webcare:anna']).answers;
	assert.deepEqual([kept.why, kept.how], ['from one', 'from two']);
});

test('another learner on the same computer sees nothing of it', async () => {
	const anna = await type({ reach: false }, { why: 'because' });
	const { session, lms } = launch({ lms: fakeLms({ 'cmi.core.student_id': 'bert' }), storage: anna.storage });
	assert.deepEqual({ ...session.state.answers }, {});
	session.visit('begin');
	assert.deepEqual(answersAt(lms), {});
});

test('where the LMS does not say whose words they are, the browser keeps none', async () => {
	const { storage } = await type({ lms: fakeLms({ 'cmi.core.student_id': '' }) }, { why: 'because' });
	assert.deepEqual(Object.keys(storage), []);
});

test('a new attempt after a finished one starts empty, with the old words at hand', async () => {
	const short = course({ pages: ['begin'], questions: [open('why'), choice('quiz')] });
	const first = launch({ course: short });
	first.session.answer('why', 'because');
	first.session.answer('quiz', 'b 2');
	first.session.visit('begin');
	first.leave();
	assert.equal(first.lms.server['cmi.core.lesson_status'], 'completed');
	const again = launch({ lms: fakeLms(), storage: first.storage, time: first.time, course: short });
	assert.deepEqual({ ...again.session.state.answers }, {});
	assert.equal(again.session.standing.status, 'incomplete');
	assert.deepEqual([again.session.state.page, again.session.state.seen], ['', []]);
	assert.deepEqual(again.session.conflicts, [{ id: 'why', ours: 'because', theirs: '' }]);
	const third = launch({ lms: again.lms, storage: first.storage, time: first.time, course: short });
	assert.equal(third.session.conflicts.length, 1);
});

test('pages seen while the LMS was away count at the next launch, and the learner is where they left', () => {
	const first = launch();
	first.session.visit('begin');
	first.lms.trouble.reach = false;
	first.session.visit('end');
	first.leave();
	const { session } = launch({ lms: first.lms, storage: first.storage, time: first.time });
	assert.deepEqual(session.state.seen, ['begin', 'end']);
	assert.equal(session.state.page, 'end');
});

test('the newest place wins, whichever device it was', () => {
	const phone = launch();
	phone.session.visit('begin');
	phone.leave();
	const laptop = launch({ lms: phone.lms });
	laptop.session.visit('end');
	laptop.leave();
	assert.equal(launch({ lms: phone.lms, storage: phone.storage }).session.state.page, 'end');
});

test('answers and fields of another version of the course are kept and written back', async () => {
	const state = { ...decode('').state, answers: { gone: 'old words' }, extra: { registration: 'f47ac10b', odd: [1, { two: null }] } };
	const { lms } = await type({ lms: fakeLms({ 'cmi.suspend_data': encode(state) }) }, { why: 'new words' });
	const after = decode(lms.server['cmi.suspend_data']).state;
	assert.deepEqual({ ...after.answers }, { gone: 'old words', why: 'new words' });
	assert.deepEqual(after.extra, { registration: 'f47ac10b', odd: [1, { two: null }] });
});

test('a state of a newer version is left as it is; the learner\'s words stay here, and that is told', async () => {
	const lms = fakeLms({ 'cmi.suspend_data': '2abc' });
	const { session, time, storage, leave } = launch({ lms });
	assert.equal(session.standing.kind, 'saved');
	session.visit('begin');
	session.answer('why', 'because');
	await time.pass(20_000);
	leave();
	assert.equal(session.standing.kind, 'newer');
	assert.deepEqual(session.standing.behind, ['why']);
	assert.equal(session.forget(), false);
	assert.deepEqual(given(lms, 'cmi.suspend_data'), []);
	assert.equal(lms.server['cmi.interactions.0.student_response'], 'because');
	assert.equal(launch({ lms, storage, time }).session.state.answers.why, 'because');
});

for (const garbage of ['1', '1!!!', '1AAAA', 'undefined', '{"a":1}', 'ééé', '1' + 'x'.repeat(4000), '1' + pack('["a list"]'), '1' + pack('7')]) {
	test(`what nobody can read (${garbage.slice(0, 12)}) stops nobody: the course begins, and the answers are kept`, async () => {
		const { lms } = await type({ lms: fakeLms({ 'cmi.suspend_data': garbage }) }, { why: 'because' });
		assert.deepEqual(answersAt(lms), { why: 'because' });
	});
}

test('the browser forgets what is older than 90 days, of any course of ours, and nothing else', async () => {
	const time = fakeTime();
	const storage = fakeStorage();
	storage.setItem('other', 'not ours');
	storage.setItem('scormbuild:odd:anna', 'no JSON');
	await type({ storage, time, reach: false, course: course({ id: 'old' }) }, { why: 'old' });
	await time.pass(50 * DAY);
	await type({ storage, time, reach: false, course: course({ id: 'young' }) }, { why: 'young' });
	await time.pass(41 * DAY);
	launch({ storage, time });
	assert.deepEqual(Object.keys(storage), ['other', 'scormbuild:odd:anna', 'scormbuild:young:anna', 'scormbuild:webcare:anna']);
});

test('a learner can wipe this device once the LMS has it all, and not before', async () => {
	const { session, lms, storage, time } = launch();
	session.visit('begin');
	lms.trouble.commit = 101;
	session.answer('why', 'because');
	assert.equal(session.forget(), false);
	assert.match(storage['scormbuild:webcare:anna'], /because/);
	lms.trouble.commit = 0;
	await time.pass(10_000);
	assert.equal(session.forget(), true);
	assert.deepEqual(Object.keys(storage), []);
	assert.deepEqual(answersAt(lms), { why: 'because' });
});

test('without an LMS the browser keeps all, and wiping it would lose it', () => {
	const storage = fakeStorage();
	const { session, time } = launch({ lms: null, storage });
	session.visit('begin');
	session.answer('why', 'because');
	assert.equal(session.standing.kind, 'alone');
	assert.equal(session.forget(), false);
	const next = launch({ lms: null, storage, time }).session;
	assert.equal(next.state.answers.why, 'because');
	assert.equal(next.state.page, 'begin');
	assert.equal(next.restored, false);
	assert.deepEqual(next.conflicts, []);
});

test('without an LMS done stays done, also over launches and when an answer is emptied', () => {
	const storage = fakeStorage();
	const short = course({ pages: [], questions: [open('why')] });
	const { session } = launch({ lms: null, storage, course: short });
	session.answer('why', 'because');
	assert.equal(session.standing.status, 'completed');
	session.answer('why', '');
	assert.equal(session.standing.status, 'completed');
	assert.equal(launch({ lms: null, storage, course: short }).session.standing.status, 'completed');
});

test('without an LMS and without storage, that is told', () => {
	const storage = new Proxy({}, { get() { throw new Error('blocked'); } });
	const { session } = launch({ lms: null, storage });
	session.answer('why', 'because');
	assert.equal(session.standing.kind, 'nowhere');
	assert.equal(session.state.answers.why, 'because');
});

test('other content that wrote nonsense under our key does no harm', () => {
	for (const nonsense of ['null', '[]', '7', '{"answers":{"why":7,"how":null},"seen":"x","rivals":[1],"count":"many"}']) {
		const storage = fakeStorage();
		storage.setItem('scormbuild:webcare:anna', nonsense);
		const { session, lms } = launch({ storage });
		session.answer('why', 'because');
		session.visit('end');
		assert.deepEqual(answersAt(lms), { why: 'because' }, nonsense);
	}
});
