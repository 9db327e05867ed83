import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decode } from '../src/state.js';
import { choice, course, fakeLms, fakeStorage, given, launch, times } from './fakes.js';

const answersAt = (lms) => ({ ...decode(lms.server['cmi.suspend_data'] ?? '').state.answers });
const responsesAt = (lms) => Object.fromEntries(Object.entries(lms.server).filter(([key]) => key.endsWith('student_response')));

/** A server behind the LMS's page, for fetch: 'up', 'down', or a status. */
function fakeServer() {
	const server = { is: 'up', asked: [], fetch };
	async function fetch(url, options) {
		server.asked.push([url, options]);
		if (server.is === 'slow') return new Promise((resolve) => { server.answer = () => resolve({ type: 'basic', status: 200 }); });
		if (server.is === 'silent') return new Promise(() => {});
		if (server.is === 'down') throw new TypeError('Failed to fetch');
		if (server.is === 'redirect') return { type: 'opaqueredirect', status: 0 };
		return { type: 'basic', status: server.is === 'up' ? 200 : server.is };
	}
	return server;
}

/** A launch that went well, with the first page open. */
async function wellBegun(options) {
	const begun = launch(options);
	begun.session.visit('begin');
	await begun.time.pass(25_000);
	assert.equal(begun.session.standing.kind, 'saved');
	return begun;
}

test('a log-in that is over is told as such, is tried again with growing pauses, and all arrives in the end', async () => {
	const server = fakeServer();
	const { session, lms, time } = await wellBegun({ fetch: server.fetch });
	lms.trouble.commit = 101;
	server.is = 'redirect';
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.standing.kind, 'expired');
	assert.deepEqual(session.standing.behind, ['why']);
	const commits = () => times(lms, 'LMSCommit');
	let before = commits();
	for (const pause of [2, 4, 8, 16, 32, 60, 60]) {
		await time.pass(pause * 1000 - 1);
		assert.equal(commits(), before, `before ${pause} s`);
		await time.pass(1);
		assert.equal(commits(), ++before, `after ${pause} s`);
	}
	lms.trouble.commit = 0;
	server.is = 'up';
	await time.pass(60_000);
	assert.equal(session.standing.kind, 'saved');
	assert.deepEqual(session.standing.behind, []);
	assert.deepEqual(answersAt(lms), { why: 'because' });
	assert.deepEqual(responsesAt(lms), { 'cmi.interactions.1.student_response': 'because' });
	assert.equal(lms.server['cmi.interactions.1.id'], 'why');
});

test('an LMS that fails while its server answers is not taken for a log-in that is over', async () => {
	const server = fakeServer();
	const { session, lms, time } = await wellBegun({ fetch: server.fetch });
	lms.trouble.commit = 101;
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.standing.kind, 'refused');
});

test('an LMS that fails from the first commit is not taken for a log-in that is over', async () => {
	const lms = fakeLms();
	lms.trouble.commit = 101;
	const { session } = launch({ lms });
	session.visit('begin');
	assert.equal(session.standing.kind, 'refused');
});

test('words typed while the LMS fails wait for the next try, not for a try each second', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.commit = 391;
	session.answer('why', 'b');
	await time.pass(1000);
	assert.equal(session.standing.kind, 'refused');
	const commits = times(lms, 'LMSCommit');
	for (let typed = 0; typed < 10; typed++) {
		session.answer('why', `be${'c'.repeat(typed)}`);
		await time.pass(190);
	}
	assert.equal(times(lms, 'LMSCommit'), commits);
	await time.pass(200);
	assert.equal(times(lms, 'LMSCommit'), commits + 1);
});

test('a browser that is offline is not believed by the LMS\'s "true", and `online` sends at once', async () => {
	const { session, lms, time, window } = await wellBegun();
	window.navigator.onLine = false;
	lms.trouble.reach = false;
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.standing.kind, 'offline');
	assert.deepEqual(answersAt(lms), {});
	window.navigator.onLine = true;
	lms.trouble.reach = true;
	window.fire('online');
	assert.equal(session.standing.kind, 'saved');
	assert.deepEqual(answersAt(lms), { why: 'because' });
	assert.equal(Object.values(responsesAt(lms)).at(-1), 'because');
});

