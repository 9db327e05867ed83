/** SCORM 2004, with an LMS run time that others wrote as judge: scorm-again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState, encodeState, emptyState } from '../src/state.js';
import { choice, course, fakeStorage, open } from './fakes.js';
import { given2004, interactionAt, launch2004, scorm2004Lms } from './scorm2004-fakes.js';

const QUESTIONS = [
	open('why', { prompt: 'Why?' }),
	choice('quiz', ['a', 'c']),
	{ id: 'view', kind: 'opinion', required: true, minimum: 1, keys: [] },
	{ id: 'tick', kind: 'acknowledge', required: true, minimum: 1, keys: [] },
	{ id: 'list', kind: 'checklist', required: true, minimum: 1, keys: ['a', 'b'] },
];
const ALL = [['why', 'omdat'], ['quiz', 'a,c 1'], ['view', '3'], ['tick', 't'], ['list', 'a,b']];
const [COMPLETION, SUCCESS, DATA] = ['cmi.completion_status', 'cmi.success_status', 'cmi.suspend_data'];
const answersAt = ({ server }) => ({ ...decodeState(server[DATA] ?? '').state.answers });

/** A launch in which all is read and answered. */
async function takeCourse(more = {}, answers = ALL) {
	const lms = more.lms ?? scorm2004Lms();
	const begun = launch2004({ ...more, lms, course: course({ questions: QUESTIONS, ...more.course }) });
	begun.session.visit('begin');
	for (const [id, answer] of answers) begun.session.answer(id, answer);
	begun.session.visit('end');
	await begun.time.pass(30_000);
	return { ...begun, lms2004: lms };
}

test('scorm-again has nothing to complain of in a whole course, and gives the answers back', async () => {
	const words = 'omdat 🎈 <b>"\'&\r\n{} \u2028'.repeat(300);
	const questions = QUESTIONS.with(0, open('why', { prompt: 'Why? '.repeat(100) }));
	const first = await takeCourse({ course: { questions } }, [['why', `{${words}`], ...ALL.slice(1)]);
	assert.equal(first.session.saveStatus.kind, 'saved');
	first.leave();
	const { lms2004: lms } = first;
	assert.deepEqual(lms.errors, []);
	assert.deepEqual([interactionAt(lms, 0).learner_response.length, interactionAt(lms, 0).description.length], [4000, 250]);
	assert.equal(lms.server[COMPLETION], 'completed');
	const next = launch2004({ lms, course: course({ questions: QUESTIONS }), storage: fakeStorage() });
	assert.equal(next.session.state.answers.why, `{${words}`);
	assert.equal(next.session.saveStatus.status, 'completed');
	next.leave();
	assert.deepEqual(lms.errors, []);
});

test('each kind of answer has its own type, response and result', async () => {
	const { lms2004: lms } = await takeCourse({}, [['why', '{omdat}\nja'], ['quiz', 'a 2'], ...ALL.slice(2)]);
	assert.deepEqual([0, 1, 2, 3, 4].map((place) => interactionAt(lms, place)), [
		{ id: 'why', type: 'long-fill-in', learner_response: ' {omdat} ja', result: 'neutral', description: 'Why?' },
		{ id: 'quiz', type: 'choice', learner_response: 'a', result: 'incorrect' },
		{ id: 'view', type: 'likert', learner_response: '3', result: 'neutral' },
		{ id: 'tick', type: 'true-false', learner_response: 'true', result: 'neutral' },
		{ id: 'list', type: 'choice', learner_response: 'a[,]b', result: 'neutral' },
	]);
	assert.match(lms.server['cmi.interactions.0.timestamp'], /^2026-01-05T\d\d:00:\d\d\.\d\dZ$/);
});

test('an answer that is taken back is no fault', async () => {
	const { session, time, lms2004: lms } = await takeCourse();
	session.answer('list', '');
	session.answer('tick', '');
	session.answer('why', '');
	await time.pass(30_000);
	assert.deepEqual(lms.errors, []);
	assert.equal(interactionAt(lms, 3).learner_response, 'false');
});

