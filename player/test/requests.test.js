import assert from 'node:assert/strict';
import { test } from 'node:test';

import { watchRequests } from '../src/lms/scorm/requests.js';

const SAVE = 'https://lms.example/save';
const OTHER = 'https://lms.example/messages';

/** The LMS's page with a clock, and a browser's record of its requests: `report` is told late, `wait` at once. */
function fakePage({ tells = true } = {}) {
	const page = { clock: 100, waiting: [], told: () => {}, stopped: false };
	class PerformanceObserver {
		constructor(told) { page.told = (entries) => told({ getEntries: () => entries }); }
		observe() {}
		takeRecords() { return page.waiting.splice(0); }
		disconnect() { page.stopped = true; }
	}
	class PerformanceResourceTiming {}
	if (tells) Object.defineProperty(PerformanceResourceTiming.prototype, 'responseStatus', { get: () => 0 });
	const entry = (name, responseStatus, more) => ({ name, responseStatus, initiatorType: 'fetch', redirectEnd: 0, startTime: page.clock, ...more });
	page.wait = (...values) => page.waiting.push(entry(...values));
	page.report = (...values) => page.told([entry(...values)]);
	const performance = { now: () => page.clock };
	page.watch = watchRequests({ PerformanceObserver, PerformanceResourceTiming, performance, location: { origin: 'https://lms.example' } });
	/** Something is given, 10 ms long; `act` is what the page asks meanwhile. */
	page.give = (act = () => {}) => {
		page.clock += 1000;
		page.watch.observe(() => { page.clock += 5; act(); page.clock += 5; });
		page.clock += 10;
	};
	return page;
}

const OUTCOMES = [[200, {}, 'ok'], [399, {}, 'ok'], [400, {}, 'refused'], [500, {}, 'refused'], [0, {}, 'offline'],
	[401, {}, 'expired'], [403, {}, 'expired'], [200, { redirectEnd: 1 }, 'expired']];
for (const [status, more, outcome] of OUTCOMES) {
	test(`an answer ${status}${more.redirectEnd ? ' by way of another page' : ''} is known as ${outcome}, whether it was waited for or not`, () => {
		const waited = fakePage();
		waited.give(() => waited.wait(SAVE, status, more));
		assert.equal(waited.watch.outcome, outcome);
		const later = fakePage();
		let at = 0;
		later.give(() => { at = later.clock; });
		assert.equal(later.watch.outcome, 'none');
		later.report(SAVE, status, { startTime: at, ...more });
		assert.equal(later.watch.outcome, outcome);
	});
}

test('a browser that tells no status tells nothing, and what is given is given all the same', () => {
	const page = fakePage({ tells: false });
	let given = false;
	page.give(() => { given = true; page.wait(SAVE, 500); });
	assert.deepEqual([given, page.watch.outcome], [true, 'blind']);
	page.watch.stop();
});

test('beacons, pictures, scripts and other sites say nothing of what was given', () => {
	const page = fakePage();
	page.give(() => {
		for (const initiatorType of ['beacon', 'img', 'script', 'navigation']) page.wait(SAVE, 0, { initiatorType });
		for (const site of ['https://elsewhere.example/save', 'https://lms.example.org/save']) page.wait(site, 0);
	});
	assert.equal(page.watch.outcome, 'none');
	page.report(SAVE, 200, { initiatorType: 'xmlhttprequest', startTime: page.clock - 15 });
	assert.equal(page.watch.outcome, 'ok');
});

test('what was asked before something was given says nothing of it', () => {
	const page = fakePage();
	page.give(() => page.wait(SAVE, 200));
	const before = page.clock;
	page.give();
	page.report(SAVE, 500, { startTime: before });
	assert.equal(page.watch.outcome, 'none');
});

test('what was waited for counts also where the browser notes its beginning late or early', () => {
	const page = fakePage();
	page.give(() => page.wait(SAVE, 200, { startTime: 0 }));
	assert.equal(page.watch.outcome, 'ok');
});

test('where it saved once, a later refusal takes back what was well, and a later success changes no refusal', () => {
	const page = fakePage();
	page.give(() => page.wait(`${SAVE}?n=1`, 200));
	page.report(`${SAVE}?n=2#a`, 500);
	assert.equal(page.watch.outcome, 'refused');
	page.report(SAVE, 200);
	assert.equal(page.watch.outcome, 'refused');
});

test('another request is no proof that this one went well, nor that it was refused; a lost connection is one for all', () => {
	const page = fakePage();
	page.give();
	page.report(OTHER, 200);
	assert.equal(page.watch.outcome, 'none');
	page.report(OTHER, 500);
	assert.equal(page.watch.outcome, 'none');
	page.report(OTHER, 0);
	assert.equal(page.watch.outcome, 'offline');
});

test('an address that answered well soon after two gifts is where this LMS saves, one that did so later is not', () => {
	for (const [pause, outcome] of [[0, 'refused'], [990, 'none']]) {
		const page = fakePage();
		for (const _ of [1, 2]) {
			page.give();
			page.clock += pause;
			page.report(OTHER, 200);
		}
		page.give();
		page.report(OTHER, 500);
		assert.equal(page.watch.outcome, outcome, `after ${pause} ms`);
	}
	const once = fakePage();
	once.give();
	once.report(OTHER, 200);
	once.give();
	once.report(OTHER, 500);
	assert.equal(once.watch.outcome, 'none');
});

test('refusals soon after a gift make no address one where it saves', () => {
	const page = fakePage();
	for (const _ of [1, 2, 3]) {
		page.give();
		page.report(OTHER, 500);
	}
	assert.equal(page.watch.outcome, 'none');
});

test('after the end nothing is listened to any more', () => {
	const page = fakePage();
	page.watch.stop();
	assert.equal(page.stopped, true);
});
