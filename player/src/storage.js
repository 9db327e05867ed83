/** The copy in this browser: what a learner wrote that the LMS has not yet given back. Every access may throw, and none does. */

import { attempt } from './attempt.js';
import { finished } from './completion.js';
import { answersOf, isRecord, stateOf } from './state.js';

/** @import { Answer, Standing, State } from './types' */

const PREFIX = 'scormbuild:';
const NINETY_DAYS = 90 * 24 * 3600 * 1000;

/**
 * @typedef {object} Kept
 * @property {Record<string, Answer>} answers The answers not yet proven to be with the LMS.
 * @property {Record<string, Answer>} bases What the LMS had of each when typing began.
 * @property {Record<string, string>} writers The launch in which each was typed.
 * @property {Record<string, Answer>} rivals Versions that a learner has yet to use or throw away.
 * @property {Standing['status']} status The status that the LMS has taken, as far as can be told.
 */

/** @typedef {Pick<State, 'count' | 'page' | 'seen'> & Kept} Local */
/** @typedef {ReturnType<typeof openStorage>} Storage */

/**
 * @param {Window} window @param {string} course
 * @param {string | null} student Null where nobody can tell whose words they are: then nothing is kept.
 * @param {() => number} now
 */
export function openStorage(window, course, student, now) {
	const key = `${PREFIX}${course}:${student}`;
	/** @param {object} value */
	const put = (value) =>
		student !== null && attempt(() => (window.localStorage.setItem(key, JSON.stringify({ ...value, at: now() })), true)) === true;
	/** @param {string} name */
	const remove = (name) => void attempt(() => window.localStorage.removeItem(name));
	const read = () => localOf(student === null ? {} : parsed(window, key));
	return {
		read,
		/** Whether it is kept. Reads first: another tab may have written. @param {(local: Local) => void} edit @returns {boolean} */
		change(edit) {
			const local = read();
			edit(local);
			return put(local);
		},
		forget: () => remove(key),
		/** Removes what is older than 90 days, of any course and any learner. */
		clean() {
			for (const name of attempt(() => Object.keys(window.localStorage)) ?? []) {
				if (name.startsWith(PREFIX) && now() - Number(parsed(window, name).at) > NINETY_DAYS) remove(name);
			}
		},
	};
}

/** @param {Window} window @param {string} name @returns {Record<string, unknown>} */
function parsed(window, name) {
	const value = attempt(() => JSON.parse(window.localStorage.getItem(name) ?? ''));
	return isRecord(value) ? value : {};
}

/** Other content shares this storage, so nothing in it is taken on trust. @param {Record<string, unknown>} json @returns {Local} */
function localOf(json) {
	const { count, page, seen, answers } = stateOf(json);
	const [bases, writers, rivals] = [json.bases, json.writers, json.rivals].map(answersOf);
	return /** @type {Local} */ ({ count, page, seen, answers, bases, writers, rivals, status: finished(json.status) });
}