for (const [is, kind] of [['down', 'offline'], ['redirect', 'expired'], [401, 'expired'], [403, 'expired'], [503, 'refused']]) {
	test(`a server that is ${is} while its LMS's page says "true" is noticed as ${kind}, and mended`, async () => {
		const server = fakeServer();
		const { session, lms, time } = await wellBegun({ fetch: server.fetch });
		server.is = is;
		lms.trouble.reach = false;
		session.answer('why', 'because');
		await time.pass(21_000);
		assert.equal(session.standing.kind, kind);
		assert.deepEqual(answersAt(lms), {});
		server.is = 'up';
		lms.trouble.reach = true;
		await time.pass(120_000);
		assert.equal(session.standing.kind, 'saved');
		assert.deepEqual(answersAt(lms), { why: 'because' });
		assert.equal(Object.values(responsesAt(lms)).at(-1), 'because');
	});
}

test('a finished course that the LMS missed is reported again, score and all', async () => {
	const server = fakeServer();
	const quiz = course({ questions: [choice('quiz')], completion: { pages: 'all', questions: 'all', score: 80 } });
	const { session, lms, time } = await wellBegun({ fetch: server.fetch, course: quiz });
	server.is = 'down';
	lms.trouble.reach = false;
	session.answer('quiz', 'a 1');
	session.visit('end');
	await time.pass(60_000);
	assert.equal(session.standing.status, 'passed');
	assert.equal(lms.server['cmi.core.lesson_status'], 'incomplete');
	server.is = 'up';
	lms.trouble.reach = true;
	await time.pass(120_000);
	assert.equal(session.standing.kind, 'saved');
	assert.equal(lms.server['cmi.core.lesson_status'], 'passed');
	assert.equal(Number(lms.server['cmi.core.score.raw']), 100);
	assert.equal(Object.values(responsesAt(lms)).at(-1), 'a');
});

test('once mended, a finished course is not set back by the next failure', async () => {
	const { session, lms, time } = await wellBegun({ course: course({ questions: [] }) });
	lms.trouble.commit = 101;
	session.visit('end');
	await time.pass(1000);
	lms.trouble.commit = 0;
	session.send();
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
	const before = given(lms, 'cmi.core.lesson_status').length;
	lms.trouble.commit = 101;
	session.answer('other', 'more');
	await time.pass(20_000);
	lms.trouble.commit = 0;
	await time.pass(60_000);
	assert.equal(session.standing.kind, 'saved');
	assert.equal(given(lms, 'cmi.core.lesson_status').slice(before).includes('incomplete'), false);
});

test('after a failure all is given again, for the LMS may have begun anew', async () => {
	const { session, lms, time } = await wellBegun();
	const elements = ['cmi.core.lesson_status', 'cmi.core.lesson_location', 'cmi.core.exit'];
	const before = elements.map((element) => given(lms, element).length);
	lms.trouble.commit = 101;
	session.answer('why', 'because');
	await time.pass(1000);
	lms.trouble.commit = 0;
	session.send();
	assert.deepEqual(elements.map((element, place) => given(lms, element).length > (before[place] ?? 0)), [true, true, true]);
});

test('a proof that was asked for before an answer was sent again says nothing of that answer', async () => {
	const server = fakeServer();
	const { session, lms, time } = await wellBegun({ fetch: server.fetch });
	server.is = 'slow';
	session.answer('why', 'first');
	await time.pass(1000);
	lms.trouble.reach = false;
	session.answer('why', 'second');
	await time.pass(1000);
	server.answer();
	server.is = 'down';
	await time.pass(30_000);
	assert.equal(session.standing.kind, 'offline');
	assert.deepEqual(session.standing.behind, ['why']);
	server.is = 'up';
	lms.trouble.reach = true;
	await time.pass(120_000);
	assert.equal(Object.values(responsesAt(lms)).at(-1), 'second');
});

