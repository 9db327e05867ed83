import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState } from '../src/state.js';
import { choice, course, everythingIn, fakeLms, fakeStorage, given, launch, times } from './fakes.js';

const answersAt = (lms) => ({ ...decodeState(lms.server['cmi.suspend_data'] ?? '').state.answers });
const responsesAt = (lms) => Object.fromEntries(Object.entries(lms.server).filter(([key]) => key.endsWith('student_response')));

/**
 * A server behind the LMS's page, and the browser's own record of what that page asks of it: 'up', 'down', or the status that
 * the page gets, while the page itself says "true" to all of it.
 */
function fakeServer(lms) {
	const server = { is: 'up' };
	const records = [];
	let clock = 0;
	const status = () => ({ up: 200, down: 0, redirect: 200 })[server.is] ?? server.is;
	class PerformanceObserver {
		constructor(act) { server.observers.push(act); }
		observe() {}
		takeRecords() { return records.splice(0); }
	}
	class PerformanceResourceTiming { get responseStatus() { return 0; } }
	/** The answer, which the page didn't wait for, to what it asked as it was given something; or to something else. */
	server.answer = (responseStatus, name) => {
		const entry = { name: name ?? 'https://lms.example/save?n=1', initiatorType: 'fetch', responseStatus, redirectEnd: 0, startTime: name ? ++clock : server.asked };
		for (const act of server.observers) act({ getEntries: () => [entry] });
	};
	server.observers = [];
	const performance = { now: () => ++clock };
	const whole = lms.launch;
	lms.launch = () => {
		const api = whole();
		const commit = api.LMSCommit;
		api.LMSCommit = (...values) => {
			server.asked = ++clock;
			if (server.is === 'silent') return commit(...values);
			if (server.is !== 'up') lms.trouble.reach = false;
			records.push({ name: 'https://lms.example/api', initiatorType: 'xmlhttprequest', responseStatus: status(), redirectEnd: server.is === 'redirect' ? 9 : 0, startTime: ++clock });
			records.push({ name: 'https://elsewhere.example/', initiatorType: 'xmlhttprequest', responseStatus: 0, redirectEnd: 0, startTime: ++clock });
			const said = commit(...values);
			if (server.is !== 'up') delete lms.trouble.reach;
			return said;
		};
		return api;
	};
	return Object.assign(server, { around: { PerformanceObserver, PerformanceResourceTiming, performance } });
}

/** A launch that went well, with the first page open, and its server. */
async function wellBegun(options = {}) {
	const { lms = fakeLms() } = options;
	const server = fakeServer(lms);
	const begun = launch({ ...options, lms, around: server.around });
	begun.session.visit('begin');
	await begun.time.pass(25_000);
	assert.equal(begun.session.saveStatus.kind, 'saved');
	return { ...begun, server };
}

test('an LMS that fails is tried again at most ten seconds apart, and all arrives in the end', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.commit = 391;
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'refused');
	assert.deepEqual(session.saveStatus.unsavedIds, ['why']);
	const commits = () => times(lms, 'LMSCommit');
	let before = commits();
	for (const pause of [2, 4, 8, 10, 10, 10]) {
		await time.pass(pause * 1000 - 1);
		assert.equal(commits(), before, `before ${pause} s`);
		await time.pass(1);
		assert.equal(commits(), ++before, `after ${pause} s`);
	}
	lms.trouble.commit = 0;
	await time.pass(16_000);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.deepEqual(session.saveStatus.unsavedIds, []);
	assert.deepEqual(answersAt(lms), { why: 'because' });
	assert.deepEqual(responsesAt(lms), { 'cmi.interactions.0.student_response': 'because' });
});

test('a tab that fails for good is told to open the course again, and hears one thing only until it goes well', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.commit = 101;
	session.answer('why', 'because');
	await time.pass(60_000);
	assert.equal(session.saveStatus.kind, 'expired');
	const heard = new Set();
	session.watch(({ kind }) => heard.add(kind));
	session.answer('why', 'because of that');
	await time.pass(300_000);
	assert.deepEqual([...heard], ['expired']);
	lms.trouble.commit = 0;
	session.send();
	assert.equal(session.saveStatus.kind, 'saved');
});

