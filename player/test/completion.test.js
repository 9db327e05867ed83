import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answered, score, status, words } from '../src/completion.js';
import { emptyState, record } from '../src/state.js';
import { choice, course, fakeLms, given, launch, open } from './fakes.js';

const state = (answers, seen = ['begin', 'end']) => ({ ...emptyState(), seen, answers: record(Object.entries(answers)) });
const rule = (more) => ({ pages: 'all', questions: 'all', score: null, ...more });
const checklist = { id: 'list', kind: 'checklist', required: true, minimum: 1, keys: ['a', 'b'] };
const tick = { id: 'tick', kind: 'acknowledge', required: true, minimum: 1, keys: [] };
const opinion = { id: 'view', kind: 'opinion', required: true, minimum: 1, keys: [] };

test('words are counted as people do', () => {
	assert.equal(words(' \n een  twee\tdrie\u00a0vier '), 4);
	assert.equal(words(' \n '), 0);
});

for (const [question, yes, no] of [
	[open('why'), ['x'], ['', '  \n']],
	[open('why', { minimum: 3 }), ['a b c', 'a\nb  c d'], ['a b', '']],
	[open('why', { minimum: 0 }), ['x'], ['']],
	[choice('quiz'), ['b 1', 'a,b 2'], ['', ' 1']],
	[opinion, ['1', '9'], ['']],
	[tick, ['t'], ['', 'f']],
	[checklist, ['a,b'], ['', 'a', 'b']],
]) {
	test(`${question.kind} with at least ${question.minimum}: ${yes.join(' / ')} is an answer, ${no.join(' / ')} is none`, () => {
		for (const answer of yes) assert.equal(answered(question, answer), true, answer);
		for (const answer of [...no, undefined]) assert.equal(answered(question, answer), false, answer);
	});
}

test('a course is completed when all pages are seen and all required questions answered', () => {
	const wanted = course({ questions: [open('why'), open('more', { required: false })] });
	assert.equal(status(wanted, state({ why: 'x' }), 'incomplete'), 'completed');
	assert.equal(status(wanted, state({ why: 'x' }, ['begin']), 'incomplete'), 'incomplete');
	assert.equal(status(wanted, state({ more: 'x' }), 'incomplete'), 'incomplete');
});

test('a rule may ask for no pages, or for no questions', () => {
	assert.equal(status(course({ completion: rule({ pages: 'none' }) }), state({ why: 'x', how: 'y' }, []), 'incomplete'), 'completed');
	assert.equal(status(course({ completion: rule({ questions: 'none' }) }), state({}), 'incomplete'), 'completed');
});

test('the score is the percentage of the choice questions that are right; optional ones do not count', () => {
	const quiz = course({ questions: [choice('one'), choice('two', ['a', 'c']), choice('three'), choice('spare', ['a'], { required: false }), open('why')] });
	assert.equal(score(quiz, state({})), null);
	assert.equal(score(quiz, state({ spare: 'a 1' })), null);
	assert.equal(score(quiz, state({ one: 'b 1' })), 0);
	assert.equal(score(quiz, state({ one: 'a 1', two: 'a,c 2', spare: 'b 1' })), 67);
	assert.equal(score(quiz, state({ one: 'a 1', two: 'a 1', three: 'a 3' })), 67);
});

test('with a score to reach a course is passed or failed, and failed only when nothing is left to answer', () => {
	const quiz = course({ questions: [choice('one'), choice('two')], completion: rule({ questions: 'none', score: 50 }) });
	assert.equal(status(quiz, state({}), 'incomplete'), 'incomplete');
	assert.equal(status(quiz, state({ one: 'b 1' }), 'incomplete'), 'incomplete');
	assert.equal(status(quiz, state({ one: 'a 1' }), 'incomplete'), 'passed');
	assert.equal(status(quiz, state({ one: 'b 1', two: 'b 1' }), 'incomplete'), 'failed');
});

test('a score without choice questions to reach it by is no hindrance', () => {
	assert.equal(status(course({ completion: rule({ score: 80 }) }), state({ why: 'x', how: 'y' }), 'incomplete'), 'completed');
});

test('done stays done, and failed can still become passed', () => {
	const quiz = course({ questions: [choice('one')], completion: rule({ score: 80 }) });
	assert.equal(status(quiz, state({ one: 'b 1' }), 'passed'), 'passed');
	assert.equal(status(quiz, state({ one: 'b 1' }), 'completed'), 'completed');
	assert.equal(status(quiz, state({}), 'failed'), 'failed');
	assert.equal(status(quiz, state({ one: 'a 2' }), 'failed'), 'passed');
});

test('a learner who does all of it is reported as completed at once, and an emptied answer takes nothing back', async () => {
	const { session, lms, time } = launch();
	session.visit('begin');
	session.visit('end');
	session.answer('why', 'because');
	session.answer('how', 'so');
	assert.equal(session.standing.status, 'completed');
	await time.pass(1000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
	session.answer('why', '');
	await time.pass(1000);
	assert.deepEqual(given(lms, 'cmi.core.lesson_status'), ['incomplete', 'completed']);
});

test('a course that the LMS finished by itself is not finished for the learner\'s words', async () => {
	const { session, lms, time } = launch({ lms: fakeLms({ 'cmi.core.lesson_status': 'Completed ' }) });
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.standing.status, 'completed');
	assert.ok(lms.server['cmi.suspend_data']);
});

test('a course that was finished, and that the LMS missed, is reported at the next launch', () => {
	const first = launch({ course: course({ questions: [] }) });
	first.session.visit('begin');
	first.session.visit('end');
	first.leave();
	const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_status': 'incomplete' });
	launch({ lms, course: course({ questions: [] }) });
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
});
