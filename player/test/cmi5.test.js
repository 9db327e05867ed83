/** cmi5: what goes to the LMS's LRS, in which order, and what of it is said once for all. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openCmi5 } from '../src/lms/cmi5/cmi5.js';
import { fakeCmi5Lms, held, launchCmi5, launchXapi } from './cmi5-fakes.js';
import { course, fakeStorage } from './fakes.js';
import { fakeLrs, outline } from './lrs-fakes.js';
import { openReporter } from '../src/reporter/reporter.js';

const names = ({ requests }) => requests.map(({ name }) => name);
const CATEGORIES = 'https://w3id.org/xapi/cmi5/context/categories/';

/** All of the course, and all of it saved. */
async function finish({ session, time }) {
	for (const page of ['begin', 'end']) session.visit(page);
	for (const id of ['why', 'how']) session.answer(id, 'omdat');
	await time.pass(10_000);
}

test('a launch asks in the order of the standard, and says that it began before anything else', async () => {
	const lms = fakeCmi5Lms();
	await launchCmi5(lms);
	assert.deepEqual(names(lms).slice(0, 5), [
		'POST /fetch/1', 'GET activities/state LMS.LaunchData', 'GET agents/profile', 'GET activities/state scormbuild', 'POST statements',
	]);
	assert.deepEqual(lms.verbs(), ['initialized']);
	assert.equal(lms.requests[1].headers.Authorization, 'Basic once');
});

test('a browser that blocks its storage keeps nobody from beginning', async () => {
	const lms = fakeCmi5Lms();
	const open = (window, ...rest) => {
		Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('blocked'); } });
		return openCmi5(window, ...rest);
	};
	const launched = await launchXapi(open, lms);
	await finish(launched);
	assert.deepEqual(lms.verbs(), ['initialized', 'completed']);
	assert.equal(launched.session.saveStatus.kind, 'saved');
});

test('the words go before what they prove, and each statement stands in the template of the LMS', async () => {
	const lms = fakeCmi5Lms();
	const launched = await launchCmi5(lms);
	await finish(launched);
	const sent = lms.requests.slice(5);
	const answered = sent.findIndex(({ body }) => JSON.stringify(body).includes('verbs/answered'));
	assert.ok(sent.slice(0, answered).some(({ method }) => method === 'PUT'));
	assert.deepEqual(lms.verbs(), ['initialized', 'completed']);
	assert.equal(launched.session.saveStatus.kind, 'saved');
	for (const { context, actor, timestamp } of lms.statements) {
		assert.equal(context.contextActivities.grouping[0].id, 'urn:publisher');
		assert.equal(context.extensions['urn:session'], 's1');
		assert.deepEqual(actor, { account: { homePage: 'https://lms.example', name: 'anna' } });
		assert.match(timestamp, /Z$/);
	}
	const categories = lms.statements.filter(({ context }) => context.contextActivities.category.some(({ id }) => id === `${CATEGORIES}cmi5`));
	assert.deepEqual(categories.map(({ verb }) => verb.display.en), ['initialized', 'completed']);
});

test('nothing follows the statement that ends a session, whatever still waits', async () => {
	const lms = fakeCmi5Lms();
	const launched = await launchCmi5(lms);
	launched.session.visit('begin');
	const wait = held();
	lms.is = ({ resource, body }) => (resource === 'statements' && Array.isArray(body) ? wait.answer : undefined);
	launched.session.answer('why', 'omdat');
	await launched.time.pass(3_000);
	launched.session.close(); // the words are there; what they prove is under way
	await launched.time.pass(100);
	assert.deepEqual(launched.went, []);
	wait.release(undefined);
	await launched.time.pass(1_000);
	assert.deepEqual(launched.went, ['https://lms.example/back']);
	assert.equal(lms.verbs().at(-1), 'terminated');
	const last = lms.requests.findLastIndex(({ body }) => JSON.stringify(body ?? '').includes('verbs/terminated'));
	assert.equal(last, lms.requests.length - 1);
	assert.ok(lms.statements.some(({ verb }) => verb.display.en === 'answered'));
});

test('a page that goes while words are under way leaves the session open: its end would shut them out', async () => {
	const lms = fakeCmi5Lms();
	const { session, time, leave } = await launchCmi5(lms);
	session.type('why', 'omdat');
	leave();
	await time.pass(100);
	assert.deepEqual(lms.requests.slice(5).map(({ name, keepalive }) => [name, keepalive]), [['PUT activities/state scormbuild', true], ['POST statements', true]]);
	assert.deepEqual(lms.verbs(), ['initialized']);
});

