/** A course as a web site: no learning system, answers in the browser, and an LRS that hears of whoever wants that. */

import { find } from '../../dom.js';
import { newUuid } from '../../reporter/uuid.js';
import { startLoading } from './answers-file.js';

/** @import { Session } from '../../types' */
/** @import { Screen } from '../../parts' */
/** @import { Copies } from '../../browser/copies.js' */

/** The name under which this browser keeps what its learner is called in statements. */
const LEARNER = 'learner';

/** There is no learning system: that is known at once, in a frame too. @param {Window} window @returns {null | Promise<null>} */
export function openWeb(window) {
	keepOffline(window);
	return isByItself(window) ? null : Promise.resolve(null);
}

/** @param {Window} window */
function isByItself(window) {
	return window.parent === window && !window.opener;
}

/**
 * Keeps the course itself in the browser. Not in a learning system: its addresses change, its cookies guard the files, and
 * what is kept would outlast the right to see it. Only a folder has a manifest; browsers allow the rest by https alone.
 * @param {Window} window
 */
function keepOffline(window) {
	const { document, location, navigator, API, API_1484_11 } = /** @type {Window & { API?: object, API_1484_11?: object }} */ (window);
	const isLaunched = new URLSearchParams(location.search).has('endpoint'); // cmi5 8.1, and tincan's launch
	const isInLms = API || API_1484_11 || isLaunched || !isByItself(window);
	if (isInLms || !document.querySelector('link[rel=manifest]')) return;
	void navigator.serviceWorker?.register('service-worker.js').catch(() => {}); // without it, all works but offline
}

/** What the screen of a site has more: answers that come back from a file, and that a browser is asked to keep. @param {Screen} screen */
export function startSite(screen) {
	startLoading(screen);
	const { session } = screen;
	const now = () => JSON.stringify(session.state.answers);
	const before = now();
	let asked = false;
	screen.watch(() => {
		if (asked || before === now()) return;
		// At the first answer, not before: some browsers ask the learner, and then it is clear why.
		asked = true;
		session.copies?.persist();
	});
}

/** What this learner is called in statements: as before, as they say now, or something random. @param {Session} session @returns {Promise<string>} */
export async function nameLearner(session) {
	const copies = await copiesOf(session);
	const earlier = (await copies.earlier(LEARNER)).map(({ name }) => `${name ?? ''}`);
	const name = earlier.pop() || (await askName()) || newUuid();
	copies.change(LEARNER, { name });
	return name;
}

/** @param {Session} session @returns {Promise<Copies>} */
function copiesOf(session) {
	return new Promise((resolve) => session.watch(() => void (session.copies && resolve(session.copies))));
}

/** '' where a course doesn't ask, or nobody answers. @returns {Promise<string>} */
async function askName() {
	const form = /** @type {HTMLFormElement | null} */ (document.querySelector('#_learner'));
	const field = form?.querySelector('input');
	if (!form || !field) return '';
	form.hidden = false;
	/** @type {string} */
	const name = await new Promise((resolve) => {
		form.onsubmit = (event) => {
			event.preventDefault();
			// One blank for several: people are one person by one name only.
			const given = field.value.trim().replace(/\s+/g, ' ');
			if (given) resolve(given);
		};
		find('[type=button]', form).onclick = () => resolve('');
	});
	form.hidden = true;
	find('main > section:not([hidden]) h1').focus();
	return name;
}