test('an LMS that says that its session is over is believed at once', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.commit = 301;
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'expired');
});

test('words typed while the LMS fails are sent within ten seconds, but not a try each second', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.commit = 391;
	session.answer('why', 'b');
	await time.pass(60_000);
	for (let round = 0; round < 3; round++) {
		const commits = times(lms, 'LMSCommit');
		for (let typed = 0; typed < 100; typed++) {
			session.answer('why', `be${'c'.repeat(typed)}${round}`);
			await time.pass(100);
		}
		const more = times(lms, 'LMSCommit') - commits;
		assert.ok(more >= 1 && more <= 2, String(more));
	}
	lms.trouble.commit = 0;
	await time.pass(10_000);
	assert.equal(answersAt(lms).why, `be${'c'.repeat(99)}2`);
});

for (const event of ['focus', 'visibilitychange']) {
	test(`who comes back (${event}), perhaps from logging in elsewhere, doesn't wait for the next try`, async () => {
		const { session, lms, time, window } = await wellBegun();
		lms.trouble.commit = 391;
		session.answer('why', 'because');
		await time.pass(25_000);
		assert.equal(session.saveStatus.kind, 'expired');
		lms.trouble.commit = 0;
		window.fire(event);
		assert.equal(session.saveStatus.kind, 'saved');
		assert.deepEqual(answersAt(lms), { why: 'because' });
	});
}

test('the next try is due two seconds after what failed was sent, however late that was found', async () => {
	const { session, lms, time, server } = await wellBegun();
	server.is = 'silent';
	session.answer('why', 'because');
	await time.pass(1000);
	server.answer(200);
	await time.pass(5000);
	session.answer('why', 'because of that');
	await time.pass(1000);
	const commits = times(lms, 'LMSCommit');
	await time.pass(900);
	server.answer(403);
	await time.pass(150); // found at the look that is due a second after it was sent
	assert.equal(session.saveStatus.kind, 'expired');
	await time.pass(900);
	assert.equal(times(lms, 'LMSCommit'), commits);
	await time.pass(100);
	assert.equal(times(lms, 'LMSCommit'), commits + 1);
});

test('a browser that is offline is not believed by the LMS\'s "true", and `online` sends at once', async () => {
	const { session, lms, time, window } = await wellBegun();
	window.navigator.onLine = false;
	lms.trouble.reach = false;
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'offline');
	assert.deepEqual(answersAt(lms), {});
	assert.ok(window.navigator.storage.asked > 0, 'the browser is asked to keep what is unsent');
	window.navigator.onLine = true;
	lms.trouble.reach = true;
	window.fire('online');
	assert.equal(session.saveStatus.kind, 'saved');
	assert.deepEqual(answersAt(lms), { why: 'because' });
	await time.pass(6000);
	assert.equal(Object.values(responsesAt(lms)).at(-1), 'because');
});

for (const [is, kind] of [['down', 'offline'], ['redirect', 'expired'], [401, 'expired'], [403, 'expired'], [503, 'refused']]) {
	test(`a server that is ${is} while its LMS's page says "true" is noticed as ${kind}, and mended`, async () => {
		const { session, lms, time, server } = await wellBegun();
		server.is = is;
		session.answer('why', 'because');
		await time.pass(1000);
		assert.equal(session.saveStatus.kind, kind);
		assert.deepEqual(answersAt(lms), {});
		server.is = 'up';
		await time.pass(20_000);
		assert.equal(session.saveStatus.kind, 'saved');
		assert.deepEqual(answersAt(lms), { why: 'because' });
		assert.equal(Object.values(responsesAt(lms)).at(-1), 'because');
	});
}

test('of an LMS whose page asks its server later, what that server has answered is believed, and no more', async () => {
	const { session, time, server } = await wellBegun();
	server.is = 'silent';
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'sent');
	server.answer(200);
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'saved');
});