test('while the server is gone, its page\'s "true" does not look like an end of the trouble', async () => {
	const server = fakeServer();
	const { session, lms, time } = await wellBegun({ fetch: server.fetch });
	server.is = 'down';
	lms.trouble.reach = false;
	session.answer('why', 'because');
	await time.pass(21_000);
	const heard = new Set();
	session.watch(({ kind }) => heard.add(kind));
	await time.pass(300_000);
	assert.deepEqual([...heard], ['offline']);
});

test('leaving while a commit is in doubt gives the LMS all of it once more', async () => {
	const server = fakeServer();
	const { session, lms, time, leave } = await wellBegun({ fetch: server.fetch });
	server.is = 'silent';
	lms.trouble.reach = false;
	session.answer('why', 'because');
	await time.pass(1000);
	lms.trouble.reach = true;
	leave();
	assert.deepEqual(answersAt(lms), { why: 'because' });
});

test('the connection is asked about at most every 20 seconds, and still hears of the last commit', async () => {
	const server = fakeServer();
	const { session, time } = launch({ fetch: server.fetch });
	session.visit('begin');
	await time.pass(0);
	const asked = server.asked.length;
	for (let typed = 1; typed <= 9; typed++) {
		session.answer('why', 'x'.repeat(typed));
		await time.pass(2000);
	}
	assert.equal(server.asked.length, asked);
	await time.pass(2000);
	assert.equal(server.asked.length, asked + 1);
	const [url, options] = server.asked[0];
	assert.equal(url, 'https://lms.example/course/index.html');
	assert.deepEqual(options, { method: 'HEAD', cache: 'no-store', redirect: 'manual' });
});

for (const is of ['down', 'redirect', 503]) {
	test(`a server that is ${is} from the start proves nothing, for the commits may well arrive`, async () => {
		const server = fakeServer();
		server.is = is;
		const { session, time } = await wellBegun({ fetch: server.fetch });
		session.answer('why', 'because');
		await time.pass(60_000);
		assert.equal(session.standing.kind, 'saved');
	});
}

test('from a file, nothing is asked', async () => {
	const server = fakeServer();
	const { session, time } = launch({ fetch: server.fetch, protocol: 'file:' });
	session.visit('begin');
	await time.pass(60_000);
	assert.deepEqual(server.asked, []);
});

test('an LMS that cuts what it is given is found out', () => {
	const { session } = launch({ lms: cuttingLms() });
	session.visit('begin');
	assert.equal(session.standing.kind, 'refused');
});

/** Says "true", and keeps the first ten characters. */
function cuttingLms() {
	const lms = fakeLms();
	const whole = lms.launch;
	lms.launch = () => {
		const api = whole();
		const set = api.LMSSetValue;
		api.LMSSetValue = (element, value) => set(element, element === 'cmi.suspend_data' ? value.slice(0, 10) : value);
		return api;
	};
	return lms;
}

for (const code of [401, 404]) {
	test(`an LMS that doesn't let suspend_data be read (${code}) is trusted`, async () => {
		const { session } = await wellBegun({ lms: fakeLms({}, { broken: { 'cmi.suspend_data': code } }) });
		assert.equal(session.standing.kind, 'saved');
	});
}

for (const code of [101, 301]) {
	test(`words that the LMS could not give back at the launch (${code}) are not written over`, async () => {
		const before = launch();
		before.session.answer('why', 'long ago');
		before.session.visit('begin');
		before.leave();
		before.lms.options.broken = { 'cmi.suspend_data': code };
		const { session, lms, time, leave } = launch({ lms: before.lms });
		session.answer('how', 'now');
		await time.pass(100_000);
		leave();
		assert.deepEqual(answersAt(lms), { why: 'long ago' });
		assert.equal(session.standing.kind, 'refused');
		assert.deepEqual(session.standing.behind, ['how']);
	});
}

