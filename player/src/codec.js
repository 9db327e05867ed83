/** Text as the few ASCII characters that fit in an LMS: raw deflate (RFC 1951), then base64url (RFC 4648, section 5). */

import { deflate } from './deflate.js';
import { inflate } from './inflate.js';

const CHUNK = 0x8000; // bytes that become characters at a time: arguments have a limit

/** @param {Uint8Array} bytes @returns {string} */
export function base64url(bytes) {
	let binary = '';
	for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
	return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** Throws on what is no base64url. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(text) {
	const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** @param {string} text @returns {string} */
export function pack(text) {
	return base64url(deflate(new TextEncoder().encode(text)));
}

/** What `pack` was given; throws on anything else. @param {string} packed @returns {string} */
export function unpack(packed) {
	return new TextDecoder('utf-8', { fatal: true }).decode(inflate(bytesOf(packed)));
}

/**
 * The text without what breaks an LMS or a database: lone surrogates and NUL become U+FFFD.
 * @param {string} text
 */
export function toWellFormed(text) {
	// A lone surrogate makes Moodle's LMSCommit throw URIError; a NUL it drops without a word.
	return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}
