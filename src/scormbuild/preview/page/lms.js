/** The page of an LMS that speaks SCORM: it opens the course in its frame with the run time beside it, and closes it again. */

import { readIds } from './course-ids.js';
import { openCourse } from './course.js';
import { byId, showBuildErrors } from './elements.js';
import { frame, learner, query, requestJson, setCourseState, showNoCourse, startPage } from './page.js';
import { MOST, offerRunTimes, showCall, showCommits, showData, showLaunch, showSwitches } from './panel.js';
import { VALUES } from './queue.js';
import { standardOf } from './standards.js';
import { clearOnNewLogin } from './storage.js';

/** @typedef {import('./run-time.js').Call} Call */

const page = { id: crypto.randomUUID(), commits: 0 };
/** @type {Record<string, RunTime>} */
const runTimes = await requestJson('/run-times');

/** @type {Record<string, boolean | string>} */
let switches = {};
/** @type {import('./course.js').Course | null} */
let course = null;
let revision = 0;
/** How many characters suspend_data may have where the LMS is strict. */
let room = 0;
/** @type {Call[]} */
let pendingCalls = [];
/** @type {number[]} */
const times = [];

/** @param {string} [place]  the page of the course to open, as an address has it: "#page" */
async function launch(place) {
	await close();
	const { attempt, session, login, cmi, build, switches: now, room: least } = await requestJson(`/launch?${query}&page=${page.id}&sent=${page.commits}`);
	[switches, revision, room] = [now, build.revision, least];
	const runTime = currentRunTime();
	if (runTime.returns && switches['session-expired']) return location.reload(); // which leads to the log-in page
	if (login) clearOnNewLogin(login);
	showLaunch(learner, attempt, cmi, standardOf(runTime));
	showSwitches(switches, room);
	showBuildErrors(build.faults);
	await refreshData();
	if (!revision) return showNoCourse();
	setCourseState('opening', '');
	const source = { learner, attempt, session, page };
	course = openCourse(frame, { runTime, source, cmi, strict: () => switches.strict === true, room, record: recordCall, place: place ?? '', onLoad: () => setCourseState('open', '') });
}

async function close() {
	if (!course) return;
	await course.close();
	course = null;
	setCourseState('closed', 'Closed, as a learner closes a tab. Launch again to go on.');
}

/** The run time that the LMS behaves like; news may come before the first launch has told which. */
function currentRunTime() {
	const runTime = runTimes[String(switches['behave-like'] ?? Object.keys(runTimes)[0])];
	if (!runTime) throw new Error('no such run time');
	return runTime;
}

/** @param {Call} call */
function recordCall(call) {
	pendingCalls.push(call);
	if (course?.lifecycle.event) queueMicrotask(reportCalls); // once the course has said its last, and after the commit itself
	else if (pendingCalls.length === 1) setTimeout(reportCalls, 30);
	showCall(call, standardOf(currentRunTime()));
	if (call.method.endsWith('Commit')) showCommits((times.push(call.ms), times));
}

/** Tell the server what was called; a beacon when the page goes. */
function reportCalls() {
	if (!pendingCalls.length) return;
	const body = JSON.stringify({ calls: pendingCalls });
	pendingCalls = [];
	navigator.sendBeacon(`/calls?${query}`, body);
}

async function refreshData() {
	const { data } = await requestJson(`/data?${query}`);
	await showData(data, suspendDataLimit(), standardOf(currentRunTime()), readIds(frame.contentDocument));
}

/** How many characters suspend_data may have. */
function suspendDataLimit() {
	if (currentRunTime().transport in VALUES) return Infinity;
	return switches.strict ? room : Math.max(room, MOST);
}

byId('filter').addEventListener('change', ({ target }) => {
	if (target instanceof HTMLInputElement) byId('calls').dataset.filter = target.value;
});
offerRunTimes(runTimes);
startPage({
	launch: () => launch(),
	// An author goes on where they were looking.
	relaunch: () => launch(frame.contentWindow?.location.hash),
	close,
	refresh: refreshData,
	revision: () => revision,
	showSwitches(now) {
		switches = now;
		showSwitches(switches, room);
	},
	news: ['commit', 'attempts'],
});
