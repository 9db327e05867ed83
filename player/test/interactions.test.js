import assert from 'node:assert/strict';
import { test } from 'node:test';

import { identifier } from '../src/lms/scorm/report-text.js';
import { clockTime, reportText, string255, timespan } from '../src/lms/scorm12/cmi.js';
import { decodeState } from '../src/state.js';
import { choice, course, fakeLms, fakeStorage, given, launch, open } from './fakes.js';

const all = course({
	questions: [
		open('why'),
		choice('quiz', ['a', 'c']),
		{ id: 'view', kind: 'opinion', required: true, minimum: 1, keys: [] },
		{ id: 'tick', kind: 'acknowledge', required: true, minimum: 1, keys: [] },
		{ id: 'list', kind: 'checklist', required: true, minimum: 1, keys: ['a', 'b', 'c'] },
	],
});
const at = (lms, index) => Object.fromEntries(
	Object.entries(lms.server).filter(([key]) => key.startsWith(`cmi.interactions.${index}.`)).map(([key, value]) => [key.split('.')[3], value]),
);

/** How long until answers that arrived are recorded too, for reports can wait. */
const REPORTED = 6000;
const RESPONSES = [['list', 'a,c'], ['tick', 't'], ['view', '3'], ['quiz', 'a,c 2'], ['why', 'because']];

test('each kind of answer has its own type, response and result, at its question\'s place in the course', async () => {
	const { session, lms, time } = launch({ course: all });
	for (const [id, answer] of RESPONSES) session.answer(id, answer);
	await time.pass(REPORTED);
	assert.deepEqual([0, 1, 2, 3, 4].map((index) => ({ ...at(lms, index), time: '' })), [
		{ id: 'why', type: 'fill-in', time: '', student_response: 'because', result: 'neutral' },
		{ id: 'quiz', type: 'choice', time: '', student_response: 'a,c', result: 'correct' },
		{ id: 'view', type: 'likert', time: '', student_response: '3', result: 'neutral' },
		{ id: 'tick', type: 'true-false', time: '', student_response: 't', result: 'neutral' },
		{ id: 'list', type: 'choice', time: '', student_response: 'a,c', result: 'neutral' },
	]);
	assert.match(at(lms, 0).time, /^09:00:0[1-6]$/);
});

test('a wrong choice is wrong, and a box that is no longer ticked is false', async () => {
	const { session, lms, time } = launch({ course: all });
	session.answer('quiz', 'a 1');
	session.answer('tick', 't');
	session.answer('tick', '');
	await time.pass(REPORTED);
	assert.equal(at(lms, 1).result, 'wrong');
	assert.equal(at(lms, 3).student_response, 'f');
});

test('questions that come before and have no answer yet get their places, and nothing else', async () => {
	const { session, lms, time } = launch({ course: all });
	session.answer('tick', 't');
	await time.pass(REPORTED);
	assert.deepEqual([0, 1, 2].map((index) => at(lms, index)), [{ id: 'why' }, { id: 'quiz' }, { id: 'view' }]);
	assert.deepEqual(at(lms, 4), {});
});

test('only what was answered again is written again', async () => {
	const { session, lms, time } = launch({ course: all });
	session.answer('why', 'first');
	session.answer('view', '1');
	await time.pass(60_000);
	session.answer('why', 'second');
	await time.pass(REPORTED);
	assert.equal(at(lms, 0).student_response, 'second');
	assert.equal(given(lms, 'cmi.interactions.2.student_response').length, 1);
});

test('a question keeps its place over launches: nothing is appended', async () => {
	const lms = fakeLms({}, { counts: true });
	const first = launch({ lms, course: all });
	first.session.answer('view', '1');
	await first.time.pass(REPORTED);
	first.leave();
	const second = launch({ ...first, storage: fakeStorage() });
	second.session.answer('why', 'because');
	second.session.answer('view', '2');
	await second.time.pass(REPORTED);
	assert.deepEqual([0, 1, 2, 3].map((index) => at(lms, index).id), ['why', 'quiz', 'view', undefined]);
	assert.deepEqual([at(lms, 0).student_response, at(lms, 2).student_response], ['because', '2']);
});

