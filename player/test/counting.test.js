import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isDone, requiredAnswers, score } from '../src/completion.js';
import { countCourse, drawnQuestions, isQuizDone, quizResult } from '../src/counting.js';
import { learnerResponse } from '../src/lms/scorm2004/learner-response.js';
import { studentResponse } from '../src/lms/scorm12/student-response.js';
import { shortKey } from '../src/short-key.js';
import { emptyState, toRecord } from '../src/state.js';
import { choice, course, given, launch } from './fakes.js';

const state = (answers) => ({ ...emptyState(), seen: ['begin', 'end'], answers: toRecord(Object.entries(answers)) });
const quiz = { id: 'test', page: 'begin', draw: 2, tries: 2, pass: 50, required: true };
const pool = ['wash', 'gloves', 'rings'].map((id) => choice(id, ['a'], { quiz: 'test', page: 'begin' }));
const quizzed = (more = {}) => course({ questions: pool, quizzes: [{ ...quiz, ...more }], count: countCourse });
const keys = (...ids) => ids.map(shortKey).join();

test('what was drawn is what the state says, in its order', () => {
	assert.deepEqual(drawnQuestions(quizzed(), quiz, state({ test: keys('rings', 'wash') })), ['rings', 'wash']);
});

test('in the place of what is gone, or was never drawn, comes what was answered, and then the first of the others', () => {
	assert.deepEqual(drawnQuestions(quizzed(), quiz, state({ test: `zzzz,${keys('gloves')}`, rings: 'a 1' })), ['gloves', 'rings']);
	assert.deepEqual(drawnQuestions(quizzed(), quiz, state({})), ['wash', 'gloves']);
});

test('only what was drawn counts, and the quiz itself until it is handed in', () => {
	const drawn = { test: keys('rings', 'wash'), rings: 'a 1', wash: 'b 1' };
	assert.deepEqual(countCourse(quizzed(), state(drawn)).questions.map(({ id }) => id), ['wash', 'rings']);
	assert.equal(score(quizzed(), state(drawn)), 50);
	assert.deepEqual(requiredAnswers(quizzed(), state(drawn)), [true, true, false]);
	assert.equal(isDone(quizzed(), state({ ...drawn, test: `${drawn.test} 1 50` })), true);
});

test('a quiz is done when it was passed, or handed in for the last time', () => {
	assert.deepEqual(['- 1 49', '- 1 50', '- 2 49', '- 2', '- 2 ', '-', '', '- x 50', '- 1 50 1'].map((each) => isQuizDone(quiz, each)),
		[false, true, true, false, false, false, false, false, false]);
	assert.deepEqual(quizResult('- 2'), { tries: 2, percent: null });
});

test('without a mark, handing in is enough', () => {
	assert.equal(isQuizDone({ ...quiz, pass: 0 }, '- 1 0'), true);
});

test('pages of another role don\'t count, nor do those of any role before one was chosen', () => {
	const role = { id: 'job', kind: 'role', required: true, minimum: 1, keys: ['nurse', 'cook'], page: 'begin' };
	const parts = course({ questions: [role, choice('pans', ['a'], { page: 'end' })], roles: { end: 'cook' }, count: countCourse });
	assert.deepEqual(['', 'cook', 'nurse'].map((job) => countCourse(parts, state({ job })).pages.length), [1, 2, 1]);
	assert.equal(isDone(parts, state({ job: 'nurse' })), true);
	assert.equal(isDone(parts, state({ job: 'cook' })), false);
	assert.equal(isDone(parts, state({})), false);
	assert.equal(studentResponse(role, 'cook'), 'b');
});

test('an LMS hears of what was drawn only, each at a place of the quiz', async () => {
	const { session, lms, time } = launch({ course: quizzed() });
	session.answer('test', keys('rings', 'gloves'));
	session.answer('rings', 'a 1');
	session.answer('wash', 'a 1');
	await time.pass(6000);
	assert.deepEqual(given(lms, 'cmi.interactions.1.id'), ['rings']);
	assert.equal(lms.calls.some(([, , value]) => value === 'wash' || value === 'test'), false);
});

test('the path through a scenario is cut to what a response has room for', () => {
	const question = { id: 'visit', kind: 'path', required: true, minimum: 1, keys: [] };
	const steps = Array.from({ length: 300 }, (_, place) => `scene-${place}-b`).join();
	assert.equal(studentResponse(question, 'start-a,the-hall-b 2 start-c'), 'a,b');
	assert.match(studentResponse(question, `${steps} 1`), /^b(,b){127}$/);
	assert.equal(learnerResponse(question, `${steps} 1`).split('[,]').length, 36);
});