test('a value that the LMS will never take is not offered again until it changes', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.set = (element) => (element === 'cmi.suspend_data' ? 405 : 0);
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.standing.kind, 'refused');
	const calls = lms.calls.length;
	await time.pass(600_000);
	assert.equal(lms.calls.length, calls);
	lms.trouble.set = undefined;
	session.answer('why', 'because!');
	await time.pass(1000);
	assert.equal(session.standing.kind, 'saved');
	assert.deepEqual(answersAt(lms), { why: 'because!' });
});

test('an LMS that starts to throw stops nothing, and no word is lost', async () => {
	const { session, lms, time, leave, storage } = await wellBegun();
	lms.trouble.throws = true;
	session.answer('why', 'because');
	await time.pass(5000);
	session.visit('end');
	session.answer('how', 'like this');
	session.send();
	leave();
	assert.equal(session.standing.kind, 'refused');
	lms.trouble.throws = false;
	const next = launch({ lms, storage, time });
	assert.equal(next.session.restored, true);
	assert.deepEqual({ ...next.session.state.answers }, { why: 'because', how: 'like this' });
	assert.deepEqual(answersAt(lms), { why: 'because', how: 'like this' });
});

test('an LMS that throws at LMSInitialize is as good as none, and is told apart from none', async () => {
	const lms = fakeLms();
	lms.trouble.throws = true;
	const { session, time, leave, storage } = launch({ lms });
	session.visit('begin');
	session.answer('why', 'because');
	await time.pass(5000);
	leave();
	assert.equal(session.standing.kind, 'refused');
	assert.match(Object.values(storage)[0], /because/);
	assert.deepEqual([times(lms, 'LMSSetValue'), times(lms, 'LMSFinish')], [0, 0]);
});

test('answers that the LMS takes and then forgets are put back at the next launch, and sent', async () => {
	const first = launch();
	first.session.visit('begin');
	first.lms.trouble.reach = false;
	first.session.answer('why', 'because');
	await first.time.pass(60_000);
	first.leave();
	first.lms.trouble.reach = true;
	const { session, lms } = launch({ lms: first.lms, storage: first.storage, time: first.time });
	assert.equal(session.restored, true);
	assert.deepEqual(answersAt(lms), { why: 'because' });
});

test('"try again" tries at once, and a success calms the pauses', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.commit = 101;
	session.answer('why', 'because');
	await time.pass(20_000);
	lms.trouble.commit = 0;
	session.send();
	assert.equal(session.standing.kind, 'saved');
	lms.trouble.commit = 101;
	session.answer('why', 'because of that');
	await time.pass(1000);
	lms.trouble.commit = 0;
	await time.pass(2000);
	assert.equal(session.standing.kind, 'saved');
});

test('answers of an LMS may be booleans and numbers', () => {
	const lms = fakeLms();
	const strings = lms.launch;
	lms.launch = () => Object.fromEntries(Object.entries(strings()).map(([name, act]) => [name, (...values) => {
		const answer = act(...values);
		return { true: true, false: false, 0: 0 }[answer] ?? answer;
	}]));
	const { session } = launch({ lms });
	session.answer('why', 'because');
	session.visit('begin');
	assert.equal(session.standing.kind, 'saved');
	assert.deepEqual(answersAt(lms), { why: 'because' });
});

test('storage that throws on every access stops nothing', async () => {
	const storage = new Proxy(fakeStorage(), { get() { throw new Error('blocked'); }, ownKeys() { throw new Error('blocked'); } });
	const { session, lms, time, leave } = launch({ storage });
	session.visit('begin');
	session.answer('why', 'because');
	await time.pass(1000);
	leave();
	assert.equal(session.standing.kind, 'saved');
	assert.deepEqual(answersAt(lms), { why: 'because' });
	assert.equal(given(lms, 'cmi.core.lesson_status').length, 1);
});
