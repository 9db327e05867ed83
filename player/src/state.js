/** What is remembered of an attempt, and how cmi.suspend_data holds it: a version character, then packed JSON. */

import { pack, unpack } from './codec.js';

/** @import { Answer, State } from './types' */

const VERSION = '1';
const NEWER = /^[2-9][\w-]*$/;

/** @returns {State} */
export function emptyState() {
	return { count: 0, page: '', seen: [], answers: record([]), behind: [], by: '', extra: {} };
}

/**
 * Entries as an object without ancestors, so that an id like `constructor` is an id like any other.
 * @template T @param {[string, T][]} entries @returns {Record<string, T>}
 */
export function record(entries) {
	/** @type {Record<string, T>} */
	const result = Object.create(null);
	for (const [key, value] of entries) result[key] = value;
	return result;
}

/** @param {State} state @returns {string} */
export function encode({ extra, ...known }) {
	return VERSION + pack(JSON.stringify({ ...extra, ...known }));
}

/**
 * What a written value holds: `newer` was written by a later version of the player, `unreadable` by nobody that we know.
 * @param {string} text @returns {{ state: State, kind: 'empty' | 'ours' | 'newer' | 'unreadable' }}
 */
export function decode(text) {
	if (text === '') return { state: emptyState(), kind: 'empty' };
	if (NEWER.test(text)) return { state: emptyState(), kind: 'newer' };
	try {
		const json = text[0] === VERSION ? JSON.parse(unpack(text.slice(1))) : null;
		if (isRecord(json)) return { state: stateOf(json), kind: 'ours' };
	} catch { /* damaged: told by the kind */ }
	return { state: emptyState(), kind: 'unreadable' };
}

/** A state as JSON has it, with all that has not the right form left out. @param {Record<string, unknown>} json @returns {State} */
export function stateOf({ count, page, seen, answers, behind, by, ...extra }) {
	return {
		count: wholeNumber(count),
		page: text(page),
		seen: texts(seen),
		answers: answersOf(answers),
		behind: texts(behind),
		by: text(by),
		extra,
	};
}

/** @param {unknown} value @returns {Record<string, Answer>} */
export function answersOf(value) {
	return record(Object.entries(isRecord(value) ? value : {}).filter(isAnswer));
}

/** @param {[string, unknown]} entry @returns {entry is [string, Answer]} */
function isAnswer(entry) {
	return typeof entry[1] === 'string';
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export function isRecord(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A count that can still grow. @param {unknown} value @returns {number} */
export function wholeNumber(value) {
	const number = Number(value);
	return Number.isInteger(number) && number >= 0 && number < 2 ** 52 ? number : 0;
}

/** @param {unknown} value @returns {string} */
function text(value) {
	return typeof value === 'string' ? value : '';
}

/** @param {unknown} value @returns {string[]} */
function texts(value) {
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
