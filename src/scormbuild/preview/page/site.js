/** The page around a course as a web site: the site in its frame, and what this browser keeps of it. */

import { emptyBrowser, readKept } from './browser-copies.js';
import { byId, element, showBuildErrors, showEntries, showSwitchValues } from './elements.js';
import { listenToLrs } from './lrs-listener.js';
import { enqueue, frame, requestJson, setCourseState, showNoCourse, startPage } from './page.js';
import { showList } from './xapi-panel.js';

/** Milliseconds between two looks at what is kept: a browser says nothing of what a page writes. */
const PAUSE = 700;
const PLACES = { device: 'on this device', tab: 'in this tab, until it is closed', '': 'nothing yet' };

let revision = 0;
/** @type {Record<string, boolean | string>} */
let switches = {};
/** @type {import('./lrs-listener.js').Heard} */
const heard = { requests: [], statements: [] };
let endpoint = '';

async function launch() {
	await close();
	const { build, switches: now } = await requestJson('/launch');
	revision = build.revision;
	showSwitches(now);
	showBuildErrors(build.faults);
	if (!revision) return showNoCourse();
	await removeWorkers();
	setCourseState('opening', '');
	frame.addEventListener('load', onLoad, { once: true });
	frame.contentWindow?.location.replace('/course/index.html');
}

/** One that another site left at this address would show what it kept. */
async function removeWorkers() {
	for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) await registration.unregister();
}

function onLoad() {
	if (frame.contentWindow) endpoint = listenToLrs(frame.contentWindow, heard, () => switches, showHeard);
	const { title = '' } = frame.contentDocument ?? {};
	byId('who').textContent = title;
	setCourseState('open', '');
	showHeard();
}

/** Close it as a visitor closes a tab: with all its events. */
async function close() {
	if (!/^open/.test(document.body.dataset.course ?? '')) return;
	const closed = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
	frame.contentWindow?.location.replace('about:blank');
	await closed;
	setCourseState('closed', 'Closed, as a visitor closes a tab. Load it again to go on.');
}

async function refresh() {
	// A course that is on its way has a document without a single element.
	const course = frame.contentDocument?.querySelector('html')?.dataset.course;
	if (!course) return;
	const { place, answers, at } = await readKept(course);
	const count = Object.keys(answers).length;
	showEntries(byId('kept'), [['Kept', PLACES[place]], ['Last at', at ? new Date(at).toLocaleTimeString() : '']]);
	byId('state-summary').textContent = count ? `${count} ${count === 1 ? 'answer' : 'answers'}` : 'nothing yet';
	showEntries(byId('state'), Object.entries(answers));
}

function showHeard() {
	byId('lrs').hidden = !endpoint;
	const chosen = document.querySelector('#filter :checked');
	showList({ ...heard, earlier: 0, broken: [] }, chosen instanceof HTMLInputElement ? chosen.value : '');
	if (endpoint) byId('commits').replaceChildren('At ', element('code', endpoint));
	else byId('commits').textContent = 'The course names no LRS, so nobody hears of its learners.';
}

/** @param {Record<string, boolean | string>} now */
function showSwitches(now) {
	switches = now;
	showSwitchValues(now);
}

byId('filter').addEventListener('change', showHeard);
byId('empty').addEventListener('click', () => enqueue(async () => {
	await close();
	await emptyBrowser();
	await launch();
}));
setInterval(() => { if (document.visibilityState === 'visible') refresh(); }, PAUSE);
startPage({ launch, close, refresh, revision: () => revision, showSwitches, news: [] });
