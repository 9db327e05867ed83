/**
 * What is kept in a browser, made illegible for whoever uses it next, with a key that only the learner's own state in the
 * learning system holds. Where a page has no WebCrypto (plain http) text stays text: docs/administrator says so.
 */

import { base64url, bytesOf } from '../codec.js';
import { shortKey } from '../short-key.js';

/**
 * `name` tells copies of this secret from others', and gives nothing away. `encryptNow` can't wait: undefined where it has
 * nothing to seal with, or not enough; good for one use, just before a page goes.
 * @typedef {object} Cipher
 * @property {string} name
 * @property {string} secret
 * @property {(text: string) => Promise<string>} encrypt
 * @property {(text: string) => string | undefined} encryptNow
 * @property {(sealed: string) => Promise<string>} decrypt Rejects what another key has sealed, or nobody.
 */

// Neither is a character of base64url, with which all else begins.
const [PLAIN, STREAM] = ['=', '~'];
const NONCE = 12; // bytes (NIST SP 800-38D 8.2)
const COUNTER = 16; // bytes (NIST SP 800-38A 6.5)
const PAD = 65_536; // bytes that a page which goes can seal at once

/** A secret of 128 bits, in base64url. @param {Window} window */
export function newKey(window) {
	return base64url(window.crypto.getRandomValues(new Uint8Array(16)));
}

/** @param {Window} window @param {string} secret @returns {Promise<Cipher>} */
export async function openCipher(window, secret) {
	const { crypto } = window;
	const subtle = crypto?.subtle;
	if (!subtle) {
		const plain = (/** @type {string} */ text) => PLAIN + text;
		return { name: shortKey(secret), secret, encrypt: async (text) => plain(text), encryptNow: plain, decrypt: async (sealed) => sealed.slice(1) };
	}
	const digest = new Uint8Array(await subtle.digest('SHA-512', new TextEncoder().encode(`scormbuild\n${secret}`)));
	// Parts of one digest tell nothing of each other, so the name, which anybody can read, gives no key away.
	const key = await subtle.importKey('raw', digest.slice(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt']);
	const streamKey = await subtle.importKey('raw', digest.slice(32, 48), 'AES-CTR', false, ['encrypt', 'decrypt']);
	/** @param {Uint8Array<ArrayBuffer>} counter @param {Uint8Array<ArrayBuffer>} data */
	const encryptStream = async (counter, data) => new Uint8Array(await subtle.encrypt({ name: 'AES-CTR', counter, length: 64 }, streamKey, data));
	const counter = crypto.getRandomValues(new Uint8Array(COUNTER));
	/** Made ahead, as WebCrypto lets nobody wait for it; used once: twice would show what two texts have in common. @type {Uint8Array | null} */
	let pad = null;
	void encryptStream(counter, new Uint8Array(PAD)).then((made) => { pad = made; });
	return {
		name: base64url(digest.slice(48)),
		secret,
		async encrypt(text) {
			const iv = crypto.getRandomValues(new Uint8Array(NONCE));
			const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
			return `${base64url(iv)}.${base64url(new Uint8Array(sealed))}`;
		},
		encryptNow(text) {
			const bytes = new TextEncoder().encode(text);
			const used = pad;
			if (!used || bytes.length > used.length) return undefined;
			pad = used.slice(bytes.length);
			const from = PAD - used.length;
			return `${STREAM}${from}.${base64url(counter)}.${base64url(bytes.map((byte, place) => byte ^ (used[place] ?? 0)))}`;
		},
		async decrypt(sealed) {
			if (sealed[0] === PLAIN) return sealed.slice(1);
			const parts = sealed.split('.');
			if (sealed[0] !== STREAM) {
				const [iv = '', data = ''] = parts;
				return new TextDecoder().decode(await subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, key, bytesOf(data)));
			}
			const [from = '', start = '', data = ''] = parts;
			// A counter can't begin in the middle of a block: what was made before is made again, and left out.
			const padded = new Uint8Array([...new Uint8Array(Number(from.slice(1))), ...bytesOf(data)]);
			// CTR knows no wrong key, as GCM does: the bytes are others then, and hardly ever UTF-8.
			return new TextDecoder('utf-8', { fatal: true }).decode((await encryptStream(bytesOf(start), padded)).slice(Number(from.slice(1))));
		},
	};
}
