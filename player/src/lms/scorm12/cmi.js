/** Values in the formats of SCORM 1.2's data model (RTE 3.4.4): what a strict LMS takes. */

import { toWellFormed } from '../../codec.js';

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, '0');

/** CMITimespan, HH:MM:SS or HHHH:MM:SS. @param {number} milliseconds @returns {string} */
export function timespan(milliseconds) {
	// HHHH is all the room there is. Moodle answers 405 to an hour of one digit, and to three decimals.
	const seconds = Math.min(Math.max(0, Math.floor(milliseconds / 1000)) || 0, 9999 * 3600 + 3599);
	return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => twoDigits(Math.floor(part))).join(':');
}

/** CMITime, the learner's own clock. @param {number} now Milliseconds since 1970. @returns {string} */
export function clockTime(now) {
	const date = new Date(now);
	return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** CMIIdentifier as strict LMSs take it. @param {string} id @returns {string} */
export function identifier(id) {
	// Moodle takes any printable ASCII without blanks; strict LMSs take these and no others.
	return id.replace(/[^\w-]/g, '_').slice(0, 255) || '_';
}

/** CMIString255, never cut in the middle of a character. @param {string} text @returns {string} */
export function string255(text) {
	// In units of UTF-16, as LMSs count: their run times are JavaScript too.
	return toWellFormed(text).slice(0, 255).replace(/\p{Surrogate}$/u, '');
}

/** Characters that some LMSs send to their server as they are, with wide ones that look the same and mean nothing there. */
// Chamilo 1.11 sends answers to its server without encoding them: an & cuts off all that follows.
const WIDE = new Map([['&', '＆'], ['%', '％'], ['+', '＋']]);

/**
 * A learner's text for a report: on one line, and without what run times or databases break on. The whole text, as it was
 * typed, is in the state.
 * @param {string} text @returns {string}
 */
export function reportText(text) {
	// Beyond 16 bits is beyond the three bytes that MySQL's utf8 has for a character.
	const line = toWellFormed(text).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd');
	return string255(line.replace(/[&%+]/g, (character) => WIDE.get(character) ?? character));
}