test('an answer is behind those that were given before, so that the LMS can read what it has stored', async () => {
	const first = await takeCourse({}, [['tick', 't']]);
	first.session.answer('list', 'a,b');
	first.session.answer('quiz', '');
	await first.time.pass(30_000);
	first.leave();
	const { lms2004: lms } = first;
	assert.deepEqual([0, 1, 2].map((place) => interactionAt(lms, place).id), ['tick', 'list', undefined]);
	const next = await takeCourse({ lms, storage: fakeStorage() }, [['list', 'a'], ['why', 'omdat']]);
	assert.deepEqual([0, 1, 2, 3].map((place) => [interactionAt(lms, place).id, interactionAt(lms, place).learner_response]), [['tick', 'true'], ['list', 'a'], ['why', 'omdat'], [undefined, undefined]]);
	next.leave();
	assert.deepEqual(lms.errors, []);
});

test('after a new version an answer that has no place of its own any more is recorded behind the others', async () => {
	const first = await takeCourse({ course: { questions: QUESTIONS.slice(0, 2) } }, ALL.slice(0, 2));
	first.leave();
	const { lms2004: lms } = first;
	lms.errors.length = 0;
	const questions = [open('new'), ...QUESTIONS.slice(0, 2)];
	const next = launch2004({ lms, course: course({ version: '1.1.0', questions }), storage: fakeStorage() });
	next.session.answer('new', 'nieuw');
	next.session.answer('why', 'daarom');
	await next.time.pass(30_000);
	assert.deepEqual([0, 1, 2].map((place) => [interactionAt(lms, place).id, interactionAt(lms, place).learner_response]), [['why', 'daarom'], ['quiz', 'a[,]c'], ['new', 'nieuw']]);
});

const score = { pages: 'all', questions: 'all', score: 80, finish: 'auto', report: 'completed' };
const RIGHT = ALL;
const WRONG = [['why', 'omdat'], ['quiz', 'b 1'], ...ALL.slice(2)];
for (const [name, completion, answers, expected] of [
	['is completed, and of success nothing is said', { ...score, score: null }, RIGHT, ['completed', undefined]],
	['is completed and passed where the course is reported so', { ...score, score: null, report: 'passed' }, RIGHT, ['completed', 'passed']],
	['is completed and passed with enough points', score, RIGHT, ['completed', 'passed']],
	['is completed and failed with too few and nothing left to answer', score, WRONG, ['completed', 'failed']],
	['is incomplete before all is there', score, RIGHT.slice(0, 2), ['incomplete', undefined]],
]) {
	test(`a course ${name}`, async () => {
		const { lms2004: lms, leave } = await takeCourse({ course: { completion } }, answers);
		leave();
		assert.deepEqual([given2004(lms, COMPLETION).at(-1), given2004(lms, SUCCESS).at(-1)], expected);
	});
}

for (const [start, status] of [
	[{ [COMPLETION]: 'completed', [SUCCESS]: 'passed' }, 'passed'],
	[{ [COMPLETION]: 'completed', [SUCCESS]: 'failed' }, 'failed'],
	[{ [COMPLETION]: 'completed' }, 'completed'],
	[{ [COMPLETION]: 'incomplete', [SUCCESS]: 'passed' }, 'passed'],
]) {
	test(`a course that stands at ${Object.values(start)} is ${status}, which is said again and never taken back`, async () => {
		const lms = scorm2004Lms({ ...start, [DATA]: encodeState(emptyState()) });
		const { session, time, leave } = launch2004({ lms, course: course({ completion: score }) });
		assert.equal(session.saveStatus.status, status);
		assert.deepEqual(given2004(lms, COMPLETION), ['completed']);
		session.visit('begin');
		session.answer('why', 'omdat');
		await time.pass(2_000);
		leave();
		assert.deepEqual([...new Set(given2004(lms, COMPLETION))], ['completed']);
		assert.equal(given2004(lms, SUCCESS).every((value) => value === status), true);
		assert.equal(lms.server[COMPLETION], 'completed');
	});
}

test('a first launch says incomplete; one of which nothing is known says nothing where there are words', () => {
	const written = (start, blank) => {
		const lms = scorm2004Lms(start);
		if (blank) lms.trouble.GetValue = (element) => (/_status$/.test(element) ? 403 : 0);
		launch2004({ lms });
		return given2004(lms, COMPLETION);
	};
	assert.deepEqual(written({}), ['incomplete']);
	assert.deepEqual(written({ [COMPLETION]: 'not attempted' }), ['incomplete']);
	assert.deepEqual(written({ [DATA]: encodeState(emptyState()) }, true), []);
	assert.deepEqual(written({ 'cmi.exit': 'suspend' }, true), []);
});

