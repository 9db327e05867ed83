/**
 * The LMS page: it opens the course in a frame with SCORM's run time as `API` beside it, and closes it again.
 * `document.body.dataset.course` says how things stand: "opening", "open" (the course has loaded), "closed" or
 * "missing" (nothing was built yet); `dataset.launches` counts.
 */

import { byId, showCall, showCommits, showFaults, showKept, showMessage, showSwitches } from './panel.js';
import { openRunTime } from './run-time.js';
import { openTransport } from './transport.js';

/** @typedef {import('./run-time.js').Call} Call */

const address = new URL(location.href);
const learner = address.searchParams.get('learner') ?? 'learner-1';
const query = `learner=${encodeURIComponent(learner)}`;
const frame = /** @type {HTMLIFrameElement} */ (byId('course'));
const width = /** @type {HTMLSelectElement} */ (byId('width'));
const traffic = { page: crypto.randomUUID(), sent: 0, leaving: false };

/** @type {Record<string, boolean | string>} */
let switches = {};
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
	const { page, sent } = traffic;
	const { attempt, cmi, build, switches: now } = await ask(`/launch?${query}&page=${page}&sent=${sent}`);
	[switches, revision] = [now, build.revision];
	byId('who').textContent = `${learner}, attempt ${attempt}, ${cmi['cmi.core.lesson_mode']}, entry ${cmi['cmi.core.entry'] || '(none)'}`;
	showSwitches(switches);
	showFaults(build.faults);
	await refresh();
	if (!revision) return stand('missing', 'Nothing to show yet: the course has never been built without a fault.');
	const transport = openTransport(learner, attempt, traffic);
	window.API = openRunTime({ transport, cmi, strict: () => switches.strict === true, record, opened: watchLeaving });
	stand('opening', '');
	document.body.dataset.launches = String(++launches);
	frame.addEventListener('load', () => stand('open', ''), { once: true });
	return frame.contentWindow?.location.replace('/course/index.html');
}

async function close() {
	if (!window.API) return;
	const closed = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
	frame.contentWindow?.location.replace('about:blank');
	await closed;
	delete window.API;
	stand('closed', 'Closed, as a learner closes a tab. Launch again to go on.');
}

/** @param {string} state @param {string} message */
function stand(state, message) {
	document.body.dataset.course = state;
	showMessage(message);
}

/** The LMS page and the course each tell when they go: what is sent from then on can only go by beacon. */
function watchLeaving() {
	if (frame.contentWindow) listen(frame.contentWindow);
}

/** @param {Window} from */
function listen(from) {
	for (const event of ['beforeunload', 'pagehide', 'visibilitychange']) {
		from.addEventListener(event, () => leave(event === 'visibilitychange' && from.document.visibilityState === 'visible'), true);
	}
}

/** @param {boolean} back  whether the page came back instead */
function leave(back) {
	if (back) return;
	traffic.leaving = true;
	setTimeout(() => { traffic.leaving = false; }); // the page lives on: only the event itself was a leaving
}

/** @param {Call} call */
function record(call) {
	unreported.push(call);
	if (traffic.leaving) queueMicrotask(report); // once the course has said its last, and after the commit itself
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
	await showKept(data, switches.strict === true);
}

function follow() {
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
	news.addEventListener('commit', ({ data }) => {
		if (JSON.parse(data).learner === learner) refresh();
	});
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
		if (target instanceof HTMLSelectElement) ask('/switches', { [target.name]: target.value });
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
listen(window);
wire();
next(launch);
follow();
