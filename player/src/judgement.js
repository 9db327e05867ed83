/** Whether a response is right: src/scormbuild/lms/judgement.py, for the same keys. */

import { foldText } from './fold-text.js';

/** Letters of a word in which one may be wrong. */
const LEAST_FOR_TYPO = 5;
export const NUMBER = /^-?\d+(\.\d+)?$/;

/** Right, by the column `judge` of the table of kinds. @type {Record<string, (response: string, keys: string[]) => boolean>} */
export const JUDGES = {
	keys: (response, keys) => response === keys.join(','),
	/** The key is `least:most`. */
	range(response, [range = '']) {
		const numbers = [response, ...range.split(':')];
		const [number = 0, least = 0, most = 0] = numbers.map(Number);
		return numbers.every((each) => NUMBER.test(each)) && least <= number && number <= most;
	},
	/** Each text is one of those in its key: `hand|hands`, with a ~ in front where a typo is forgiven. */
	text(response, keys) {
		const parts = textParts(response);
		return parts.length === keys.length && keys.every((key, place) => isAccepted(parts[place] ?? '', key));
	},
};

/** A text as a part of a response: without what ends a part, or a response. @param {string} text */
export function encodePart(text) {
	return text.replace(/[%, ]/g, encodeURIComponent);
}

/** The texts of a response. @param {string} response */
export function textParts(response) {
	return response.split(',').map(decodePart);
}

/** @param {string} part */
function decodePart(part) {
	return part.replace(/%([0-7][0-9a-f])/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** @param {string} text @param {string} key */
function isAccepted(text, key) {
	const given = foldText(text);
	const wanted = key.replace(/^~/, '').split('|').map((each) => foldText(decodePart(each)));
	return wanted.includes(given) || (key[0] === '~' && wanted.some((each) => each.length >= LEAST_FOR_TYPO && isOneTypoAway(given, each)));
}

/** A letter too many, too few or another one, or two that changed places. @param {string} one @param {string} other */
function isOneTypoAway(one, other) {
	let start = 0;
	while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++;
	const [a, b] = [one.slice(start), other.slice(start)];
	const swapped = a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0];
	return swapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}
