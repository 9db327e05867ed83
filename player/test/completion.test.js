import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isAnswered, grade, score, lessonStatus, countWords } from '../src/completion.js';
import { decodeState, emptyState, toRecord } from '../src/state.js';
import { choice, course, fakeLms, fakeStorage, given, launch, open } from './fakes.js';

const state = (answers, seen = ['begin', 'end']) => ({ ...emptyState(), seen, answers: toRecord(Object.entries(answers)) });
const rule = (more) => ({ pages: 'all', questions: 'all', score: null, finish: 'auto', report: 'completed', ...more });
const checklist = { id: 'list', kind: 'checklist', required: true, minimum: 1, keys: ['a', 'b'] };
const tick = { id: 'tick', kind: 'acknowledge', required: true, minimum: 1, keys: [] };
const opinion = { id: 'view', kind: 'opinion', required: true, minimum: 1, keys: [] };

test('words are counted as people do', () => {
	assert.equal(countWords(' \n een  twee\tdrie\u00a0vier '), 4);
	assert.equal(countWords(' \n '), 0);
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
		for (const answer of yes) assert.equal(isAnswered(question, answer), true, answer);
		for (const answer of [...no, undefined]) assert.equal(isAnswered(question, answer), false, answer);
	});
}

test('a course is completed when all pages are seen and all required questions answered', () => {
	const wanted = course({ questions: [open('why'), open('more', { required: false })] });
	assert.equal(lessonStatus(wanted, state({ why: 'x' }), 'incomplete'), 'completed');
	assert.equal(lessonStatus(wanted, state({ why: 'x' }, ['begin']), 'incomplete'), 'incomplete');
	assert.equal(lessonStatus(wanted, state({ more: 'x' }), 'incomplete'), 'incomplete');
});

test('a rule may ask for no pages, or for no questions', () => {
	assert.equal(lessonStatus(course({ completion: rule({ pages: 'none' }) }), state({ why: 'x', how: 'y' }, []), 'incomplete'), 'completed');
	assert.equal(lessonStatus(course({ completion: rule({ questions: 'none' }) }), state({}), 'incomplete'), 'completed');
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
	assert.equal(lessonStatus(quiz, state({}), 'incomplete'), 'incomplete');
	assert.equal(lessonStatus(quiz, state({ one: 'b 1' }), 'incomplete'), 'incomplete');
	assert.equal(lessonStatus(quiz, state({ one: 'a 1' }), 'incomplete'), 'passed');
	assert.equal(lessonStatus(quiz, state({ one: 'b 1', two: 'b 1' }), 'incomplete'), 'failed');
});

test('a score without choice questions to reach it by is no hindrance', () => {
	assert.equal(lessonStatus(course({ completion: rule({ score: 80 }) }), state({ why: 'x', how: 'y' }), 'incomplete'), 'completed');
});

test('done stays done, and failed can still become passed', () => {
	const quiz = course({ questions: [choice('one')], completion: rule({ score: 80 }) });
	assert.equal(lessonStatus(quiz, state({ one: 'b 1' }), 'passed'), 'passed');
	assert.equal(lessonStatus(quiz, state({ one: 'b 1' }), 'completed'), 'completed');
	assert.equal(lessonStatus(quiz, state({}), 'failed'), 'failed');
	assert.equal(lessonStatus(quiz, state({ one: 'a 2' }), 'failed'), 'passed');
});

test('a learner who does all of it is reported as completed, and an emptied answer takes nothing back', async () => {
	const { session, lms, time } = launch();
	session.visit('begin');
	session.visit('end');
	session.answer('why', 'because');
	session.answer('how', 'so');
	await time.pass(1000);
	assert.equal(session.saveStatus.status, 'completed');
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
	session.answer('why', '');
	await time.pass(1000);
	assert.deepEqual(given(lms, 'cmi.core.lesson_status'), ['incomplete', 'completed']);
});

/** A launch in which all is done but for the last words, of which the first letter has just been typed. */
async function inMidWord(more) {
	const begun = launch({ course: course(more) });
	begun.session.visit('begin');
	begun.session.answer('how', 'so');
	begun.session.visit('end');
	begun.session.type('why', 'b');
	await begun.time.pass(20_000);
	return begun;
}

test('nobody is done in mid-word: the letters are sent, and the status waits until the field is left', async () => {
	const { session, lms, time } = await inMidWord();
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'b');
	assert.equal(session.saveStatus.status, 'incomplete');
	assert.equal(lms.server['cmi.core.lesson_status'], 'incomplete');
	session.type('why', 'because');
	session.settle();
	assert.equal(session.saveStatus.status, 'completed');
	await time.pass(1000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
});

