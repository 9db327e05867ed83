/** The only file that calls an LMS: it finds the API and turns each answer into plain values (SCORM 1.2 RTE 3.3, 2004 RTE 3). */

import { tryCall } from '../../try-call.js';

/** @typedef {{ [name: string]: (...values: string[]) => unknown }} Api */
/** What a standard calls the object, its functions, and the element that has the learner's id. @typedef {{ object: string, initialize: string, finish: string, getValue: string, setValue: string, commit: string, getLastError: string, learner: string }} ApiNames */
/** @typedef {{ value: string, code: number }} ApiValue `code` is that of the last error; 0 is none. */
/** @typedef {{ result: 'true' | 'false' | 'nothing', code: number }} ApiReply `nothing`: no boolean at all. */
/** @typedef {{ api: Api, lmsWindow: Window }} ApiWindow `lmsWindow` is the window of the LMS's own page, where the API lives. */

/** The API said no, or threw, and gave no reason. */
export const NO_REASON = -1;

/** How many windows to climb: frames in frames in a pop-up are still far below it. */
const DEPTH = 16;

/**
 * The API object: up the chain of parents, then up the chain of each one's opener (RTE 3.3.6.1). Null when there is none.
 * @param {Window} window @param {ApiNames} names @returns {ApiWindow | null}
 */
export function findApi(window, names) {
	const own = ancestors(window);
	const openers = own.map((w) => tryCall(() => /** @type {Window | null} */ (w.opener)));
	const all = [...own, ...openers.flatMap((w) => (w ? ancestors(w) : []))];
	return all.map((w) => apiOf(w, names)).find(Boolean) ?? null;
}

/** @param {Window} window @returns {Window[]} */
function ancestors(window) {
	const chain = [window];
	for (let w = window; chain.length < DEPTH; chain.push(w)) {
		const parent = tryCall(() => w.parent);
		if (!parent || parent === w) break;
		w = parent;
	}
	return chain;
}

/** @param {Window} lmsWindow @param {ApiNames} names @returns {ApiWindow | null | undefined} */
function apiOf(lmsWindow, { object, initialize }) {
	return tryCall(() => {
		const api = /** @type {{ [name: string]: any }} */ (lmsWindow)[object];
		return api && typeof api[initialize] === 'function' ? { api, lmsWindow } : null;
	});
}

/** @typedef {ReturnType<typeof openApi>} OpenApi */

/**
 * The API as five plain functions that never throw. Before it is well initialised and after its end nothing is called.
 * @param {Api} api @param {ApiNames} names
 */
export function openApi(api, names) {
	const lastError = () => Number(tryCall(() => api[names.getLastError]?.())) || 0;
	let open = false;
	/** @param {string} name @param {string[]} values @returns {{ answer: unknown, code: number }} */
	const call = (name, ...values) => {
		try {
			// As a method: some APIs look for their parts in `this`.
			const answer = /** @type {(...values: string[]) => unknown} */ (api[name]).apply(api, values);
			return { answer, code: lastError() };
		} catch {
			return { answer: 'false', code: NO_REASON };
		}
	};
	/** @param {string} name @param {string[]} values @returns {ApiReply} */
	const order = (name, ...values) => {
		if (!open) return { result: 'false', code: NO_REASON };
		const { answer, code } = call(name, ...values);
		// The standard has text; some LMSs give a number.
		if (/^(true|1)$/i.test(`${answer}`)) return { result: 'true', code };
		// Cornerstone answers a commit with null while the page goes, and waits for the end.
		return answer == null || answer === '' ? { result: 'nothing', code } : { result: 'false', code: code || NO_REASON };
	};
	return {
		/** True when the LMS is ready. A "false" of an LMS that does know its learner is that of a session already begun. */
		initialize() {
			open = true;
			// The empty text is an argument that the standard asks for (RTE 3.3), here and at the commit and the end.
			if (order(names.initialize, '').result === 'true') return true;
			const { answer, code } = call(names.getValue, names.learner);
			open = code !== NO_REASON && Boolean(answer);
			return open;
		},
		/**
		 * A code that stood there before the call is not this call's: some LMSs never take one back.
		 * @param {string} element @returns {ApiValue}
		 */
		read(element) {
			if (!open) return { value: '', code: NO_REASON };
			const before = lastError();
			const { answer, code } = call(names.getValue, element);
			if (code === NO_REASON) return { value: '', code };
			return { value: answer == null ? '' : String(answer), code: code === before ? 0 : code };
		},
		/** @param {string} element @param {string} value */
		write: (element, value) => order(names.setValue, element, value),
		commit: () => order(names.commit, ''),
		finish() {
			order(names.finish, '');
			open = false;
		},
	};
}
