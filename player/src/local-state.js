/** What is kept in this browser of one attempt, and what an older launch left there. */

import { answersOf, toRecord, stateOf } from './state.js';

/** @import { LocalState } from './types' */

/** @returns {LocalState} */
export function emptyLocalState() {
	return { count: 0, page: '', seen: [], answers: toRecord([]), bases: toRecord([]), writers: toRecord([]), rivals: toRecord([]), finished: false };
}

/** With all that has not the right form left out. @param {Record<string, unknown>} json @returns {LocalState} */
export function localStateOf(json) {
	const { count, page, seen, answers, finished } = stateOf(json);
	const { bases, writers, rivals } = json;
	return { count, page, seen, answers, finished, bases: answersOf(bases), writers: answersOf(writers), rivals: answersOf(rivals) };
}
