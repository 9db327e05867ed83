/** The same against an LMS run time that others wrote: scorm-again, which checks every value. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Scorm12API } from 'scorm-again/scorm12';

import { choice, course, fakeStorage, fakeTime, fakeWindow, open } from './fakes.js';
import { openSession } from '../src/session.js';
import { openScorm12 } from '../src/lms/scorm12/scorm12.js';

const QUESTIONS = [
	open('why'),
	choice('quiz', ['a', 'c']),
	{ id: 'view', kind: 'opinion', required: true, minimum: 1, keys: [] },
	{ id: 'tick', kind: 'acknowledge', required: true, minimum: 1, keys: [] },
	{ id: 'list', kind: 'checklist', required: true, minimum: 1, keys: ['a', 'b'] },
];

/** An API of scorm-again that notes each error, and a session with it. */
function begin(cmi = {}) {
	const inner = new Scorm12API({ autocommit: false, logLevel: 5 });
	inner.loadFromJSON({ core: { student_id: 'anna', ...cmi.core }, suspend_data: cmi.suspend_data ?? '' });
	const errors = [];
	const watched = (name) => (...values) => {
		const answer = inner[name](...values);
		const code = Number(inner.lmsGetLastError());
		if (code) errors.push([name, ...values, code]);
		return answer;
	};
	const API = {};
	for (const name of ['Initialize', 'Finish', 'GetValue', 'SetValue', 'Commit']) API[`LMS${name}`] = watched(`lms${name}`);
	API.LMSGetLastError = () => inner.lmsGetLastError();
	const time = fakeTime();
	const window = fakeWindow({ API, storage: fakeStorage() });
	const session = openSession({ window, course: course({ questions: QUESTIONS }), openDriver: openScorm12, now: time.now, timers: time });
	return { inner, errors, session, time, window };
}

test('scorm-again has nothing to complain of in a whole course, and gives the answers back', async () => {
	const { inner, errors, session, time, window } = begin();
	session.visit('begin');
	for (const [id, answer] of [['why', 'omdat 🎈 <b>"\'&'.repeat(60)], ['quiz', 'a,c 1'], ['view', '3'], ['tick', 't'], ['list', 'a,b']]) {
		session.answer(id, answer);
		await time.pass(1500);
	}
	session.visit('end');
	await time.pass(30_000);
	assert.equal(session.saveStatus.kind, 'saved');
	const { core, suspend_data } = JSON.parse(JSON.stringify(inner.cmi));
	assert.equal(inner.cmi.core.lesson_status, 'completed');
	window.fire('pagehide');
	assert.deepEqual(errors, []);

	const next = begin({ core: { lesson_status: core.lesson_status }, suspend_data });
	assert.equal(next.session.state.answers.why, 'omdat 🎈 <b>"\'&'.repeat(60));
	assert.equal(next.session.saveStatus.status, 'completed');
	assert.deepEqual(next.errors, []);
});
