/** The page of a system that launches courses before an LRS (cmi5, tincan.xml): the course in its frame, and what is heard of it. */

import { readIds } from './course-ids.js';
import { byId, showBuildErrors, showSwitchValues } from './elements.js';
import { loseLastWords } from './last-words.js';
import { enqueue, frame, query, requestJson, setCourseState, showNoCourse, startPage } from './page.js';
import { showLaunchOf, showLearner, showList } from './xapi-panel.js';

const PAUSE = 60;

/** The launch that this page began last. */
let session = 0;
let revision = 0;
/** @type {Record<string, boolean | string>} */
let switches = {};
/** @type {import('./xapi-panel.js').LearnerData | null} */
let data = null;
/** @type {Promise<unknown> | null} */
let waiting = null;
/** @type {Promise<unknown>} */
let showing = Promise.resolve();

async function launch() {
	await close();
	const launched = await requestJson(`/launch?${query}&after=${session}`, {});
	revision = launched.build.revision;
	showBuildErrors(launched.build.faults);
	setSwitches(launched.switches);
	if (!revision) return showNoCourse();
	session = launched.session;
	await refresh();
	setCourseState('opening', '');
	frame.addEventListener('load', () => setCourseState('open', ''), { once: true });
	frame.contentWindow?.location.replace(`/course/${launched.launch}?${new URLSearchParams(launched.query)}`);
}

/** Close it as a learner closes a tab: with all its events. */
async function close() {
	if (!/^open/.test(document.body.dataset.course ?? '')) return;
	const closed = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
	frame.contentWindow?.location.replace('about:blank');
	await closed;
	setCourseState('closed', 'Closed, as a learner closes a tab. Launch again to go on.');
}

/** A moment later, for all that is news until then: a course that types asks for many. One after the other, so that the newest stays. */
function refresh() {
	waiting ??= new Promise((resolve) => void setTimeout(resolve, PAUSE)).then(() => {
		waiting = null;
		return (showing = showing.then(show, show));
	});
	return waiting;
}

async function show() {
	data = await requestJson(`/data?${query}`);
	if (!data?.learner) return;
	showLaunchOf(data, session);
	await showLearner(data, session, readIds(frame.contentDocument));
	showList(data, filter());
}

/** @param {Record<string, boolean | string>} now */
function setSwitches(now) {
	switches = now;
	showSwitchValues(switches);
}

function filter() {
	const chosen = document.querySelector('#filter :checked');
	return chosen instanceof HTMLInputElement ? chosen.value : '';
}

frame.addEventListener('load', () => {
	if (frame.contentWindow) loseLastWords(frame.contentWindow, () => switches['no-beacon'] === true);
	// The course's own button leads a learner back (cmi5 10.2.5).
	if (frame.contentWindow?.location.pathname === '/back') setCourseState('closed', 'The course has led back to the LMS. Launch again to go on.');
});
byId('filter').addEventListener('change', () => data && showList(data, filter()));
byId('abandon').addEventListener('click', () => requestJson('/abandon', { session }));
byId('language').addEventListener('change', ({ target }) => enqueue(async () => {
	if (target instanceof HTMLSelectElement) await requestJson(`/preferences?${query}`, { language: target.value });
	await launch(); // a course asks once, as it begins
}));
startPage({ launch, close, refresh, revision: () => revision, showSwitches: setSwitches, news: ['learner'] });
