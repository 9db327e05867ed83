/** Values in the data types of SCORM 2004 (RTE 4.1.1.7): what a strict LMS takes. */

import { cutText, oneLine } from '../scorm/report-text.js';

/** timeinterval (second,10,2), in whole seconds. @param {number} milliseconds @returns {string} */
export function timeInterval(milliseconds) {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000)) || 0;
	return `PT${Math.floor(seconds / 3600)}H${Math.floor(seconds / 60) % 60}M${seconds % 60}S`;
}

/** time (second,10,2), in UTC. @param {number} now Milliseconds since 1970. @returns {string} */
export function timeStamp(now) {
	// With two decimals: Moodle answers 406 to three, and the standard has no zone without any.
	return `${new Date(now).toISOString().slice(0, 22)}Z`;
}

/** real (10,7), with two decimals; with three where it must look another way. @param {number} number @param {string} [decimals] @returns {string} */
export function real(number, decimals) {
	return number.toFixed(decimals ? 3 : 2);
}

/** localized_string_type and its like. @param {string} text @param {number} length @returns {string} */
export function localizedString(text, length) {
	const line = oneLine(text);
	// A brace in front begins a delimiter such as {lang=nl}: run times refuse any that they don't know.
	return cutText(line[0] === '{' ? ` ${line}` : line, length);
}