for (const [status, kind] of [[0, 'offline'], [403, 'expired'], [500, 'refused']]) {
	test(`an answer ${status} at the address where such an LMS saves means ${kind}`, async () => {
		const { session, time, server } = await wellBegun();
		server.is = 'silent';
		session.answer('why', 'because');
		await time.pass(1000);
		server.answer(200);
		await time.pass(2000);
		session.answer('why', 'because of that');
		await time.pass(1000);
		server.answer(status);
		await time.pass(1500);
		assert.equal(session.saveStatus.kind, kind);
		assert.deepEqual(session.saveStatus.unsavedIds, ['why']);
	});
}

test('what an LMS\'s page asks for other reasons, and doesn\'t get, says nothing of saving', async () => {
	const { session, time, server } = await wellBegun();
	server.is = 'silent';
	session.answer('why', 'because');
	await time.pass(1000);
	const kinds = new Set();
	session.watch(({ kind }) => kinds.add(kind));
	server.answer(404, 'https://lms.example/news');
	server.answer(0, 'https://elsewhere.example/counter');
	await time.pass(60_000);
	assert.deepEqual([...kinds], ['sent']);
});

test('a browser that says nothing of requests is no reason to doubt them', async () => {
	const lms = fakeLms();
	const { session, time } = launch({ lms, around: { PerformanceObserver: class { observe() { throw new TypeError(); } } } });
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'saved');
});

test('the player makes no request of its own, whatever happens', async () => {
	const asked = [];
	const fetch = (...values) => { asked.push(values); throw new TypeError('Failed to fetch'); };
	class XMLHttpRequest { constructor() { asked.push(['XMLHttpRequest']); } }
	Object.assign(globalThis, { fetch, XMLHttpRequest });
	for (const trouble of [{}, { commit: 101 }, { reach: false }, { throws: true }]) {
		const lms = fakeLms();
		const { session, time, window, leave } = launch({ lms, fetch, around: { XMLHttpRequest } });
		window.navigator.sendBeacon = (...values) => asked.push(values);
		session.visit('begin');
		await time.pass(1000);
		Object.assign(lms.trouble, trouble);
		session.answer('why', 'because');
		await time.pass(600_000);
		window.hide();
		leave();
	}
	assert.deepEqual(asked, []);
});

test('a finished course that the LMS missed is reported again, score and all', async () => {
	const quiz = course({ questions: [choice('quiz')], completion: { ...course().completion, score: 80 } });
	const { session, lms, time, server } = await wellBegun({ course: quiz });
	server.is = 'down';
	session.answer('quiz', 'a 1');
	session.visit('end');
	await time.pass(60_000);
	assert.equal(session.saveStatus.status, 'passed');
	assert.equal(lms.server['cmi.core.lesson_status'], 'incomplete');
	server.is = 'up';
	await time.pass(20_000);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.equal(lms.server['cmi.core.lesson_status'], 'passed');
	assert.equal(Number(lms.server['cmi.core.score.raw']), 100);
	assert.equal(Object.values(responsesAt(lms)).at(-1), 'a');
});