test('a page that goes when all is saved ends the session', async () => {
	const lms = fakeCmi5Lms();
	const launched = await launchCmi5(lms);
	await finish(launched);
	launched.leave();
	await launched.time.pass(100);
	assert.deepEqual(lms.verbs(), ['initialized', 'completed', 'terminated']);
	assert.match(lms.statements.at(-1).result.duration, /^PT\d+\.\d\dS$/);
});

test('who is done and of whom nobody knows whether the LMS heard it is asked about, and it is said once', async () => {
	for (const arrived of [true, false]) {
		const lms = fakeCmi5Lms();
		let lost = arrived;
		lms.is = ({ resource, body, method }) => {
			const isEnd = resource === 'statements' && method === 'POST' && JSON.stringify(body).includes('verbs/completed');
			if (!isEnd) return undefined;
			if (lost) for (const statement of [body].flat()) if (!lms.ids.has(statement.id)) { lms.ids.add(statement.id); lms.statements.push(statement); }
			return 0;
		};
		const launched = await launchCmi5(lms);
		await finish(launched);
		assert.equal(launched.session.saveStatus.kind, 'offline');
		lost = false;
		lms.is = () => undefined;
		launched.time.kill(); // the tab dies, and nothing more is heard of it
		const before = lms.requests.length;
		const next = await launchCmi5(lms, { storage: fakeStorage() });
		await next.time.pass(5_000);
		assert.equal(lms.verbs().filter((verb) => verb === 'completed').length, 1, `arrived: ${arrived}`);
		const again = lms.requests.slice(before).filter(({ body }) => JSON.stringify(body ?? '').includes('verbs/completed'));
		assert.equal(again.length, arrived ? 0 : 1);
	}
});

test('a report that the LMS refuses for good is no trouble: the words are saved', async () => {
	const lms = fakeCmi5Lms();
	lms.is = ({ resource, body }) => (resource === 'statements' && JSON.stringify(body).includes('verbs/answered') ? 400 : undefined);
	const launched = await launchCmi5(lms);
	await finish(launched);
	assert.equal(launched.session.saveStatus.kind, 'saved');
	assert.deepEqual(lms.verbs(), ['initialized', 'completed']);
	assert.ok(lms.statements.some(({ verb }) => verb.display.en === 'experienced'));
});

test('an LMS that takes nothing of this session any more is told to the learner as that', async () => {
	for (const status of [401, 403]) {
		const lms = fakeCmi5Lms();
		const { session, time } = await launchCmi5(lms);
		lms.is = () => status;
		session.answer('why', 'omdat');
		await time.pass(3_000);
		assert.equal(session.saveStatus.kind, 'expired');
	}
});

test('a token that was used before is told as that; the tab that has it goes on after a reload', async () => {
	const lms = fakeCmi5Lms();
	const storage = fakeStorage();
	await launchCmi5(lms, { storage });
	lms.token = '';
	const again = await launchCmi5(lms, { storage });
	assert.notEqual(again.session.saveStatus.kind, 'expired');
	assert.deepEqual(lms.verbs(), ['initialized']);
	const copied = await launchCmi5(lms);
	assert.equal(copied.session.saveStatus.kind, 'expired');
});

test('a state that can\'t be read is not written over', async () => {
	const lms = fakeCmi5Lms({ state: { data: 'what another tool keeps there', by: 'it' } });
	lms.is = ({ name, method }) => (name === 'GET activities/state scormbuild' && method === 'GET' ? 503 : undefined);
	const launched = await launchCmi5(lms);
	await launched.time.pass(20_000);
	await finish(launched);
	launched.leave();
	await launched.time.pass(100);
	assert.equal(lms.state.by, 'it');
	assert.equal(launched.session.saveStatus.kind, 'expired');
});

test('an LMS that can\'t be reached at first is asked again', async () => {
	const lms = fakeCmi5Lms();
	let failures = 2;
	lms.is = () => (failures-- > 0 ? 0 : undefined);
	const { session, time } = await launchCmi5(lms);
	assert.equal(session.saveStatus.kind, 'looking');
	await time.pass(5_000);
	assert.equal(session.saveStatus.kind, 'saved');
});

test('the score that the LMS asks for counts, and goes along with what is said', async () => {
	const pick = { id: 'pick', kind: 'choice', required: true, minimum: 1, keys: ['a'] };
	const picks = [pick, { ...pick, id: 'pick2' }];
	const rule = { pages: 'none', questions: 'all', score: 80, finish: 'auto', report: 'completed' };
	const lms = fakeCmi5Lms({ data: { masteryScore: 0.5, moveOn: 'CompletedAndPassed' } });
	const { session, time } = await launchCmi5(lms, { course: course({ questions: picks, completion: rule }) });
	session.answer('pick', 'a 1');
	session.answer('pick2', 'b 1');
	await time.pass(10_000);
	assert.deepEqual(lms.verbs(), ['initialized', 'completed', 'passed']);
	const { result, context } = lms.statements.find(({ verb }) => verb.display.en === 'passed');
	assert.deepEqual(result.score, { scaled: 0.5, raw: 50, min: 0, max: 100 });
	assert.equal(context.extensions['https://w3id.org/xapi/cmi5/context/extensions/masteryscore'], 0.5);
	assert.deepEqual(context.contextActivities.category.map(({ id }) => id.replace(CATEGORIES, '')), ['cmi5', 'moveon']);
});