test('the score is scaled besides, and comes before the status', async () => {
	const { lms2004: lms } = await takeCourse({ course: { completion: score } });
	const scores = ['scaled', 'raw', 'min', 'max'].map((part) => lms.server[`cmi.score.${part}`]);
	assert.deepEqual(scores, ['1.00', '100', '0', '100']);
	const order = lms.calls.filter(([name]) => name === 'SetValue').map(([, element]) => element);
	assert.ok(order.indexOf('cmi.score.scaled') < order.lastIndexOf(SUCCESS));
	assert.ok(order.lastIndexOf(SUCCESS) < order.lastIndexOf(COMPLETION));
});

test('progress grows with what the course asks for, and is 1 for who has completed it only', async () => {
	const { lms2004: lms } = await takeCourse({ course: { questions: [open('why')] } }, [['why', 'omdat']]);
	const values = given2004(lms, 'cmi.progress_measure').map(Number);
	assert.equal(values.at(-1), 1);
	assert.ok(values.slice(0, -1).every((value, place) => value < 1 && value >= (values[place - 1] ?? 0)));
	const waits = await takeCourse({ course: { completion: { ...score, score: null, finish: 'button' } } });
	assert.equal(given2004(waits.lms2004, 'cmi.progress_measure').at(-1), '0.88'); // two pages, five questions, and the button to come
	waits.session.finish();
	await waits.time.pass(5_000);
	assert.equal(given2004(waits.lms2004, 'cmi.progress_measure').at(-1), '1.00');
});

test('leaving commits and then terminates, once, and the exit is suspend', async () => {
	const { lms2004: lms, session, leave } = await takeCourse();
	session.answer('why', 'nog iets');
	const before = lms.calls.length;
	leave();
	leave();
	assert.deepEqual(lms.calls.slice(before).filter(([name]) => /Commit|Terminate/.test(name)), [['Commit', ''], ['Terminate', '']]);
	assert.equal(lms.commits.filter(Boolean).length, 1);
	assert.equal(answersAt(lms).why, 'nog iets');
	assert.equal(lms.server['cmi.exit'], 'suspend');
	assert.match(lms.server['cmi.session_time'], /^PT0H0M3\dS$/);
});

test('an LMS whose Commit fails while the page goes gets its Terminate all the same', async () => {
	const { lms2004: lms, session, leave } = await takeCourse();
	lms.trouble.Commit = 391;
	session.answer('why', 'nog iets');
	leave();
	assert.equal(answersAt(lms).why, 'nog iets');
});

for (const [name, trouble, kind] of [
	['a Commit that fails', { Commit: 391 }, 'refused'],
	['a Commit after the end', { Commit: 143 }, 'expired'],
	['a value after the end', { SetValue: 133 }, 'expired'],
	['a value that fails', { SetValue: (element) => (element === DATA ? 351 : 0) }, 'refused'],
	['a status that fails', { SetValue: (element) => (element === COMPLETION ? 351 : 0) }, 'refused'],
]) {
	test(`${name} is known as ${kind}, and once it is well again all arrives`, async () => {
		const lms = scorm2004Lms();
		const { session, time } = launch2004({ lms, course: course({ questions: [open('why')] }) });
		lms.trouble = trouble;
		session.visit('begin');
		session.answer('why', 'omdat');
		session.visit('end');
		await time.pass(3_000);
		assert.equal(session.saveStatus.kind, kind);
		lms.trouble = {};
		await time.pass(40_000);
		assert.equal(session.saveStatus.kind, 'saved');
		assert.deepEqual(answersAt(lms), { why: 'omdat' });
		assert.equal(lms.server[COMPLETION], 'completed');
	});
}

test('a value that will never be taken is not sent again and again', async () => {
	const lms = scorm2004Lms();
	const { session, time } = launch2004({ lms });
	lms.trouble.SetValue = (element) => (element === DATA ? 406 : 0);
	session.answer('why', 'omdat');
	await time.pass(120_000);
	assert.equal(given2004(lms, DATA).length, 1);
	assert.deepEqual(session.saveStatus.unsavedIds, ['why']);
});

