/** What is kept in this browser of one attempt, and what an older launch left there. */

import { answersOf, record, stateOf } from './state.js';

/** @import { Local } from './types' */

/** @returns {Local} */
export function emptyLocal() {
	return { count: 0, page: '', seen: [], answers: record([]), bases: record([]), writers: record([]), rivals: record([]), finished: false };
}

/** With all that has not the right form left out. @param {Record<string, unknown>} json @returns {Local} */
export function localOf(json) {
	const { count, page, seen, answers, finished } = stateOf(json);
	const { bases, writers, rivals } = json;
	return { count, page, seen, answers, finished, bases: answersOf(bases), writers: answersOf(writers), rivals: answersOf(rivals) };
}