test('after a new version all answers are recorded again, for their places may be others', async () => {
	const first = launch({ course: all });
	first.session.answer('why', 'because');
	first.session.answer('view', '3');
	await first.time.pass(REPORTED);
	first.leave();
	const newer = { ...all, version: '1.1.0', questions: [open('new'), ...all.questions] };
	const { lms, time } = launch({ ...first, course: newer });
	await time.pass(60_000);
	assert.deepEqual([0, 1, 3].map((index) => at(lms, index).id), ['new', 'why', 'view']);
	assert.deepEqual([at(lms, 1).student_response, at(lms, 3).student_response], ['because', '3']);
	const calls = lms.calls.length;
	await time.pass(600_000);
	assert.equal(lms.calls.length, calls);
});

test('what an LMS failed to record is recorded when it is well again', async () => {
	const { session, lms, time } = launch({ course: all });
	session.answer('why', 'because');
	await time.pass(2000);
	lms.trouble.throws = true;
	await time.pass(REPORTED);
	lms.trouble.throws = false;
	await time.pass(20_000);
	assert.equal(at(lms, 0).student_response, 'because');
});

test('what was answered last is recorded when the course is left at once', () => {
	const { session, lms, leave } = launch({ course: all });
	session.answer('why', 'because');
	leave();
	assert.equal(at(lms, 0).student_response, 'because');
});

test('an LMS without interactions gets none, and nothing is said about it', async () => {
	const { session, lms, time } = launch({ lms: fakeLms({}, { interactions: false }), course: all });
	session.answer('why', 'because');
	await time.pass(REPORTED);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.equal(lms.calls.some(([name, element]) => name === 'LMSSetValue' && element.includes('interactions')), false);
});

test('a value that is refused keeps back neither the others nor the words', async () => {
	const lms = fakeLms();
	lms.trouble.set = (element, value) => (value === 'fill-in' || value === '3' ? 405 : 0);
	const { session, time } = launch({ lms, course: all });
	session.answer('why', 'because');
	session.answer('view', '3');
	session.answer('tick', 't');
	await time.pass(REPORTED);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.equal(at(lms, 0).student_response, 'because');
	assert.deepEqual([at(lms, 2).type, at(lms, 2).student_response], ['likert', undefined]);
	assert.equal(at(lms, 3).student_response, 't');
});

test('an LMS that takes no interactions after all is not asked again', async () => {
	const lms = fakeLms();
	lms.trouble.set = (element) => (element.includes('interactions') ? 401 : 0);
	const { session, time } = launch({ lms, course: all });
	session.answer('why', 'because');
	session.answer('view', '3');
	await time.pass(REPORTED);
	session.answer('why', 'because!');
	await time.pass(REPORTED);
	assert.equal(lms.calls.filter(([name, element]) => name === 'LMSSetValue' && element.includes('interactions')).length, 1);
	assert.equal(session.saveStatus.kind, 'saved');
});

test('a long answer is cut to 255 characters, never through the middle of one', () => {
	assert.equal(reportText(`${'x'.repeat(254)}é and on`), `${'x'.repeat(254)}é`);
	assert.equal(string255(`${'x'.repeat(254)}🎈 and on`), 'x'.repeat(254));
	assert.equal(string255('🎈'.repeat(200)), '🎈'.repeat(127));
	assert.equal(string255('a\ud83c\0'), 'a\ufffd\ufffd');
});

test('a text in a report is on one line and has no character that run times or databases break on; the state has it whole', async () => {
	const text = 'Q&A: 100% 1+1\r\nnext\u2028line\u0007 🎈';
	const { session, lms, time } = launch({ course: all });
	session.answer('why', text);
	await time.pass(REPORTED);
	assert.equal(at(lms, 0).student_response, 'Q＆A: 100％ 1＋1 next line  \ufffd');
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, text);
});

test('times have the formats of SCORM 1.2', () => {
	assert.deepEqual([0, 999, 61_000, 36_000_000, 360_000_000, -5, Number.NaN].map(timespan),
		['00:00:00', '00:00:00', '00:01:01', '10:00:00', '100:00:00', '00:00:00', '00:00:00']);
	assert.equal(timespan(1e15), '9999:59:59');
	assert.equal(clockTime(new Date(2026, 1, 3, 4, 5, 6).getTime()), '04:05:06');
});

test('identifiers have only the characters that strict LMSs take', () => {
	assert.equal(identifier('why-not_2'), 'why-not_2');
	assert.match(identifier('🎈 é.,'), /^[\w-]+$/);
	assert.equal(identifier(''), '_');
	assert.equal(identifier('x'.repeat(300)).length, 255);
});