for (const code of [401, 402]) {
	test(`an LMS that has no interactions (${code}) is asked once, and nothing is said about it`, async () => {
		const lms = scorm2004Lms();
		lms.trouble.SetValue = (element) => (element.includes('interactions') ? code : 0);
		const { session } = await takeCourse({ lms });
		assert.equal(session.saveStatus.kind, 'saved');
		assert.equal(lms.calls.filter(([name, element]) => name === 'SetValue' && element.includes('interactions')).length, 1);
	});
}

test('what an LMS failed to store is sent once more with a score that looks another way', async () => {
	const lms = scorm2004Lms();
	lms.trouble.Commit = 391;
	const { session, time } = launch2004({ lms, course: course({ questions: [choice('quiz')] }) });
	session.answer('quiz', 'a 1');
	await time.pass(10_000);
	assert.deepEqual(new Set(given2004(lms, 'cmi.score.scaled')), new Set(['1.00', '1.000']));
	assert.deepEqual(lms.errors, []);
});

test('what an LMS never was given is empty, and what it can\'t give is left alone', () => {
	const begin = (code) => {
		const lms = scorm2004Lms();
		lms.trouble.GetValue = (element) => (element === DATA ? code : 0);
		const { session, leave } = launch2004({ lms });
		session.answer('why', 'omdat');
		leave();
		return given2004(lms, DATA).length > 0;
	};
	assert.deepEqual([403, 401, 301, 101].map(begin), [true, true, false, false]);
});

test('of the data that shows another value than any that it was given something is missing', async () => {
	const lms = scorm2004Lms();
	const whole = lms.launch;
	lms.launch = () => {
		const api = whole();
		const get = api.GetValue;
		return Object.assign(api, { GetValue: (element) => (element === DATA ? get(element).slice(0, 10) : get(element)) });
	};
	const { session, time } = launch2004({ lms });
	session.answer('why', 'omdat');
	await time.pass(5_000);
	assert.equal(session.saveStatus.kind, 'refused');
});

test('an LMS\'s page that had begun the session itself is used', async () => {
	const lms = scorm2004Lms();
	const whole = lms.launch;
	lms.launch = () => {
		const api = whole();
		api.Initialize('');
		return api;
	};
	const { session, time } = launch2004({ lms });
	session.answer('why', 'omdat');
	await time.pass(2_000);
	assert.deepEqual(answersAt(lms), { why: 'omdat' });
});

test('SCORM 1.2\'s API is none for a course of SCORM 2004', () => {
	const { session } = launch2004({ lms: { launch: () => undefined }, around: { API: { LMSInitialize: () => 'true' } } });
	assert.equal(session.saveStatus.kind, 'alone');
});

for (const [mode, ends] of [['review', 1], ['browse', 0]]) {
	test(`in ${mode} mode all is shown, nothing is written, and the session is ended ${ends} times`, async () => {
		const first = await takeCourse();
		first.leave();
		const lms = scorm2004Lms({ ...first.lms2004.server, 'cmi.mode': mode });
		const { session, time, leave } = launch2004({ lms, course: course({ questions: QUESTIONS }), storage: fakeStorage() });
		session.visit('begin');
		session.answer('why', 'gekrabbel');
		await time.pass(100_000);
		leave();
		assert.equal(session.state.answers.why, 'omdat');
		assert.equal(session.saveStatus.kind, mode);
		const calls = (name) => lms.calls.filter(([call]) => call === name).length;
		assert.deepEqual([calls('SetValue'), calls('Commit'), calls('Terminate')], [0, 0, ends]);
	});
}

test('what the learner is called is said as one says it, and only when it is asked', () => {
	for (const [given, wanted] of [
		['Bakker, Anna', 'Anna Bakker'],
		['{lang=nl}de Vries , Bo', 'Bo de Vries'],
		['Anna Bakker', 'Anna Bakker'],
		['', ''],
	]) {
		const { session } = launch2004({ lms: scorm2004Lms({ 'cmi.learner_name': given }) });
		assert.equal(session.launch.nameOf(), wanted);
	}
});