for (const [how, leave] of [
	['turns the page', ({ session }) => session.visit('begin')],
	['leaves the course', ({ leave }) => leave()],
	['goes to another window', ({ window }) => window.fire('blur')],
	['hides the page', ({ window }) => window.hide()],
]) {
	test(`one who ${how} has left the field, and is done`, async () => {
		const begun = await inMidWord();
		leave(begun);
		assert.equal(begun.lms.server['cmi.core.lesson_status'], 'completed');
	});
}

test('an answer that was there and is being rewritten still counts', async () => {
	const { session, lms, time } = launch();
	session.visit('begin');
	session.visit('end');
	session.answer('why', 'because');
	session.type('why', '');
	session.answer('how', 'so');
	await time.pass(1000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
});

test('with a button to finish, a course is done when that is pressed, and not before all is there', async () => {
	const { session, lms, time } = await inMidWord({ completion: rule({ finish: 'button' }) });
	assert.equal(session.saveStatus.ready, true);
	session.settle();
	await time.pass(60_000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'incomplete');
	session.finish();
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
	assert.deepEqual([session.saveStatus.status, session.saveStatus.ready], ['completed', false]);
});

test('a button that was pressed too early says nothing, is remembered, and counts once all is there', async () => {
	const wanted = course({ completion: rule({ finish: 'button' }), questions: [open('why')] });
	const first = launch({ course: wanted });
	first.session.visit('begin');
	first.session.visit('end');
	first.session.finish();
	first.leave();
	assert.equal(first.lms.server['cmi.core.lesson_status'], 'incomplete');
	const { session, lms, time } = launch({ ...first, storage: fakeStorage() });
	assert.equal(session.state.finished, true);
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
});

test('a course can be reported as passed, for LMSs that count that word only, and both words are understood', async () => {
	const wanted = course({ completion: rule({ report: 'passed' }), questions: [] });
	const first = launch({ course: wanted });
	first.session.visit('begin');
	first.session.visit('end');
	assert.equal(first.lms.server['cmi.core.lesson_status'], 'passed');
	assert.equal(first.session.saveStatus.status, 'completed');
	first.leave();
	assert.equal(launch(first).session.saveStatus.status, 'completed');
	assert.equal(launch({ ...first, lms: fakeLms({ 'cmi.core.lesson_status': 'completed' }) }).session.saveStatus.status, 'completed');
});

test('with a score to reach, failed is failed, whatever word is asked for', async () => {
	const quiz = course({ questions: [choice('quiz')], completion: rule({ score: 80, report: 'passed' }) });
	const { session, lms, time } = launch({ course: quiz });
	session.visit('begin');
	session.visit('end');
	session.answer('quiz', 'b 1');
	await time.pass(1000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'failed');
});

test('the gradebook gets the score, or 100 for who is done, or nothing, as the course says', () => {
	const graded = (more) => course({ questions: [choice('one'), choice('two')], ...more });
	const half = state({ one: 'a 1', two: 'b 1' });
	assert.equal(grade(graded(), half, 'incomplete'), 50);
	assert.equal(grade(graded({ grade: 'none' }), half, 'completed'), null);
	assert.equal(grade(graded({ grade: 'completion' }), half, 'incomplete'), null);
	assert.equal(grade(graded({ grade: 'completion' }), half, 'failed'), null);
	assert.equal(grade(graded({ grade: 'completion' }), half, 'completed'), 100);
	assert.equal(grade(graded({ grade: 'completion' }), half, 'passed'), 100);
});

for (const [how, score] of [['completion', '100'], ['none', undefined], ['score', undefined]]) {
	test(`a finished course without questions to score gives ${score ?? 'nothing'} where the grade is ${how}`, async () => {
		const { session, lms, time } = launch({ course: course({ questions: [], grade: how }) });
		session.visit('begin');
		await time.pass(1000);
		assert.equal(lms.server['cmi.core.score.raw'], undefined);
		session.visit('end');
		assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
		assert.equal(lms.server['cmi.core.score.raw'], score);
	});
}

test('a course that the LMS finished by itself is not finished for the learner\'s words', async () => {
	const { session, lms, time } = launch({ lms: fakeLms({ 'cmi.core.lesson_status': 'Completed ' }) });
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.saveStatus.status, 'completed');
	assert.ok(lms.server['cmi.suspend_data']);
});

test('a course that was finished, and that the LMS missed, is reported at the next launch', async () => {
	const first = launch({ course: course({ questions: [] }) });
	first.session.visit('begin');
	first.session.visit('end');
	first.leave();
	const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_status': 'incomplete' });
	const { time } = launch({ ...first, lms });
	await time.pass(1000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
});
