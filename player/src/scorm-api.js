/** The only file that calls LMS*: it finds the API and turns each answer into a value and an error code (SCORM 1.2 RTE 3.3). */

import { attempt } from './attempt.js';

/** @typedef {{ [name: string]: (...values: string[]) => unknown }} Api */
/** @typedef {{ value: string, code: number }} LmsAnswer `code` is LMSGetLastError's; 0 is none. */

/** The API said no, or threw, and gave no reason. */
export const NO_REASON = -1;

/** How many windows to climb: frames in frames in a pop-up are still far below it. */
const DEPTH = 16;

/**
 * The API object: up the chain of parents, then up the chain of each one's opener (RTE 3.3.6.1). Null when there is none.
 * @param {Window} window @returns {Api | null}
 */
export function findApi(window) {
	const own = ancestors(window);
	const openers = own.map((w) => attempt(() => /** @type {Window | null} */ (w.opener)));
	const all = [...own, ...openers.flatMap((w) => (w ? ancestors(w) : []))];
	return all.map(apiOf).find(Boolean) ?? null;
}

/** @param {Window} window @returns {Window[]} */
function ancestors(window) {
	const found = [window];
	for (let w = window; found.length < DEPTH; found.push(w)) {
		const parent = attempt(() => w.parent);
		if (!parent || parent === w) break;
		w = parent;
	}
	return found;
}

/** @param {Window} window */
function apiOf(window) {
	return attempt(() => {
		const { API } = /** @type {Window & { API?: Api }} */ (window);
		return API && typeof API.LMSInitialize === 'function' ? API : null;
	});
}

/** @typedef {ReturnType<typeof openLms>} Lms */

/**
 * The LMS as five plain functions that never throw. Before a good LMSInitialize and after LMSFinish nothing is called.
 * @param {Api} api
 */
export function openLms(api) {
	let open = false;
	/** @param {string} name @param {string[]} values @returns {LmsAnswer} */
	const call = (name, ...values) => {
		try {
			const value = /** @type {(...values: string[]) => unknown} */ (api[name]).apply(api, values);
			return { value: value == null ? '' : String(value), code: lastError(api) };
		} catch {
			return { value: '', code: NO_REASON };
		}
	};
	/** @param {string} name @param {string[]} values @returns {number} */
	const order = (name, ...values) => {
		if (!open) return NO_REASON;
		const { value, code } = call(name, ...values);
		return code || (/^(true|1)$/i.test(value) ? 0 : NO_REASON);
	};
	return {
		/** True when the LMS is ready. A "false" of an LMS that does know its learner is that of a session already begun. */
		initialize() {
			open = true;
			open = order('LMSInitialize', '') === 0 || call('LMSGetValue', 'cmi.core.student_id').value !== '';
			return open;
		},
		/** @param {string} element @returns {LmsAnswer} */
		read: (element) => (open ? call('LMSGetValue', element) : { value: '', code: NO_REASON }),
		/** The error code, 0 when the LMS took it. @param {string} element @param {string} value */
		write: (element, value) => order('LMSSetValue', element, value),
		/** The error code. "true" proves little: see outbox.js. */
		commit: () => order('LMSCommit', ''),
		finish() {
			order('LMSFinish', '');
			open = false;
		},
	};
}

/** @param {Api} api */
function lastError(api) {
	return Number(attempt(() => api.LMSGetLastError?.())) || 0;
}

/** An element as the LMS has it, in a session that has begun; '' when nobody says. @param {Window} window @param {string} element */
export function valueNow(window, element) {
	const api = findApi(window);
	return String((api && attempt(() => api.LMSGetValue?.(element))) ?? '');
}
