/** What of a state goes to the learning system: all of it, or as many whole answers as its room holds. */

import { encodeState, toRecord } from './state.js';

/** @import { Answer, State } from './types' */

/** Prose deflates to a third, and base64url makes that half: a longer answer can't fit, and would take a phone a second to find out. */
const COMPRESSION = 5;

/**
 * @typedef {object} Fit
 * @property {string} text What to write: never more than the room. '' where even what was there before has no room.
 * @property {State} state The state that `text` holds.
 * @property {string[]} tooLong Ids of answers whose newest words it doesn't hold.
 * @property {number} usage How much of the room the whole state asks for, 0 to 1.
 */

/**
 * What the learning system has already is never taken out. Of the newer words as many answers go along as fit, the
 * shortest first; the others are marked as being elsewhere, if that much room is left.
 * @param {State} state `behind`: ids whose newest words are on another device.
 * @param {Record<string, Answer>} lmsAnswers The answers as the learning system was last given them.
 * @param {number} room In characters. @returns {Fit}
 */
export function fitState(state, lmsAnswers, room) {
	const endless = Object.keys(state.answers).filter((id) => growth(state, lmsAnswers, id) > room * COMPRESSION);
	const all = withOlderAnswers(state, lmsAnswers, endless);
	const whole = encodeState(all);
	const usage = endless.length ? 1 : Math.min(1, whole.length / room);
	if (whole.length <= room) return { text: whole, state: all, tooLong: endless, usage };
	const edits = Object.keys(all.answers).filter((id) => all.answers[id] !== lmsAnswers[id]);
	const longestFirst = edits.sort((a, b) => growth(all, lmsAnswers, b) - growth(all, lmsAnswers, a));
	const most = longestFirst.length + 2;
	const less = (/** @type {number} */ place) => shortenState(all, lmsAnswers, longestFirst, place);
	let text = '';
	const place = findFirstFit(most, (each) => {
		const shorter = encodeState(less(each));
		if (shorter.length > room) return false;
		text = shorter;
		return true;
	});
	return { text, state: less(place), tooLong: [...endless, ...longestFirst.slice(0, place + 1)], usage: 1 };
}

/** By how much an answer is longer than what is kept of it. @param {State} state @param {Record<string, Answer>} lmsAnswers @param {string} id */
function growth({ answers }, lmsAnswers, id) {
	return (answers[id] ?? '').length - (lmsAnswers[id] ?? '').length;
}

/** The state with older words, or none, for these ids. @param {State} state @param {Record<string, Answer>} lmsAnswers @param {string[]} ids @returns {State} */
function withOlderAnswers(state, lmsAnswers, ids) {
	const answers = toRecord(Object.entries(state.answers));
	for (const id of ids) {
		const older = lmsAnswers[id];
		if (older === undefined) delete answers[id];
		else answers[id] = older;
	}
	return { ...state, answers, behind: [...new Set([...state.behind, ...ids])] };
}

/** Without the longest edit; without the two longest, and so on; then without the marks, at last without the pages seen. @param {State} state @param {Record<string, Answer>} lmsAnswers @param {string[]} longestFirst @param {number} place @returns {State} */
function shortenState(state, lmsAnswers, longestFirst, place) {
	const rest = withOlderAnswers(state, lmsAnswers, longestFirst.slice(0, place + 1));
	const beyond = place - longestFirst.length;
	return { ...rest, ...(beyond >= 0 && { behind: [] }), ...(beyond > 0 && { seen: [] }) };
}

/** The first place that fits, by halving, for each leaves out more than the one before; `length` where none does. @param {number} length @param {(place: number) => boolean} fits */
function findFirstFit(length, fits) {
	let [tooFew, enough] = [-1, length];
	while (enough - tooFew > 1) {
		const middle = (tooFew + enough) >> 1;
		if (fits(middle)) enough = middle;
		else tooFew = middle;
	}
	return enough;
}
