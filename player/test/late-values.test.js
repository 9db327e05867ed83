/**
 * LMSs that show later what they were given (Open edX's XBlock: values wait for a POST), or not before the next launch (Frappe
 * LMS): a reading there proves nothing, either way.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState } from '../src/state.js';
import { course, fakeIndexedDB, fakeStorage, fakeTime, launch } from './fakes.js';

const answersAt = ({ server }) => ({ ...decodeState(server['cmi.suspend_data'] ?? '').state.answers });

/**
 * Only the first value of a batch leaves at once, the rest after that POST (`lag`). `frozen`: readings give what was there at
 * launch. `hears` false: the page is going, and no POST begins any more.
 */
function queuedLms(time, { lag = 300, frozen = false, student = 'anna' } = {}) {
	const lms = { server: {}, given: [], hears: true, launch: api };
	let queue = [];
	let busy = false;
	let shown = {};
	const pump = () => {
		busy = lms.hears && queue.length > 0;
		if (!busy) return;
		const batch = queue;
		queue = [];
		if (!frozen) Object.assign(shown, Object.fromEntries(batch));
		time.setTimeout(() => { Object.assign(lms.server, Object.fromEntries(batch)); pump(); }, lag);
	};
	function api() {
		[queue, busy] = [[], false];
		shown = { ...lms.server, 'cmi.core.lesson_status': '' };
		return {
			LMSInitialize: () => 'true', LMSFinish: () => 'true', LMSCommit: () => 'true', LMSGetLastError: () => '0',
			LMSGetValue: (key) => (key === 'cmi.core.student_id' ? student : key === 'cmi.core.lesson_status' ? '' : shown[key] ?? ''),
			LMSSetValue(key, value) {
				lms.given.push([key, value]);
				queue.push([key, value]);
				if (!busy) pump();
				return 'true';
			},
		};
	}
	return lms;
}

for (const frozen of [false, true]) {
	const kind = frozen ? 'shows nothing before the next launch' : 'shows values later';
	/** A launch in such an LMS. */
	const begin = (more = {}) => {
		const time = more.time ?? fakeTime();
		return launch({ time, ...more, lms: more.lms ?? queuedLms(time, { frozen }) });
	};

	test(`an LMS that ${kind} is in no trouble, and is sent the words once`, async () => {
		const { session, lms, time } = begin();
		session.visit('begin');
		session.answer('why', 'because');
		const heard = new Set();
		session.watch(({ kind }) => heard.add(kind));
		await time.pass(120_000);
		assert.deepEqual(answersAt(lms), { why: 'because' });
		assert.deepEqual([...heard].filter((each) => !['waiting', 'sent', 'saved'].includes(each)), []);
		assert.equal(session.saveStatus.kind, frozen ? 'sent' : 'saved');
		assert.ok(lms.given.filter(([key]) => key === 'cmi.suspend_data').length <= 3);
	});

	test(`an LMS that ${kind} hears within seconds what is typed, also after minutes`, async () => {
		const { session, lms, time } = begin();
		session.visit('begin');
		for (const text of ['one', 'one two', 'one two three']) {
			await time.pass(130_000);
			session.answer('why', text);
			await time.pass(2000);
			assert.deepEqual(answersAt(lms), { why: text });
		}
	});

	test(`an LMS that ${kind} is told of the end, and a finished course is never taken back`, async () => {
		const first = begin();
		first.session.visit('begin');
		first.session.answer('why', 'a');
		first.session.answer('how', 'b');
		first.session.visit('end');
		await first.time.pass(30_000);
		assert.equal(first.lms.server['cmi.core.lesson_status'], 'completed');
		first.leave();
		first.lms.given.length = 0;
		const next = begin({ ...first, storage: fakeStorage(), indexedDB: fakeIndexedDB() });
		next.session.visit('begin');
		next.session.answer('why', 'better');
		await next.time.pass(60_000);
		assert.equal(next.session.saveStatus.status, 'completed');
		assert.equal(next.lms.server['cmi.core.lesson_status'], 'completed');
		assert.equal(next.lms.given.some(([key, value]) => key === 'cmi.core.lesson_status' && value !== 'completed'), false);
	});

	test(`of who leaves an LMS that ${kind} at once, the words are what gets out`, async () => {
		const { session, lms, time, leave } = begin();
		session.visit('begin');
		session.visit('end');
		await time.pass(60_000);
		session.answer('why', 'a');
		session.answer('how', 'b');
		leave();
		lms.hears = false; // what has not left by now is dropped
		await time.pass(10_000);
		assert.deepEqual(answersAt(lms), { why: 'a', how: 'b' });
	});

	test(`what an LMS that ${kind} never gave back stays in this browser until a launch proves it`, async () => {
		const first = begin();
		first.session.visit('begin');
		await first.time.pass(60_000);
		first.lms.hears = false;
		first.session.answer('why', 'because');
		await first.time.pass(1000);
		first.time.kill();
		first.lms.hears = true;
		const next = begin({ ...first, storage: fakeStorage() });
		await next.time.pass(10_000);
		assert.equal(next.session.state.answers.why, 'because');
		assert.deepEqual(answersAt(next.lms), { why: 'because' });
	});
}

test('an LMS that shows later and then has cut the words is found out', async () => {
	const time = fakeTime();
	const lms = queuedLms(time);
	const whole = lms.launch;
	lms.launch = () => {
		const api = whole();
		const set = api.LMSSetValue;
		api.LMSSetValue = (key, value) => set(key, key === 'cmi.suspend_data' ? value.slice(0, 10) : value);
		return api;
	};
	const { session } = launch({ lms, time, course: course() });
	session.answer('why', 'because');
	await time.pass(5000);
	assert.equal(session.saveStatus.kind, 'refused');
});
