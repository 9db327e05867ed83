import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState } from '../src/state.js';
import { course, fakeLms, given, launch, times } from './fakes.js';

test('leaving sets what waits and finishes once, without a commit', () => {
	const { session, lms, leave, window } = launch();
	session.visit('begin');
	session.answer('why', 'because');
	const commits = times(lms, 'LMSCommit');
	leave();
	leave();
	window.hide();
	assert.equal(times(lms, 'LMSCommit'), commits);
	assert.equal(times(lms, 'LMSFinish'), 1);
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'because');
});

test('after LMSFinish the LMS is left alone, and words still go to the browser', async () => {
	const begun = launch();
	const { session, lms, leave, time, window } = begun;
	session.visit('begin');
	await time.pass(1000);
	leave();
	const calls = lms.calls.length;
	session.answer('why', 'too late');
	session.visit('end');
	session.send();
	window.fire('online');
	await time.pass(100_000);
	assert.equal(lms.calls.length, calls);
	assert.equal(session.saveStatus.kind, 'waiting');
	const next = launch(begun);
	await time.pass(0);
	assert.equal(next.session.state.answers.why, 'too late');
});

test('hidden is not gone: what waits is committed, and the session goes on', async () => {
	const { session, lms, window, time } = launch();
	session.answer('why', 'because');
	window.hide();
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'because');
	assert.equal(times(lms, 'LMSFinish'), 0);
	session.answer('why', 'because I came back');
	await time.pass(1000);
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'because I came back');
});

test('a page that comes back from the back-forward cache is loaded anew, for its session is over', () => {
	const { window } = launch();
	window.fire('pageshow', { persisted: false });
	assert.equal(window.location.reloads, 0);
	window.fire('pageshow', { persisted: true });
	assert.equal(window.location.reloads, 1);
});

for (const event of ['blur', 'beforeunload']) {
	test(`at ${event} what waits is committed, while synchronous requests are still allowed, and the session goes on`, async () => {
		const { session, lms, window, time } = launch();
		session.visit('begin');
		session.answer('why', 'because');
		const commits = times(lms, 'LMSCommit');
		window.fire(event);
		assert.equal(times(lms, 'LMSCommit'), commits + 1);
		assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'because');
		assert.equal(times(lms, 'LMSFinish'), 0);
		window.fire(event); // for reports, which can wait for the words
		window.fire(event);
		assert.equal(times(lms, 'LMSCommit'), commits + 2);
		session.answer('why', 'because I stayed');
		await time.pass(1000);
		assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'because I stayed');
	});
}

test('an LMS that takes nothing any more at pagehide has the words of a learner who clicked outside first', () => {
	const { session, lms, window, leave } = launch();
	session.visit('begin');
	session.type('why', 'because');
	window.fire('blur');
	lms.trouble.throws = true;
	leave();
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'because');
});

test('an LMS whose LMSCommit fails while the page goes gets its LMSFinish all the same', () => {
	const { session, lms, window, leave } = launch();
	session.visit('begin');
	session.answer('why', 'because');
	lms.trouble.commit = 391;
	window.fire('beforeunload');
	lms.trouble.commit = 0;
	leave();
	assert.equal(times(lms, 'LMSFinish'), 1);
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.answers.why, 'because');
});

test('unload, which browsers forbid or punish, is not used', () => {
	const { window } = launch();
	assert.deepEqual(Object.keys(window.listeners).sort(), ['beforeunload', 'blur', 'focus', 'online', 'pagehide', 'pageshow', 'visibilitychange']);
});

test('the exit is suspend, also once done, for strict LMSs forget the answers after any other', () => {
	const { session, lms, leave } = launch({ course: course({ questions: [] }) });
	session.visit('begin');
	assert.equal(lms.server['cmi.core.exit'], 'suspend');
	session.visit('end');
	leave();
	assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
	assert.equal(lms.server['cmi.core.exit'], 'suspend');
});

test('exit and status are set even when a learner leaves at once', () => {
	const { lms, leave } = launch();
	leave();
	assert.equal(lms.server['cmi.core.lesson_status'], 'incomplete');
	assert.equal(lms.server['cmi.core.exit'], 'suspend');
});

// Moodle takes the LMSFinish of a preview for the end of the course.
for (const [mode, finishes] of [['review', 1], ['browse', 0]]) {
	test(`in ${mode} mode all is shown, nothing is written, and the session is finished ${finishes} times`, async () => {
		const first = launch();
		first.session.answer('why', 'because');
		first.session.visit('end');
		first.leave();
		const lms = fakeLms({ ...first.lms.server, 'cmi.core.lesson_mode': mode });
		await first.time.pass(0);
		const answers = () => JSON.stringify([...first.indexedDB.copies].filter(([key]) => key.startsWith('answers:')));
		const before = answers();
		const { session, time, leave } = launch({ ...first, lms });
		session.visit('begin');
		session.answer('why', 'scribble');
		session.finish();
		session.send();
		await time.pass(100_000);
		leave();
		assert.equal(session.state.finished, false);
		assert.equal(session.state.answers.why, 'because');
		assert.equal(session.saveStatus.kind, mode);
		assert.equal(session.writable, false);
		assert.equal(answers(), before);
		assert.deepEqual(given(lms, 'cmi.core.lesson_status'), []);
		assert.deepEqual([times(lms, 'LMSSetValue'), times(lms, 'LMSCommit'), times(lms, 'LMSFinish')], [0, 0, finishes]);
	});
}
