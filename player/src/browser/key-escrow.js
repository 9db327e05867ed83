/**
 * The secret's second home, until the learning system is known to have it: otherwise what was typed in a first launch that
 * never reached it could never be opened again. It opens with who the learner is, so it is the weaker lock of the two.
 */

import { openCipher } from './cipher.js';
import { decryptCopy, encryptCopy } from './copy.js';

/** @import { Stores } from './stores.js' */
/** @typedef {ReturnType<typeof openKeyEscrow>} KeyEscrow */

/**
 * @param {Window} window @param {Stores} stores
 * @param {string} course @param {string} student @param {() => number} now
 */
export function openKeyEscrow(window, stores, course, student, now) {
	const cipher = openCipher(window, JSON.stringify([course, student]));
	const key = cipher.then(({ name }) => `secret:${name}`);
	return {
		/** Where it is kept. */
		key,
		/** The secret of an earlier launch that the learning system may not have; '' where there is none. */
		async read() {
			const copy = (await (await stores.primary())?.all())?.get(await key);
			const { secret } = (await decryptCopy(await cipher, copy)) ?? {};
			return typeof secret === 'string' ? secret : '';
		},
		/** @param {string} secret */
		async write(secret) {
			await (await stores.primary())?.put(await key, await encryptCopy(await cipher, { secret }, now(), false));
		},
		remove: async () => stores.remove([await key]),
	};
}
