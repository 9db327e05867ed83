/** One copy as a store has it: when it was written, whether it is elsewhere too, and the sealed text. */

import { tryCall } from '../try-call.js';
import { isRecord } from '../state.js';

/** @import { Cipher } from './cipher.js' */

/** @typedef {{ at: number, sent: boolean, sealed: string }} Copy `sent`: where it goes, it is known to be. */
/** @typedef {{ name: string, by: string, at: number, value: Record<string, unknown> }} EarlierCopy What an earlier launch, `by`, kept under a name. */

/** @param {Cipher} cipher @param {object} value @param {number} at @param {boolean} sent @returns {Promise<string>} */
export async function encryptCopy(cipher, value, at, sent) {
	return copyEntry(await cipher.encrypt(JSON.stringify(value)), at, sent);
}

/** @param {string} sealed @param {number} at @param {boolean} sent */
export function copyEntry(sealed, at, sent) {
	return JSON.stringify({ at, sent, sealed });
}

/** What was sealed; undefined for what another secret has sealed, or nobody. @param {Cipher} cipher @param {string | undefined} text @returns {Promise<Record<string, unknown> | undefined>} */
export async function decryptCopy(cipher, text) {
	return text === undefined ? undefined : cipher.decrypt(copyOf(text).sealed).then(parseObject, () => undefined);
}

/** @param {string} text @returns {Copy} */
export function copyOf(text) {
	const { at, sent, sealed } = parseObject(text);
	return { at: Number(at) || 0, sent: sent === true, sealed: `${sealed ?? ''}` };
}

/** Other content shares a browser's storage, so nothing in it is taken on trust. @param {string} text @returns {Record<string, unknown>} */
export function parseObject(text) {
	const value = tryCall(() => JSON.parse(text));
	return isRecord(value) ? value : {};
}

/** The oldest first; each launch's newest only, for it holds all of it. @param {EarlierCopy[]} all @returns {EarlierCopy[]} */
export function newestOf(all) {
	const newest = new Map(all.sort((a, b) => a.at - b.at).map((each) => [`${each.name}:${each.by}`, each]));
	return [...newest.values()].sort((a, b) => a.at - b.at);
}