test('an LMS that waits for "passed" hears it of a course without a score too', async () => {
	const lms = fakeCmi5Lms({ data: { moveOn: 'Passed' } });
	await finish(await launchCmi5(lms));
	assert.deepEqual(lms.verbs(), ['initialized', 'completed', 'passed']);
	assert.equal('score' in lms.statements.find(({ verb }) => verb.display.en === 'passed').result, false);
});

test('in Review what is written is kept, and nothing is said of how it ended', async () => {
	const lms = fakeCmi5Lms({ data: { launchMode: 'Review' } });
	const launched = await launchCmi5(lms);
	await finish(launched);
	assert.deepEqual(lms.verbs(), ['initialized']);
	assert.equal(launched.session.saveStatus.kind, 'saved');
	assert.notEqual(lms.state.data, '');
});

test('an LRS of ours hears of the same learner, in the same attempt and by the same ids as that of the LMS', async () => {
	const [lms, own] = [fakeCmi5Lms(), fakeLrs()];
	const fetch = (url, options = {}) => (url.startsWith('https://own.example') ? own : lms).fetch(url, options);
	const launched = await launchCmi5({ ...lms, fetch });
	const { window, time } = launched;
	const { session } = openReporter({ window, session: launched.session, now: time.now, timers: time, random: () => 0.5 }, { endpoint: 'https://own.example/xapi', key: 'k', secret: 's', outline: outline() });
	window.fire('load');
	await finish({ session, time });
	const answered = [...own.stored.values()].filter(({ verb }) => verb.display.en === 'answered');
	assert.deepEqual(answered.map(({ actor, context }) => [actor, context.registration]), answered.map(() => [lms.statements[0].actor, lms.statements[0].context.registration]));
	assert.deepEqual(answered.map(({ id }) => id).sort(), lms.statements.filter(({ verb }) => verb.display.en === 'answered').map(({ id }) => id).sort());
	assert.equal(answered.length, 2);
});

for (const [asked, own, verb] of [[0.9, 50, 'failed'], [0.5, 80, 'passed']]) {
	test(`an LRS of ours hears "${verb}" by the score that the LMS asks for, not by the course's own`, async () => {
		const rule = { pages: 'none', questions: 'all', score: own, finish: 'auto', report: 'completed' };
		const questions = ['pick', 'pick2'].map((id) => ({ id, kind: 'choice', required: true, minimum: 1, keys: ['a'] }));
		const [lms, lrs] = [fakeCmi5Lms({ data: { masteryScore: asked, moveOn: 'CompletedAndPassed' } }), fakeLrs()];
		const fetch = (url, options = {}) => (url.startsWith('https://own.example') ? lrs : lms).fetch(url, options);
		const { window, time, session: inner } = await launchCmi5({ ...lms, fetch }, { course: course({ questions, completion: { ...rule } }), completion: { ...rule } });
		const about = outline(['pick', 'pick2'], rule);
		const { session } = openReporter({ window, session: inner, now: time.now, timers: time, random: () => 0.5 }, { endpoint: 'https://own.example/xapi', key: 'k', secret: 's', outline: about });
		window.fire('load');
		session.answer('pick', 'a 1');
		session.answer('pick2', 'b 1');
		await time.pass(10_000);
		const ended = [...lrs.stored.values()].map((statement) => statement.verb.display.en).filter((name) => /passed|failed/.test(name));
		assert.deepEqual(ended, [verb]);
	});
}

test('a question that is under way when the page goes has no consequence after the end of the session', async () => {
	const lms = fakeCmi5Lms();
	lms.is = ({ resource, method }) => (resource === 'statements' && method === 'POST' && lms.ids.size ? 0 : undefined);
	const launched = await launchCmi5(lms);
	await finish(launched);
	launched.time.kill();
	const wait = held();
	lms.is = ({ resource, method }) => (resource === 'statements' && method === 'GET' ? wait.answer : undefined);
	const next = await launchCmi5(lms, { storage: fakeStorage() });
	next.leave();
	await next.time.pass(100);
	assert.equal(lms.verbs().at(-1), 'terminated');
	const before = lms.requests.length;
	wait.release(404);
	await next.time.pass(5_000);
	assert.equal(lms.requests.length, before);
});
