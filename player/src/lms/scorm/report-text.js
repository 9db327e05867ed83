/** A learner's words as they go into an LMS's reports. The whole text, as it was typed, is in the state. */

import { toWellFormed } from '../../codec.js';

/** On one line, and without what run times or databases break on. @param {string} text @returns {string} */
export function oneLine(text) {
	// SCORM 2004's run times refuse line ends and U+2028. Beyond 16 bits is beyond the three bytes that MySQL's utf8 has for a character.
	return toWellFormed(text).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

/** Never cut in the middle of a character. @param {string} text @param {number} length @returns {string} */
export function cutText(text, length) {
	// In units of UTF-16, as LMSs count: their run times are JavaScript too.
	return toWellFormed(text).slice(0, length).replace(/\p{Surrogate}$/u, '');
}

/** An identifier as strict LMSs take it: CMIIdentifier in 1.2, a part of a URI in 2004. @param {string} id @returns {string} */
export function identifier(id) {
	// Moodle takes any printable ASCII without blanks; strict LMSs take these and no others.
	return id.replace(/[^\w-]/g, '_').slice(0, 255) || '_';
}
