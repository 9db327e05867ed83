/**
 * What became of the requests that an LMS's own page made: many pages say "true" to LMSCommit even when they reached
 * nobody. Looking at the browser's own record of them (Resource Timing) asks the server nothing.
 */

import { tryCall } from '../../try-call.js';

/** `none`: no answer, so far. `blind`: a browser that doesn't tell. @typedef {'ok' | 'none' | 'blind' | 'offline' | 'expired' | 'refused'} RequestOutcome */
/** @typedef {ReturnType<typeof watchRequests>} RequestWatch */

/** Milliseconds within which an LMS that doesn't save at once does so. */
const SAVING_TIME = 1_000;

/** @param {Window} lmsWindow The LMS page's. */
export function watchRequests(lmsWindow) {
	const { PerformanceObserver, PerformanceResourceTiming, performance, location } = /** @type {Window & typeof globalThis} */ (lmsWindow);
	const observer = tryCall(() => {
		if (!('responseStatus' in PerformanceResourceTiming.prototype)) return undefined;
		const started = new PerformanceObserver((list) => look(list.getEntries(), false));
		started.observe({ type: 'resource' });
		return started;
	});
	/** When something was given last: from, until. */
	let [from, until] = [0, 0];
	/** @type {RequestOutcome} */
	let outcome = observer ? 'none' : 'blind';
	/** Addresses that were asked when something was given: that is where this LMS saves. @type {Set<string>} */
	const saving = new Set();
	/** Addresses that answered well soon after something was given, and how often. @type {Map<string, number>} */
	const near = new Map();

	/** @param {PerformanceEntryList} entries @param {boolean} waited Whether the page waited for them, as something was given. */
	function look(entries, waited) {
		for (const entry of /** @type {PerformanceResourceTiming[]} */ (entries)) {
			const { name, initiatorType, startTime } = entry;
			// A beacon is still under way; of another origin a browser says nothing.
			if ((!waited && startTime < from) || !/^(xmlhttprequest|fetch)$/.test(initiatorType) || !name.startsWith(`${location.origin}/`)) continue;
			const address = name.replace(/[?#].*/, '');
			if (waited || startTime <= until) saving.add(address);
			judge(address, startTime, resultOf(entry));
		}
	}

	/** Other requests of the page may go well or wrong too: a lost connection is one for all. @param {string} address @param {number} startTime @param {RequestOutcome} result */
	function judge(address, startTime, result) {
		const often = near.get(address) ?? 0;
		if (result === 'ok' && startTime < until + SAVING_TIME) near.set(address, often + 1);
		if (result === 'ok' ? outcome === 'none' && saving.has(address) : result === 'offline' || saving.has(address) || often > 1) outcome = result;
	}

	return {
		/** Gives something to the LMS. @param {() => void} act */
		observe(act) {
			tryCall(() => look(observer?.takeRecords() ?? [], false));
			if (observer) [from, until, outcome] = [performance.now(), Infinity, 'none'];
			act();
			tryCall(() => look(observer?.takeRecords() ?? [], true));
			if (observer) until = performance.now();
		},
		/** What became of it, as far as is known by now. */
		get outcome() { return outcome; },
		/** The LMS's page outlives the course's, and must not go on telling it. */
		stop: () => void tryCall(() => observer?.disconnect()),
	};
}

/** @param {PerformanceResourceTiming} entry @returns {'ok' | 'offline' | 'expired' | 'refused'} */
function resultOf({ responseStatus, redirectEnd }) {
	if (responseStatus === 0) return 'offline';
	if (redirectEnd > 0 || responseStatus === 401 || responseStatus === 403) return 'expired'; // a page to log in on
	return responseStatus >= 400 ? 'refused' : 'ok';
}
