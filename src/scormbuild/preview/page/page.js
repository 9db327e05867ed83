/**
 * What each page of the preview does: the course in a frame, launched and closed by buttons, with news from the server.
 * `document.body.dataset.course` says how things stand: "opening", "open" (the course has loaded), "closed" or
 * "missing" (nothing was built yet); `dataset.launches` counts.
 */

import { byId, showBuildErrors, showMessage } from './elements.js';

/**
 * @typedef {object} Page
 * @property {() => Promise<unknown>} launch
 * @property {() => Promise<unknown>} [relaunch]  after a new build, where that differs from a launch
 * @property {() => Promise<unknown>} close
 * @property {() => Promise<unknown>} refresh  shows what is held now
 * @property {() => number} revision  of the build that is shown
 * @property {(switches: Record<string, boolean | string>) => void} showSwitches
 * @property {string[]} news  events after which there is something else to show of a learner
 */

const address = new URL(location.href);
export const learner = address.searchParams.get('learner') ?? 'learner-1';
export const query = `learner=${encodeURIComponent(learner)}`;
export const frame = /** @type {HTMLIFrameElement} */ (byId('course'));
const width = /** @type {HTMLSelectElement} */ (byId('width'));
let launches = 0;
/** @type {Promise<unknown>} */
let queue = Promise.resolve();

/** One opening or closing after the other. @param {() => Promise<unknown>} step */
export function enqueue(step) {
	queue = queue.then(step).catch((/** @type {unknown} */ error) => showMessage(`The preview does not respond: ${error}`));
	return queue;
}

/** @param {string} path @param {unknown} [body] */
export async function requestJson(path, body) {
	const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
	const answer = await fetch(path, sent);
	if (!answer.ok) throw new Error(await answer.text());
	return answer.status === 204 ? null : answer.json();
}

/** @param {string} state @param {string} message */
export function setCourseState(state, message) {
	document.body.dataset.course = state;
	if (state === 'opening') document.body.dataset.launches = String(++launches);
	showMessage(message);
}

/** Nothing was ever built: there is no course to launch. */
export function showNoCourse() {
	setCourseState('missing', 'Nothing to show yet: the course has never been built without an error.');
}

/** @param {Page} page */
export function startPage(page) {
	applyWidth();
	addListeners(page);
	enqueue(page.launch);
	listenToServer(page);
}

/** @param {Page} page */
function listenToServer({ launch, relaunch = launch, refresh, revision, showSwitches, news }) {
	const events = new EventSource('/events');
	events.addEventListener('build', ({ data }) => enqueue(async () => {
		const build = JSON.parse(data);
		showBuildErrors(build.faults);
		if (build.revision !== revision()) await relaunch();
	}));
	events.addEventListener('switches', ({ data }) => {
		showSwitches(JSON.parse(data));
		refresh();
	});
	for (const name of news) {
		events.addEventListener(name, ({ data }) => {
			if (JSON.parse(data).learner === learner) refresh();
		});
	}
}

/** @param {Page} page */
function addListeners({ launch, close }) {
	byId('launch').addEventListener('click', () => enqueue(launch));
	byId('close').addEventListener('click', () => enqueue(close));
	document.getElementById('attempt')?.addEventListener('click', () => enqueue(async () => {
		await close();
		await requestJson(`/attempts?${query}`, {});
		await launch();
	}));
	document.addEventListener('change', ({ target }) => {
		if (!isSwitch(target)) return;
		if (target instanceof HTMLInputElement) requestJson('/switches', { [target.name]: target.checked });
		if (target instanceof HTMLSelectElement) enqueue(async () => {
			await requestJson('/switches', { [target.name]: target.value });
			await launch(); // how an LMS opens a course shows only when it does
		});
	});
	width.addEventListener('change', applyWidth);
}

/** Whether it belongs to the form of switches, wherever it stands. @param {EventTarget | null} target @returns {target is HTMLInputElement | HTMLSelectElement} */
function isSwitch(target) {
	return (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) && target.form?.id === 'switches';
}

/** As wide as was chosen; the address keeps that and the learner, not the switches that it set. */
function applyWidth() {
	byId('stage').dataset.width = width.value;
	history.replaceState(null, '', `?${query}&width=${width.value}`);
}

width.value = address.searchParams.get('width') ?? 'desktop';
if (!width.value) width.value = 'desktop';
