/** tincan.xml: a course that its address gives the key of an LRS, in the forms that old and new systems have for it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openTincan } from '../src/lms/tincan/tincan.js';
import { fakeCmi5Lms, launchXapi } from './cmi5-fakes.js';

const REGISTRATION = '11111111-1111-4111-8111-111111111111';
const MODERN = { endpoint: 'https://lrs.example/xapi/', auth: 'Basic key', actor: JSON.stringify({ mbox: 'mailto:anna@lms.example' }), registration: REGISTRATION, activity_id: 'https://lms.example/activity' };
const start = (lms, query = MODERN) => launchXapi(openTincan, lms, { search: new URLSearchParams(query) });

async function finishCourse({ session, time }) {
	for (const page of ['begin', 'end']) session.visit(page);
	for (const id of ['why', 'how']) session.answer(id, 'omdat');
	await time.pass(10_000);
}

test('a course keeps its state in that LRS, tells of each answer, and says that it was completed', async () => {
	const lms = fakeCmi5Lms();
	const launched = await start(lms);
	await finishCourse(launched);
	launched.leave();
	await launched.time.pass(100);
	assert.deepEqual(lms.verbs(), ['completed', 'terminated']);
	assert.ok(lms.statements.some(({ verb, context }) => verb.display.en === 'answered' && context.registration === REGISTRATION));
	assert.ok(lms.requests.every(({ headers }) => headers.Authorization === 'Basic key'));
	const next = await start(lms);
	assert.deepEqual(next.session.state.answers, Object.assign(Object.create(null), { why: 'omdat', how: 'omdat' }));
	await next.time.pass(10_000);
	assert.deepEqual(lms.verbs(), ['completed', 'terminated']);
});

test('the learner of an older system is written as xAPI has it now', async () => {
	for (const [given, wanted] of [
		[{ name: ['Anna'], mbox: ['mailto:anna@lms.example'] }, { name: 'Anna', mbox: 'mailto:anna@lms.example', objectType: 'Agent' }],
		[{ account: [{ accountServiceHomePage: 'https://lms.example', accountName: '7' }] }, { account: { homePage: 'https://lms.example', name: '7' }, objectType: 'Agent' }],
	]) {
		const lms = fakeCmi5Lms();
		await finishCourse(await start(lms, { ...MODERN, actor: JSON.stringify(given) }));
		assert.deepEqual(lms.statements[0].actor, wanted);
	}
});

test('an activity that the address doesn\'t name is the package\'s own; a registration is made, and kept', async () => {
	const lms = fakeCmi5Lms();
	const { registration, activity_id: activity, ...query } = MODERN;
	await finishCourse(await start(lms, query));
	const made = lms.state.registration;
	assert.match(made, /^[\da-f-]{36}$/);
	assert.notEqual(made, registration);
	assert.ok(activity && lms.statements.some(({ verb, object }) => verb.display.en === 'completed' && object.id === 'urn:scormbuild:course:webcare'));
	const next = await start(lms, query);
	next.session.answer('why', 'toch niet');
	await next.time.pass(10_000);
	assert.deepEqual([...new Set(lms.statements.map(({ context }) => context.registration))], [made]);
});

test('without a launch the course stands by itself', async () => {
	const { session } = await start(fakeCmi5Lms(), {});
	assert.equal(session.saveStatus.kind, 'alone');
});

test('the name of the learner is the actor\'s, where it has one', async () => {
	const mbox = 'mailto:anna@lms.example';
	for (const [actor, name] of [[{ mbox, name: ['Anna Bakker'] }, 'Anna Bakker'], [{ mbox }, '']]) {
		const { session } = await start(fakeCmi5Lms(), { ...MODERN, actor: JSON.stringify(actor) });
		assert.equal(session.launch.nameOf(), name);
	}
});
