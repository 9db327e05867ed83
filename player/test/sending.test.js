import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakeIndexedDB, fakeLms, fakeStorage, fakeTime } from './fakes.js';
import { copiesOf, ENDPOINT, fakeLrs, report } from './lrs-fakes.js';

const browser = () => ({ lms: fakeLms(), storage: fakeStorage(), indexedDB: fakeIndexedDB(), time: fakeTime(), lrs: fakeLrs() });

/** A launch with a long queue, and nothing sent yet. */
async function waiting(count, options = {}) {
	const run = await report({ questions: ['why'], ...options });
	run.session.visit('begin');
	for (let edit = 0; edit < count; edit++) {
		run.session.type('why', options.text?.(edit) ?? `version ${edit}`);
		run.settle();
	}
	return run;
}

const sizes = ({ posts }) => posts.map(({ statements }) => statements.length);
const pause = (hours = 1) => hours * 3600_000;

test('a request is discreet, and says who asks', async () => {
	const { lrs, time } = await report();
	await time.pass(5000);
	assert.deepEqual(lrs.asked, [`GET ${ENDPOINT}/about`, `POST ${ENDPOINT}/statements`]);
	const [{ request }] = lrs.posts;
	assert.deepEqual([request.credentials, request.referrerPolicy, request.keepalive], ['omit', 'no-referrer', undefined]);
	assert.deepEqual(request.headers, { Authorization: `Basic ${btoa('sb_public:public')}`, 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' });
});

test('nothing is asked of the LRS before the page has been shown', async () => {
	const { lrs, time } = await report();
	await time.pass(999);
	assert.deepEqual(lrs.asked, []);
	await time.pass(1);
	assert.equal(lrs.asked.length, 2);
});

test('what comes later goes a second later, together', async () => {
	const { session, lrs, time, settle } = await report();
	await time.pass(5000);
	session.visit('begin');
	await time.pass(500);
	session.type('why', 'because');
	settle();
	await time.pass(500);
	assert.deepEqual(sizes(lrs), [1, 4]);
});

test('a long queue goes in batches of at most fifty', async () => {
	const { lrs, time, reported } = await waiting(120);
	await time.pass(5000);
	assert.ok(Math.max(...sizes(lrs)) <= 50);
	assert.equal(reported().length, 124);
});

test('a batch has at most 60,000 bytes, and a longer statement goes alone', async () => {
	const { lrs, time, reported } = await waiting(10, { text: (edit) => '€'.repeat(edit === 5 ? 30_000 : 8_000) + edit });
	await time.pass(5000);
	for (const { request, statements } of lrs.posts) assert.ok(Buffer.byteLength(request.body) <= 60_000 || statements.length === 1);
	assert.ok(lrs.posts.some(({ request }) => Buffer.byteLength(request.body) > 90_000));
	assert.equal(reported().length, 14);
});

test('on leaving, what fits in 60,000 bytes goes by a request that outlives the page', async () => {
	const { lrs, time, leave, kill, queued } = await waiting(20, { text: (edit) => '€'.repeat(2_000) + edit });
	leave();
	kill();
	const [{ request }] = lrs.posts;
	assert.equal(request.keepalive, true);
	assert.ok(Buffer.byteLength(request.body) <= 60_000);
	assert.ok(lrs.posts[0].statements.length > 5);
	await time.pass(0);
	assert.equal(queued().includes('terminated'), true);
});

test('on leaving, a statement that is too large for such a request waits for the next launch', async () => {
	const parts = browser();
	const { session, lrs, time, settle, hide, leave, queued } = await report({ ...parts, questions: ['why'] });
	await time.pass(5000);
	session.type('why', '€'.repeat(25_000));
	settle();
	const before = lrs.posts.length;
	hide();
	leave();
	await time.pass(0);
	assert.deepEqual(lrs.posts.slice(before), []);
	assert.deepEqual(queued().filter((each) => each === 'answered why'), ['answered why']);
	const next = await report({ ...parts, questions: ['why'] });
	await time.pass(5000);
	assert.ok(next.reported().includes('answered why'));
	assert.deepEqual(next.queued(), []);
});

test('a tab that closes is also hidden, and sends once', async () => {
	const { lrs, leave, hide } = await report();
	leave();
	hide();
	assert.equal(lrs.posts.length, 1);
});

test('hidden sends what waits, and the page goes on', async () => {
	const { session, lrs, hide, settle, time, queued } = await report();
	session.visit('begin');
	hide();
	assert.deepEqual(sizes(lrs), [3]);
	await time.pass(0);
	assert.deepEqual(queued(), []);
	session.type('why', 'because');
	settle();
	await time.pass(5000);
	assert.deepEqual(sizes(lrs), [3, 2]);
});

test('an LRS that is down is tried again with growing pauses, at most five minutes apart', async () => {
	const { lrs, time } = await report();
	lrs.is = 'down';
	const tries = [];
	for (let second = 0; second < 3600; second++) {
		await time.pass(1000);
		while (tries.length < lrs.asked.length) tries.push(second);
	}
	const pauses = tries.slice(1).map((at, place) => at - tries[place]);
	assert.ok(pauses[0] >= 2 && pauses[0] <= 4, `${pauses}`);
	assert.ok(Math.max(...pauses) <= 301 && pauses.at(-1) >= 200, `${pauses}`);
	assert.ok(tries.length > 12 && tries.length < 30, `${pauses}`);
});

for (const status of [500, 502, 408, 302, 404, 405, 451]) {
	test(`${status} is waited out, and everything is kept`, async () => {
		const { lrs, time, queued, reported } = await waiting(3);
		lrs.is = () => status;
		await time.pass(60_000);
		assert.equal(queued().length, 7);
		lrs.is = 'up';
		await time.pass(300_000);
		assert.equal(reported().length, 7);
	});
}

test('200 without ids is not an LRS: a network that asks for a log-in says so too', async () => {
	const { lrs, time, queued } = await report();
	lrs.body = { login: true };
	await time.pass(60_000);
	assert.deepEqual(queued(), ['initialized']);
});

for (const status of [429, 503]) {
	test(`Retry-After of a ${status} is honoured, by \`online\` and by leaving too`, async () => {
		const { lrs, time, window, hide, reported } = await report();
		lrs.is = () => status;
		lrs.headers = { 'Retry-After': '120' };
		await time.pass(1000);
		const tries = lrs.posts.length;
		lrs.is = 'up';
		lrs.headers = {};
		window.fire('online');
		hide();
		await time.pass(118_000);
		assert.equal(lrs.posts.length, tries);
		await time.pass(3000);
		assert.deepEqual(reported(), ['initialized']);
	});
}

test('`online` tries at once', async () => {
	const { lrs, time, window, reported } = await report();
	lrs.is = 'down';
	await time.pass(pause());
	lrs.is = 'up';
	window.fire('online');
	await time.pass(0);
	assert.deepEqual(reported(), ['initialized']);
});

for (const status of [401, 403]) {
	test(`${status}: nothing is tried again in this launch, and all is kept for the next`, async () => {
		const parts = browser();
		const { lrs, time, session, window, leave, queued } = await report(parts);
		lrs.is = () => status;
		await time.pass(5000);
		session.visit('begin');
		window.fire('online');
		await time.pass(pause());
		leave();
		assert.equal(lrs.posts.length, 1);
		lrs.is = 'up';
		const next = await report(parts);
		await time.pass(5000);
		assert.deepEqual(next.reported().slice(0, 3), ['initialized', 'experienced begin', 'progressed']);
		assert.deepEqual(next.queued(), []);
		assert.equal(queued().length, 0);
	});
}

for (const status of [400, 413, 422]) {
	test(`${status}: the one that is refused is found, put apart, and doesn't keep the others back`, async () => {
		const parts = browser();
		const { lrs, time, reported, kept, queued } = await waiting(60, parts);
		const isBad = ({ result }) => result?.response === 'version 30';
		lrs.is = (statements) => (statements.some(isBad) ? status : 200);
		await time.pass(5000);
		assert.equal(reported().length, 63);
		assert.deepEqual(queued(), []);
		assert.equal(kept().rejected.length, 1);
		assert.deepEqual([...copiesOf(parts, 'statements').values()].map(({ sent }) => sent), [false]);
		const tries = lrs.posts.length;
		await time.pass(pause());
		assert.equal(lrs.posts.length, tries);
		const same = await report({ ...parts, questions: ['why'] });
		await time.pass(5000);
		assert.equal(same.kept().rejected.length, 1);
		lrs.is = 'up';
		const newer = await report({ ...parts, questions: ['why'], version: '1.0.1' });
		await time.pass(5000);
		assert.equal(newer.kept().rejected.length, 0);
		assert.ok([...lrs.stored.values()].some(isBad));
	});
}

test('409: one of a batch is there already, so they go one by one and it is done', async () => {
	const { lrs, time, kept, queued, reported } = await waiting(5);
	lrs.is = (statements) => (statements.some(({ result }) => result?.response === 'version 2') ? 409 : 200);
	await time.pass(5000);
	assert.deepEqual(queued(), []);
	assert.deepEqual(kept().rejected, []);
	assert.equal(reported().length, 8);
});

test('an LRS that is down for days, over launches, gets everything in the end, once', async () => {
	const parts = browser();
	parts.lrs.is = 'down';
	for (let day = 0; day < 4; day++) {
		const { session, time, leave } = await report(parts);
		session.visit('begin');
		session.type('why', `day ${day}`);
		await time.pass(pause(1));
		leave();
		await time.pass(pause(23));
	}
	parts.lrs.is = 'up';
	const { time, lrs, queued } = await report(parts);
	await time.pass(5000);
	assert.deepEqual(queued(), []);
	const answers = [...lrs.stored.values()].filter(({ verb }) => verb.display.en === 'answered');
	assert.deepEqual(answers.map(({ result }) => result.response), ['day 0', 'day 1', 'day 2', 'day 3']);
});

test('a clock that is two hours slow is corrected by the LRS\'s, for what this launch made and makes', async () => {
	const time = fakeTime();
	const real = () => time.now() + 2 * 3600_000;
	const lrs = fakeLrs({ date: () => new Date(real()).toUTCString() });
	const { session } = await report({ time, lrs });
	session.visit('begin');
	await time.pass(5000);
	session.visit('end');
	await time.pass(5000);
	for (const { timestamp } of lrs.stored.values()) assert.ok(Math.abs(Date.parse(timestamp) - real()) < 15_000, timestamp);
	assert.equal(lrs.asked.filter((request) => request.startsWith('GET')).length, 1);
});

test('what an earlier launch made keeps its timestamps; a retry is the same', async () => {
	const parts = browser();
	const lrs = fakeLrs({ date: () => new Date(parts.time.now() + 7_200_000).toUTCString() });
	const first = await report({ ...parts, lrs });
	lrs.is = 'down';
	await parts.time.pass(5000);
	const [{ timestamp }] = first.kept().queue;
	first.kill();
	lrs.is = () => 500;
	const second = await report({ ...parts, lrs });
	await parts.time.pass(60_000);
	lrs.is = 'up';
	await parts.time.pass(300_000);
	const [one, two] = [...lrs.stored.values()];
	assert.ok(Math.abs(Date.parse(one.timestamp) - Date.parse(timestamp)) < 1);
	assert.ok(Date.parse(two.timestamp) - Date.parse(timestamp) > 7_000_000);
	for (const { statements } of lrs.posts) for (const statement of statements) assert.deepEqual(statement, lrs.stored.get(statement.id));
	assert.deepEqual(second.queued(), []);
});

test('a clock that is less than a minute off is left alone', async () => {
	const time = fakeTime();
	const lrs = fakeLrs({ date: () => new Date(time.now() + 55_000).toUTCString() });
	const { kept } = await report({ time, lrs });
	const [{ timestamp }] = kept().queue;
	await time.pass(5000);
	assert.equal([...lrs.stored.values()][0].timestamp, timestamp);
});

test('what an older player left in the queue goes out as it is, and is not reported again', async () => {
	const parts = browser();
	const before = await waiting(1, parts);
	before.kill();
	before.leave();
	await before.time.pass(0);
	const kept = before.kept();
	for (const { context } of kept.queue) delete context.revision;
	const [[name]] = [...parts.indexedDB.copies].filter(([key]) => key.startsWith('statements:'));
	parts.indexedDB.copies.set(name, JSON.stringify({ at: 1, sent: false, sealed: `=${JSON.stringify(kept)}` }));
	const { lrs } = await report({ questions: ['why'], ...parts });
	await parts.time.pass(5000);
	const stored = [...lrs.stored.values()];
	assert.deepEqual(stored.slice(0, kept.queue.length), kept.queue);
	const fresh = stored.slice(kept.queue.length);
	assert.deepEqual(fresh.map(({ verb, context }) => [verb.display.en, context.revision]), [['initialized', '1.0.0'], ['resumed', '1.0.0']]);
});

test('storage that fills up loses nothing: what waits is sent from memory', async () => {
	const storage = fakeStorage();
	const run = await report({ storage });
	run.indexedDB.trouble.full = true;
	run.window.sessionStorage = { getItem: (key) => storage.getItem(key), setItem() { throw new Error('full'); }, removeItem() {} };
	run.session.visit('begin');
	await run.time.pass(0);
	assert.deepEqual(run.queued(), ['initialized']);
	await run.time.pass(5000);
	assert.deepEqual(run.reported(), ['initialized', 'experienced begin', 'progressed']);
});

test('hidden and then gone, each statement goes once', async () => {
	const { session, lrs, hide, leave, time, queued } = await report();
	session.visit('begin');
	hide();
	leave();
	await time.pass(0);
	assert.deepEqual(sizes(lrs), [3, 2]);
	assert.deepEqual(queued(), []);
});

test('a click outside sends what waits, once the clock is known, and not what is on its way', async () => {
	const { session, lrs, window, settle, time, queued } = await report();
	window.fire('blur');
	assert.deepEqual(sizes(lrs), []);
	await time.pass(5000);
	session.type('why', 'because');
	settle();
	window.fire('blur');
	window.fire('blur');
	assert.deepEqual(sizes(lrs), [1, 2]);
	await time.pass(5000);
	assert.deepEqual(sizes(lrs), [1, 2]);
	assert.deepEqual(queued(), []);
});

test('what went as the page was hidden is not sent again, nor is nothing', async () => {
	const { window, lrs, time } = await report();
	const { fetch } = window;
	window.fetch = async (url, request) => {
		const answer = await fetch(url, request);
		if (url.endsWith('/about')) window.hide();
		await new Promise(setImmediate);
		return answer;
	};
	await time.pass(10_000);
	assert.deepEqual(sizes(lrs), [1]);
});

test('what could not be sent as the page was hidden is tried again', async () => {
	const { window, hide, time, reported } = await report();
	const { fetch } = window;
	window.fetch = () => new Promise((resolve, reject) => { time.setTimeout(() => reject(new TypeError('Failed to fetch')), 7000); });
	hide();
	window.fetch = fetch;
	await time.pass(30_000);
	assert.deepEqual(reported(), ['initialized']);
});
