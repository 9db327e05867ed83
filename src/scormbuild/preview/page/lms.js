/**
 * The LMS page: it opens the course in a frame with SCORM's run time as `API` beside it, and closes it again.
 * `document.body.dataset.course` says how things stand: "opening", "open" (the course has loaded), "closed" or
 * "missing" (nothing was built yet); `dataset.launches` counts.
 */

import { openCourse } from './course.js';
import { byId, offerRunTimes, showCall, showCommits, showFaults, showKept, showLaunch, showMessage, showSwitches } from './panel.js';
import { VALUES } from './queue.js';
import { emptyUnlessOf } from './storage.js';

/** @typedef {import('./run-time.js').Call} Call */

const address = new URL(location.href);
const learner = address.searchParams.get('learner') ?? 'learner-1';
const query = `learner=${encodeURIComponent(learner)}`;
const frame = /** @type {HTMLIFrameElement} */ (byId('course'));
const width = /** @type {HTMLSelectElement} */ (byId('width'));
const page = { id: crypto.randomUUID(), sent: 0 };
/** @type {Record<string, RunTime>} */
const runTimes = await ask('/run-times');

/** @type {Record<string, boolean | string>} */
let switches = {};
/** @type {import('./course.js').Course | null} */
let course = null;
let revision = 0;
let launches = 0;
/** @type {Call[]} */
let unreported = [];
/** @type {number[]} */
const times = [];
/** @type {Promise<unknown>} */
let turn = Promise.resolve();

/** One opening or closing after the other. @param {() => Promise<unknown>} step */
function next(step) {
	turn = turn.then(step).catch((/** @type {unknown} */ error) => showMessage(`The preview does not answer: ${error}`));
	return turn;
}

async function launch() {
	await close();
	const { attempt, session, login, cmi, build, switches: now } = await ask(`/launch?${query}&page=${page.id}&sent=${page.sent}`);
	[switches, revision] = [now, build.revision];
	const runTime = chosen();
	if (runTime.returns && switches['session-expired']) return location.reload(); // which leads to the log-in page
	if (login) emptyUnlessOf(login);
	showLaunch(learner, attempt, cmi);
	showSwitches(switches);
	showFaults(build.faults);
	await refresh();
	if (!revision) return stand('missing', 'Nothing to show yet: the course has never been built without an error.');
	stand('opening', '');
	document.body.dataset.launches = String(++launches);
	const source = { learner, attempt, session, page };
	course = openCourse(frame, { runTime, source, cmi, strict: () => switches.strict === true, record, loaded: () => stand('open', '') });
}

async function close() {
	if (!course) return;
	await course.close();
	course = null;
	stand('closed', 'Closed, as a learner closes a tab. Launch again to go on.');
}

/** The run time that the LMS behaves like; news may come before the first launch has told which. */
function chosen() {
	const runTime = runTimes[String(switches['behave-like'] ?? 'strict')];
	if (!runTime) throw new Error('no such run time');
	return runTime;
}

/** @param {string} state @param {string} message */
function stand(state, message) {
	document.body.dataset.course = state;
	showMessage(message);
}

/** @param {Call} call */
function record(call) {
	unreported.push(call);
	if (course?.lifecycle.event) queueMicrotask(report); // once the course has said its last, and after the commit itself
	else if (unreported.length === 1) setTimeout(report, 30);
	showCall(call);
	if (call.method === 'LMSCommit') showCommits((times.push(call.ms), times));
}

/** Tell the server what was called; a beacon when the page goes. */
function report() {
	if (!unreported.length) return;
	const body = JSON.stringify({ calls: unreported });
	unreported = [];
	navigator.sendBeacon(`/calls?${query}`, body);
}

/** @param {string} path @param {unknown} [body] */
async function ask(path, body) {
	const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
	const answer = await fetch(path, sent);
	if (!answer.ok) throw new Error(await answer.text());
	return answer.json();
}

async function refresh() {
	const { data } = await ask(`/data?${query}`);
	await showKept(data, room());
}

/** How many characters suspend_data may have. */
function room() {
	if (chosen().transport in VALUES) return Infinity;
	return switches.strict ? 4096 : 64_000;
}

function listen() {
	const news = new EventSource('/events');
	news.addEventListener('build', ({ data }) => next(async () => {
		const build = JSON.parse(data);
		showFaults(build.faults);
		if (build.revision !== revision) await launch();
	}));
	news.addEventListener('switches', ({ data }) => {
		switches = JSON.parse(data);
		showSwitches(switches);
		refresh();
	});
	for (const name of ['commit', 'attempts']) {
		news.addEventListener(name, ({ data }) => {
			if (JSON.parse(data).learner === learner) refresh();
		});
	}
}

function wire() {
	byId('launch').addEventListener('click', () => next(launch));
	byId('close').addEventListener('click', () => next(close));
	byId('attempt').addEventListener('click', () => next(async () => {
		await close();
		await ask(`/attempts?${query}`, {});
		await launch();
	}));
	byId('switches').addEventListener('change', ({ target }) => {
		if (target instanceof HTMLInputElement) ask('/switches', { [target.name]: target.checked });
		if (target instanceof HTMLSelectElement) next(async () => {
			await ask('/switches', { [target.name]: target.value });
			await launch(); // how an LMS opens a course shows only when it does
		});
	});
	byId('filter').addEventListener('change', ({ target }) => {
		if (target instanceof HTMLInputElement) byId('calls').dataset.filter = target.value;
	});
	width.addEventListener('change', fit);
}

/** As wide as was chosen; the address keeps that and the learner, not the switches that it set. */
function fit() {
	byId('stage').dataset.width = width.value;
	history.replaceState(null, '', `?${query}&width=${width.value}`);
}

width.value = address.searchParams.get('width') ?? 'desktop';
if (!width.value) width.value = 'desktop';
fit();
offerRunTimes(runTimes);
wire();
next(launch);
listen();
