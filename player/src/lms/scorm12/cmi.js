/** Values in the formats of SCORM 1.2's data model (RTE 3.4.4): what a strict LMS takes. */

import { cutText, oneLine } from '../scorm/report-text.js';

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

/** CMIString255. @param {string} text @returns {string} */
export function string255(text) {
	return cutText(text, 255);
}

/** Characters that some LMSs send to their server as they are, with wide ones that look the same and mean nothing there. */
// Chamilo 1.11 sends answers to its server without encoding them: an & cuts off all that follows.
const WIDE = new Map([['&', '＆'], ['%', '％'], ['+', '＋']]);

/** A learner's text for a report. @param {string} text @returns {string} */
export function reportText(text) {
	return string255(oneLine(text).replace(/[&%+]/g, (character) => WIDE.get(character) ?? character));
}
