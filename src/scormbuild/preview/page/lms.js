/**
 * The LMS page: it opens the course in a frame with SCORM's run time beside it, and closes it again.
 * `document.body.dataset.course` says how things stand: "opening", "open" (the course has loaded), "closed" or
 * "missing" (nothing was built yet); `dataset.launches` counts.
 */

import { openCourse } from './course.js';
import { byId, MOST, offerRunTimes, showCall, showCommits, showBuildErrors, showData, showLaunch, showMessage, showSwitches } from './panel.js';
import { VALUES } from './queue.js';
import { standardOf } from './standards.js';
import { clearOnNewLogin } from './storage.js';

/** @typedef {import('./run-time.js').Call} Call */

const address = new URL(location.href);
const learner = address.searchParams.get('learner') ?? 'learner-1';
const query = `learner=${encodeURIComponent(learner)}`;
const frame = /** @type {HTMLIFrameElement} */ (byId('course'));
const width = /** @type {HTMLSelectElement} */ (byId('width'));
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
let launches = 0;
/** @type {Call[]} */
let pendingCalls = [];
/** @type {number[]} */
const times = [];
/** @type {Promise<unknown>} */
let queue = Promise.resolve();

/** One opening or closing after the other. @param {() => Promise<unknown>} step */
function enqueue(step) {
	queue = queue.then(step).catch((/** @type {unknown} */ error) => showMessage(`The preview does not respond: ${error}`));
	return queue;
}

async function launch() {
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
	if (!revision) return setCourseState('missing', 'Nothing to show yet: the course has never been built without an error.');
	setCourseState('opening', '');
	document.body.dataset.launches = String(++launches);
	const source = { learner, attempt, session, page };
	course = openCourse(frame, { runTime, source, cmi, strict: () => switches.strict === true, room, record: recordCall, onLoad: () => setCourseState('open', '') });
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

/** @param {string} state @param {string} message */
function setCourseState(state, message) {
	document.body.dataset.course = state;
	showMessage(message);
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

/** @param {string} path @param {unknown} [body] */
async function requestJson(path, body) {
	const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
	const answer = await fetch(path, sent);
	if (!answer.ok) throw new Error(await answer.text());
	return answer.json();
}

async function refreshData() {
	const { data } = await requestJson(`/data?${query}`);
	await showData(data, suspendDataLimit(), standardOf(currentRunTime()));
}

/** How many characters suspend_data may have. */
function suspendDataLimit() {
	if (currentRunTime().transport in VALUES) return Infinity;
	return switches.strict ? room : Math.max(room, MOST);
}

function listenToServer() {
	const news = new EventSource('/events');
	news.addEventListener('build', ({ data }) => enqueue(async () => {
		const build = JSON.parse(data);
		showBuildErrors(build.faults);
		if (build.revision !== revision) await launch();
	}));
	news.addEventListener('switches', ({ data }) => {
		switches = JSON.parse(data);
		showSwitches(switches, room);
		refreshData();
	});
	for (const name of ['commit', 'attempts']) {
		news.addEventListener(name, ({ data }) => {
			if (JSON.parse(data).learner === learner) refreshData();
		});
	}
}

function addListeners() {
	byId('launch').addEventListener('click', () => enqueue(launch));
	byId('close').addEventListener('click', () => enqueue(close));
	byId('attempt').addEventListener('click', () => enqueue(async () => {
		await close();
		await requestJson(`/attempts?${query}`, {});
		await launch();
	}));
	byId('switches').addEventListener('change', ({ target }) => {
		if (target instanceof HTMLInputElement) requestJson('/switches', { [target.name]: target.checked });
		if (target instanceof HTMLSelectElement) enqueue(async () => {
			await requestJson('/switches', { [target.name]: target.value });
			await launch(); // how an LMS opens a course shows only when it does
		});
	});
	byId('filter').addEventListener('change', ({ target }) => {
		if (target instanceof HTMLInputElement) byId('calls').dataset.filter = target.value;
	});
	width.addEventListener('change', applyWidth);
}

/** As wide as was chosen; the address keeps that and the learner, not the switches that it set. */
function applyWidth() {
	byId('stage').dataset.width = width.value;
	history.replaceState(null, '', `?${query}&width=${width.value}`);
}

width.value = address.searchParams.get('width') ?? 'desktop';
if (!width.value) width.value = 'desktop';
applyWidth();
offerRunTimes(runTimes);
addListeners();
enqueue(launch);
listenToServer();
