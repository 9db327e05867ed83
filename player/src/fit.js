/** What of a state goes to the LMS: all of it, or as many whole answers as its 4096 characters hold (CMIString4096). */

import { encode, record } from './state.js';

/** @import { Answer, State } from './types' */

const ROOM = 4096;
const LONGEST_ANSWER = 20_000; // longer can't fit, and would take a learner's phone a second to find out
const SPARED = 8; // how many of the newest edits are tried again once the large ones are out

/**
 * @typedef {object} Fit
 * @property {string} text What to write: never more than the room.
 * @property {State} written The state that `text` holds.
 * @property {number} used How much of the room the whole state asks for, 0 to 1.
 */

/**
 * The newest edits stay behind first, each with its last version that did fit in its place; then those older versions go,
 * then pages seen, then answers that were there before.
 * @param {State} state `behind`: ids whose newest words are on another device.
 * @param {Record<string, Answer>} kept The answers as the LMS was last given them.
 * @returns {Fit}
 */
export function fit(state, kept) {
	const endless = Object.keys(state.answers).filter((id) => length(state.answers[id]) > LONGEST_ANSWER);
	const all = slimmed(state, endless.map((id) => hold(id, kept[id])));
	const whole = encode(all);
	const used = endless.length ? 1 : Math.min(1, whole.length / ROOM);
	if (whole.length <= ROOM) return { text: whole, written: all, used };
	const steps = slimming(all, kept);
	const written = slimmed(all, needed(all, steps.slice(0, fewestSteps(all, steps))));
	return { text: encode(written), written, used };
}

/** @typedef {(state: State) => void} Step Makes a copy of a state smaller. */

/** All steps together leave next to nothing: whatever is in it, a state fits after the last. @param {State} state @param {Record<string, Answer>} kept @returns {Step[]} */
function slimming(state, kept) {
	const newestFirst = Object.keys(state.answers).reverse();
	const edits = newestFirst.filter((id) => state.answers[id] !== kept[id]);
	const grown = edits.filter((id) => length(state.answers[id]) > length(kept[id]));
	const held = [...grown, ...edits.filter((id) => !grown.includes(id))];
	const others = newestFirst.filter((id) => !edits.includes(id));
	return [
		...held.map((id) => hold(id, kept[id])),
		...held.filter((id) => kept[id] !== undefined).map((id) => hold(id, undefined)),
		...state.seen.map(() => (/** @type {State} */ copy) => void copy.seen.pop()),
		...others.map((id) => hold(id, undefined)),
		(copy) => { copy.behind = []; },
		(copy) => { copy.extra = {}; },
		(copy) => { copy.page = copy.by = ''; },
	];
}

/** @param {string | undefined} text */
function length(text) {
	return (text ?? '').length;
}

/** The newest words of an answer stay behind; an older version may take their place. @param {string} id @param {Answer | undefined} older @returns {Step} */
function hold(id, older) {
	return (copy) => {
		if (older === undefined) delete copy.answers[id];
		else copy.answers[id] = older;
		if (!copy.behind.includes(id)) copy.behind.push(id);
	};
}

/** @param {State} state @param {Step[]} steps @returns {State} */
function slimmed(state, steps) {
	const copy = { ...state, answers: record(Object.entries(state.answers)), seen: [...state.seen], behind: [...state.behind] };
	for (const step of steps) step(copy);
	return copy;
}

/** Without the steps that proved needless: a short new answer goes along when a long older one stays. @param {State} state @param {Step[]} steps */
function needed(state, steps) {
	return steps.slice(0, SPARED).reduce((left, step) => {
		const fewer = left.filter((other) => other !== step);
		return encode(slimmed(state, fewer)).length > ROOM ? left : fewer;
	}, steps);
}

/** By halving: each step makes the state smaller, or hardly larger. @param {State} state @param {Step[]} steps */
function fewestSteps(state, steps) {
	let [tooFew, enough] = [0, steps.length];
	while (enough - tooFew > 1) {
		const middle = (tooFew + enough) >> 1;
		if (encode(slimmed(state, steps.slice(0, middle))).length > ROOM) tooFew = middle;
		else enough = middle;
	}
	return enough;
}
