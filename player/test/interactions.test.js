import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clockTime, identifier, string255, timespan } from '../src/cmi.js';
import { choice, course, fakeLms, given, launch, open } from './fakes.js';

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

test('each kind of answer has its own type, response and result', () => {
	const { session, lms } = launch({ course: all });
	for (const [id, answer] of [['why', 'because'], ['quiz', 'a,c 2'], ['view', '3'], ['tick', 't'], ['list', 'a,c']]) session.answer(id, answer);
	session.visit('begin');
	const time = '09:00:00';
	assert.deepEqual([0, 1, 2, 3, 4].map((index) => at(lms, index)), [
		{ id: 'why', type: 'fill-in', time, student_response: 'because', result: 'neutral' },
		{ id: 'quiz', type: 'choice', time, student_response: 'a,c', result: 'correct' },
		{ id: 'view', type: 'likert', time, student_response: '3', result: 'neutral' },
		{ id: 'tick', type: 'true-false', time, student_response: 't', result: 'neutral' },
		{ id: 'list', type: 'choice', time, student_response: 'a,c', result: 'neutral' },
	]);
});

test('a wrong choice is wrong, and a box that is no longer ticked is false', () => {
	const { session, lms } = launch({ course: all });
	session.answer('quiz', 'a 1');
	session.answer('tick', 't');
	session.answer('tick', '');
	session.visit('begin');
	assert.equal(at(lms, 0).result, 'wrong');
	assert.equal(at(lms, 1).student_response, 'f');
});

test('a question keeps its index for the session, and only what was answered again is written again', async () => {
	const { session, lms, time } = launch({ course: all });
	session.answer('why', 'first');
	session.answer('view', '1');
	session.visit('begin');
	await time.pass(60_000);
	session.answer('why', 'second');
	await time.pass(1000);
	assert.equal(at(lms, 0).student_response, 'second');
	assert.equal(at(lms, 0).time, '09:01:01');
	assert.deepEqual(at(lms, 2), {});
	assert.equal(given(lms, 'cmi.interactions.1.student_response').length, 1);
	assert.equal(given(lms, 'cmi.interactions.0.id').length, 1);
});

test('indexes go on from the LMS\'s own count', () => {
	const lms = fakeLms();
	const whole = lms.launch;
	lms.launch = () => {
		const api = whole();
		const [get, set] = [api.LMSGetValue, api.LMSSetValue];
		let more = 0;
		api.LMSGetValue = (element) => (element.endsWith('_count') ? 7 + more : get(element));
		api.LMSSetValue = (element, value) => set(element.replace(/\.(\d+)\./, (_, index) => `.${index - 7}.`), value);
		return api;
	};
	const { session } = launch({ lms, course: all });
	session.answer('why', 'because');
	session.visit('begin');
	assert.equal(at(lms, 0).student_response, 'because');
});

test('an LMS without interactions gets none, and nothing is said about it', () => {
	const { session, lms } = launch({ lms: fakeLms({}, { interactions: false }), course: all });
	session.answer('why', 'because');
	session.visit('begin');
	assert.equal(session.standing.kind, 'saved');
	assert.equal(lms.calls.some(([name, element]) => name === 'LMSSetValue' && element.includes('interactions')), false);
});

test('one interaction that is refused keeps back neither the others nor the words', () => {
	const lms = fakeLms();
	lms.trouble.set = (element, value) => (value === 'why' || value === '3' ? 405 : 0);
	const { session } = launch({ lms, course: all });
	session.answer('why', 'because');
	session.answer('view', '3');
	session.answer('tick', 't');
	session.visit('begin');
	assert.equal(session.standing.kind, 'saved');
	assert.deepEqual(at(lms, 0), { id: 'view', type: 'likert', time: '09:00:00', result: 'neutral' });
	assert.equal(at(lms, 1).id, 'tick');
});

test('an LMS that takes no interactions after all is not asked again', async () => {
	const lms = fakeLms();
	lms.trouble.set = (element) => (element.includes('interactions') ? 401 : 0);
	const { session, time } = launch({ lms, course: all });
	session.answer('why', 'because');
	session.answer('view', '3');
	session.visit('begin');
	session.answer('why', 'because!');
	await time.pass(1000);
	assert.equal(given(lms, 'cmi.interactions.0.id').length, 1);
	assert.equal(session.standing.kind, 'saved');
});

test('a long answer is cut to 255 characters, never through the middle of one', () => {
	const { session, lms } = launch({ course: all });
	session.answer('why', `${'x'.repeat(254)}🎈 and on`);
	session.visit('begin');
	assert.equal(at(lms, 0).student_response, 'x'.repeat(254));
	assert.equal(string255('🎈'.repeat(200)), '🎈'.repeat(127));
	assert.equal(string255('a\ud83c\0'), 'a\ufffd\ufffd');
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
