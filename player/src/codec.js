/** Text as the few ASCII characters that fit in an LMS: raw deflate (RFC 1951), then base64url (RFC 4648, section 5). */

import { deflate } from './deflate.js';
import { inflate } from './inflate.js';

/** @param {string} text @returns {string} */
export function pack(text) {
	const bytes = deflate(new TextEncoder().encode(text));
	const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
	return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** What `pack` was given; throws on anything else. @param {string} packed @returns {string} */
export function unpack(packed) {
	const binary = atob(packed.replace(/-/g, '+').replace(/_/g, '/'));
	const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
	return new TextDecoder('utf-8', { fatal: true }).decode(inflate(bytes));
}

/**
 * The text without what breaks an LMS or a database: lone surrogates and NUL become U+FFFD.
 * @param {string} text
 */
export function wellFormed(text) {
	return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}
