/** What is remembered of an attempt, and how a learning system keeps it as text: a version character, then packed JSON. */

import { pack, unpack } from './codec.js';
import { shortKey } from './short-key.js';

/** @import { Answer, State } from './types' */

/** 1 had ids where 2 has short keys. */
const VERSION = '2';
const OLDER = '1';
/** Before a key whose id this version of the course doesn't have, so that it is written back as it was. No id begins so. */
const UNKNOWN_KEY = '=';
const NEWER = /^[3-9][\w-]+$/;

/** @typedef {'empty' | 'ours' | 'newer' | 'unreadable'} StateKind */

/** @returns {State} */
export function emptyState() {
	return {
		count: 0, page: '', seen: [], answers: toRecord([]), behind: [], by: '', key: '', version: '', finished: false, extra: {},
	};
}

/**
 * Entries as an object without ancestors, so that an id like `constructor` is an id like any other.
 * @template T @param {[string, T][]} entries @returns {Record<string, T>}
 */
export function toRecord(entries) {
	/** @type {Record<string, T>} */
	const result = Object.create(null);
	for (const [key, value] of entries) result[key] = value;
	return result;
}

/** @param {string} id */
const keyOf = (id) => (id.startsWith(UNKNOWN_KEY) ? id.slice(UNKNOWN_KEY.length) : shortKey(id));

/**
 * An answer whose newest words are elsewhere, and that has no older ones either, is 0: less than any answer takes.
 * @param {State} state @returns {string}
 */
export function encodeState({ extra, finished, behind, page, seen, answers, ...known }) {
	const lacking = behind.filter((id) => answers[id] === undefined);
	const given = Object.entries(answers).map(([id, value]) => /** @type {[string, Answer | 0]} */ ([keyOf(id), value]));
	const json = {
		...extra,
		...known,
		page: keyOf(page),
		seen: seen.map(keyOf),
		answers: toRecord([...lacking.map((id) => /** @type {[string, Answer | 0]} */ ([keyOf(id), 0])), ...given]),
		behind: behind.filter((id) => answers[id] !== undefined).map(keyOf),
		...(finished && { finished }),
	};
	return VERSION + pack(JSON.stringify(json));
}

/**
 * What a written value holds: `newer` was written by a later version of the player, `unreadable` by something else.
 * @param {string} text @param {string[]} [ids] Of the course.
 * @returns {{ state: State, kind: StateKind }}
 */
export function decodeState(text, ids = []) {
	if (text === '') return { state: emptyState(), kind: 'empty' };
	const json = unpackJson(text.slice(1));
	const version = text[0] ?? '';
	if (json && version === OLDER) return { state: stateOf(json), kind: 'ours' };
	if (json && version === VERSION) return { state: stateOf(json, new Map(ids.map((id) => [shortKey(id), id]))), kind: 'ours' };
	// Another tool's "2" or "50" is no state of ours: that has a count.
	return { state: emptyState(), kind: json && 'count' in json && NEWER.test(text) ? 'newer' : 'unreadable' };
}

/** @param {string} packed @returns {Record<string, unknown> | null} */
function unpackJson(packed) {
	try {
		const json = JSON.parse(unpack(packed));
		return isRecord(json) ? json : null;
	} catch {
		return null;
	}
}

/**
 * A state as JSON has it, with all that has not the right form left out.
 * @param {Record<string, unknown>} json @param {Map<string, string>} [names] Ids by their keys, where it has keys. @returns {State}
 */
export function stateOf({ count, page, seen, answers, behind, by, key, version, finished, ...extra }, names) {
	/** @param {string} short */
	const id = (short) => (!names || shortKey(short) === short ? short : names.get(short) ?? UNKNOWN_KEY + short);
	const entries = Object.entries(isRecord(answers) ? answers : {});
	const lacking = entries.filter(([, value]) => value === 0).map(([short]) => short);
	return {
		count: wholeNumber(count),
		page: id(stringOf(page)),
		seen: stringsOf(seen).map(id),
		answers: toRecord(entries.filter(isAnswer).map(([short, value]) => [id(short), value])),
		behind: [...lacking, ...stringsOf(behind)].map(id),
		by: stringOf(by),
		key: stringOf(key),
		version: stringOf(version),
		finished: finished === true,
		extra,
	};
}

/** @param {unknown} value @returns {Record<string, Answer>} */
export function answersOf(value) {
	return toRecord(Object.entries(isRecord(value) ? value : {}).filter(isAnswer));
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
function stringOf(value) {
	return typeof value === 'string' ? value : '';
}

/** @param {unknown} value @returns {string[]} */
function stringsOf(value) {
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
