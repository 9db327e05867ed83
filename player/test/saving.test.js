import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState } from '../src/state.js';
import { choice, course, fakeLms, given, launch, open, times } from './fakes.js';

const answersAt = (lms) => ({ ...decodeState(lms.server['cmi.suspend_data'] ?? '').state.answers });

test('the status is incomplete straight after LMSInitialize', () => {
	const { lms } = launch();
	const writes = lms.calls.filter(([name]) => name === 'LMSSetValue');
	assert.deepEqual(writes[0], ['LMSSetValue', 'cmi.core.lesson_status', 'incomplete']);
});

for (const status of ['completed', 'passed', 'failed']) {
	test(`a course that is ${status} is never set back`, async () => {
		const { lms, session, time, leave } = launch({ lms: fakeLms({ 'cmi.core.lesson_status': status }) });
		session.visit('begin');
		session.answer('why', 'because');
		await time.pass(2000);
		leave();
		assert.equal(given(lms, 'cmi.core.lesson_status').every((value) => value === status), true, String(given(lms, 'cmi.core.lesson_status')));
		assert.equal(lms.server['cmi.core.lesson_status'], status);
	});
}

test('an answer is in the browser at once, and with the LMS when typing pauses for a second', async () => {
	const { session, lms, storage, time } = launch();
	session.visit('begin');
	session.answer('why', 'because');
	assert.match(JSON.stringify({ ...storage }), /because/);
	assert.equal(session.saveStatus.kind, 'waiting');
	await time.pass(999);
	assert.deepEqual(answersAt(lms), {});
	await time.pass(1);
	assert.deepEqual(answersAt(lms), { why: 'because' });
	assert.equal(session.saveStatus.kind, 'saved');
});

test('one who types on and on is saved ten seconds after the first keystroke', async () => {
	const { session, lms, time } = launch();
	session.visit('begin');
	for (let typed = 1; typed <= 20; typed++) {
		session.answer('why', 'x'.repeat(typed));
		await time.pass(500);
		if (typed < 20) assert.deepEqual(answersAt(lms), {}, `after ${typed * 500} ms`);
	}
	assert.equal(answersAt(lms).why.length, 20);
});

test('opening a page sends what waits at once', () => {
	const { session, lms } = launch();
	session.answer('why', 'because');
	session.visit('end');
	assert.deepEqual(answersAt(lms), { why: 'because' });
	assert.equal(lms.server['cmi.core.lesson_location'], 'end');
});

test('nothing is committed when nothing changed', async () => {
	const { session, lms, time, window } = launch();
	session.visit('begin');
	await time.pass(10_000);
	const before = times(lms, 'LMSCommit');
	session.visit('begin');
	session.answer('why', '');
	session.send();
	window.hide();
	window.fire('blur');
	window.fire('beforeunload');
	await time.pass(100_000);
	assert.equal(times(lms, 'LMSCommit'), before);
});

test('no two values of suspend_data are equal', async () => {
	const { session, lms, time } = launch();
	for (const text of ['a', 'b', 'a', 'b', 'a']) {
		session.answer('why', text);
		await time.pass(1000);
	}
	const values = given(lms, 'cmi.suspend_data');
	assert.equal(values.length, 5);
	assert.equal(new Set(values).size, 5);
});

test('the words come first, then score before status, place, time and the commit; what rests on the words waits until they are there', () => {
	const { session, lms } = launch({ course: course({ questions: [choice('quiz')] }) });
	session.visit('begin');
	lms.calls.length = 0;
	session.answer('quiz', 'a 1');
	session.visit('end');
	const order = lms.calls.filter(([name]) => name !== 'LMSGetValue').map(([name, element]) => element || name);
	const score = ['raw', 'min', 'max'].map((name) => `cmi.core.score.${name}`);
	assert.deepEqual(order, [
		...['cmi.suspend_data', ...score, 'cmi.core.lesson_location', 'LMSCommit'],
		'cmi.suspend_data',
		...['id', 'type', 'time', 'student_response', 'result'].map((name) => `cmi.interactions.0.${name}`),
		...['cmi.core.lesson_status', 'LMSCommit'],
	]);
});

test('one who leaves at once gives all in one go, the words first', () => {
	const { session, lms, leave } = launch({ course: course({ pages: ['begin'], questions: [choice('quiz')] }) });
	session.visit('begin');
	session.answer('quiz', 'a 1');
	lms.calls.length = 0;
	leave();
	const order = lms.calls.map(([name, element]) => element || name);
	assert.equal(order[0], 'cmi.suspend_data');
	assert.ok(order.includes('cmi.core.lesson_status') && order.includes('cmi.interactions.0.student_response'));
	assert.equal(order.at(-1), 'LMSFinish');
});

test('a course without choice questions gives no score', async () => {
	const { session, lms, time, leave } = launch();
	session.visit('begin');
	session.answer('why', 'because');
	await time.pass(1000);
	leave();
	assert.equal(lms.calls.some(([, element]) => String(element).startsWith('cmi.core.score')), false);
});

test('what was written is there again at the next launch, with the page and the pages seen', async () => {
	const first = launch();
	first.session.visit('begin');
	first.session.answer('why', 'because 🎈 “ja”\n\u0007 <b>');
	first.session.visit('end');
	first.leave();
	const { session } = launch({ lms: first.lms, time: first.time });
	assert.equal(session.state.answers.why, 'because 🎈 “ja”\n\u0007 <b>');
	assert.equal(session.state.page, 'end');
	assert.deepEqual(session.state.seen, ['begin', 'end']);
	assert.equal(session.restored, false);
	assert.equal(session.saveStatus.kind, 'saved');
});

test('lone surrogates and NUL, which break LMSs and databases, are replaced', async () => {
	const { session, lms } = launch();
	session.answer('why', 'a\ud83cb\0c🎈');
	session.visit('begin');
	assert.deepEqual(answersAt(lms), { why: 'a\ufffdb\ufffdc🎈' });
});

test('the session time is that of this session, and is there before LMSFinish', async () => {
	const { lms, time, leave } = launch();
	await time.pass(3_725_000);
	leave();
	assert.equal(lms.server['cmi.core.session_time'], '01:02:05');
	assert.equal(lms.calls.at(-1)[0], 'LMSFinish');
});

test('an id such as constructor is an id like any other', async () => {
	const { session, lms } = launch({ course: course({ questions: [open('constructor')] }) });
	session.visit('begin');
	assert.equal(session.state.answers.constructor, undefined);
	session.answer('constructor', 'mine');
	session.visit('end');
	assert.deepEqual({ ...decodeState(lms.server['cmi.suspend_data'], ['constructor']).state.answers }, { constructor: 'mine' });
	assert.equal(session.saveStatus.status, 'completed');
});

test('listeners hear how things stand at once, and then only when it changes', async () => {
	const { session, time } = launch();
	session.visit('begin');
	await time.pass(10_000);
	const heard = [];
	session.watch(({ kind }) => heard.push(kind));
	for (const text of ['b', 'be', 'bec']) {
		session.answer('why', text);
		await time.pass(100);
	}
	await time.pass(1000);
	assert.deepEqual(heard.slice(0, 2), ['saved', 'waiting']);
	assert.deepEqual([...new Set(heard.slice(2))], ['saved']);
	assert.ok(heard.length <= 4, String(heard)); // how much room is used changes, too
});
