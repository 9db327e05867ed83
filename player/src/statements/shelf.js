/** A place in this browser for one learner's things in one course; in memory where the browser has none, or is full. */

import { attempt } from '../attempt.js';
import { isRecord } from '../state.js';

/**
 * @template T
 * @param {Window} window @param {string} name @param {string | null} owner Null: in memory only. @param {() => number} now
 * @param {(json: Record<string, unknown>) => T} shape Other content shares this storage, so nothing in it is taken on trust.
 */
export function openShelf(window, name, owner, now, shape) {
	const key = `scormbuild:${name}:${owner}`;
	let wanted = owner !== null;
	/** @type {T | undefined} */
	let memory;
	const read = () => {
		const json = wanted && attempt(() => JSON.parse(window.localStorage.getItem(key) ?? ''));
		return memory ?? shape(isRecord(json) ? json : {});
	};
	return {
		read,
		/** Reads first: another tab may have written. @param {(value: T) => void} edit */
		change(edit) {
			const value = read();
			edit(value);
			const json = JSON.stringify({ ...value, at: now() });
			memory = wanted && attempt(() => (window.localStorage.setItem(key, json), true)) ? undefined : value;
		},
		/** Nothing is left behind, until there is something new to keep. */
		clear() {
			memory = read();
			wanted = false;
			attempt(() => window.localStorage.removeItem(key));
		},
		keep: () => void (wanted = owner !== null),
	};
}