test('the status waits until the words that it rests on are there', async () => {
	const { session, lms, time } = await wellBegun();
	session.visit('end');
	session.answer('how', 'so');
	await time.pass(10_000);
	lms.trouble.set = (element) => (element === 'cmi.suspend_data' ? 101 : 0);
	session.answer('why', 'because');
	await time.pass(60_000);
	assert.deepEqual(given(lms, 'cmi.core.lesson_status'), ['incomplete', ...given(lms, 'cmi.core.lesson_status').slice(1).filter((value) => value === 'incomplete')]);
	lms.trouble.set = undefined;
	await time.pass(10_000);
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
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
	assert.equal(session.saveStatus.kind, 'saved');
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

test('leaving while the last commit failed gives the LMS all of it once more', async () => {
	const { session, lms, time, server, leave } = await wellBegun();
	server.is = 'down';
	session.answer('why', 'because');
	await time.pass(1000);
	lms.trouble.reach = true;
	leave();
	assert.deepEqual(answersAt(lms), { why: 'because' });
});

test('an LMS that cuts what it is given is found out', () => {
	const { session } = launch({ lms: cuttingLms() });
	session.visit('begin');
	assert.equal(session.saveStatus.kind, 'refused');
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
	test(`an LMS that doesn't let suspend_data be read (${code}) is in no trouble, and proves nothing`, async () => {
		const begun = launch({ lms: fakeLms({}, { broken: { 'cmi.suspend_data': code } }) });
		const { session, time } = begun;
		session.visit('begin');
		session.answer('why', 'because');
		await time.pass(60_000);
		assert.equal(session.saveStatus.kind, 'sent');
		const next = launch(begun);
		await next.session.ready;
		assert.equal(next.session.state.answers.why, 'because');
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
		assert.equal(session.saveStatus.kind, 'expired');
		assert.deepEqual(session.saveStatus.unsavedIds, ['how']);
	});
}

test('a value that the LMS will never take is not offered again until it changes', async () => {
	const { session, lms, time } = await wellBegun();
	lms.trouble.set = (element) => (element === 'cmi.suspend_data' ? 405 : 0);
	session.answer('why', 'because');
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'refused');
	const calls = lms.calls.length;
	await time.pass(600_000);
	assert.equal(lms.calls.length, calls);
	lms.trouble.set = undefined;
	session.answer('why', 'because!');
	await time.pass(10_000);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.deepEqual(answersAt(lms), { why: 'because!' });
});

test('an LMS that starts to throw stops nothing, and no word is lost', async () => {
	const begun = await wellBegun();
	const { session, lms, time, leave } = begun;
	lms.trouble.throws = true;
	session.answer('why', 'because');
	await time.pass(5000);
	session.visit('end');
	session.answer('how', 'like this');
	session.send();
	leave();
	assert.match(session.saveStatus.kind, /refused|expired/);
	lms.trouble.throws = false;
	const next = launch(begun);
	await time.pass(1000);
	assert.equal(next.session.restored, true);
	assert.deepEqual({ ...next.session.state.answers }, { why: 'because', how: 'like this' });
	assert.deepEqual(answersAt(lms), { why: 'because', how: 'like this' });
});

test('an LMS that refuses at LMSInitialize gets no words, and the learner is told to open the course again', async () => {
	const lms = fakeLms();
	lms.trouble.throws = true;
	const { session, time, leave, window } = launch({ lms });
	session.visit('begin');
	session.answer('why', 'because');
	assert.match(everythingIn(window), /because/);
	await time.pass(5000);
	leave();
	assert.equal(session.saveStatus.kind, 'expired');
	assert.equal(session.saveStatus.storage, 'tab');
	assert.deepEqual([times(lms, 'LMSSetValue'), times(lms, 'LMSFinish')], [0, 0]);
});

test('answers that the LMS takes and then forgets are put back at the next launch, and sent', async () => {
	const first = launch();
	first.session.visit('begin');
	await first.time.pass(0);
	first.lms.trouble.reach = false;
	first.session.answer('why', 'because');
	await first.time.pass(60_000);
	first.leave();
	first.lms.trouble.reach = true;
	const { session, lms, time } = launch(first);
	await time.pass(1000);
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
	assert.equal(session.saveStatus.kind, 'saved');
	lms.trouble.commit = 101;
	session.answer('why', 'because of that');
	await time.pass(1000);
	lms.trouble.commit = 0;
	await time.pass(2000);
	assert.equal(session.saveStatus.kind, 'saved');
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
	assert.equal(session.saveStatus.kind, 'saved');
	assert.deepEqual(answersAt(lms), { why: 'because' });
});


test('an LMS that refuses the status is noticed, one that refuses the place or the time is not', async () => {
	for (const [element, kind] of [['cmi.core.lesson_status', 'refused'], ['cmi.core.lesson_location', 'saved'], ['cmi.core.session_time', 'saved']]) {
		const { session, lms, time } = await wellBegun();
		lms.trouble.set = (name) => (name === element ? 405 : 0);
		session.visit('end');
		for (const id of ['why', 'how']) session.answer(id, 'so');
		await time.pass(20_000);
		assert.equal(session.saveStatus.kind, kind, element);
	}
});
