/** The standards whose run time the page can be: a row for each. */

import { scorm12 } from './scorm12.js';
import { scorm2004 } from './scorm2004.js';

/**
 * @typedef {object} Standard
 * @property {string} object  what a course looks for
 * @property {Record<string, Method>} functions  its functions, and which of SCORM's each is
 * @property {(settings: Record<string, unknown>, transport: object) => ScormAgain} open
 * @property {string} mode  elements that the page itself knows
 * @property {string} entry
 * @property {string} exit
 * @property {[string, string][]} shown  what the panel shows, in words and by its element
 * @property {Record<string, string>} errors  error codes in words
 * @property {string} [blanks]  the error code of a read that gives nothing because nothing is there: no error to an author
 * @property {number} lacking  the error code of an element that an LMS lacks
 * @property {number} unsaved  the error code of a commit that was not stored
 * @property {(method: Method, state: SessionState) => number} sessionErrorCode  0: the function may be called now
 * @property {(element: string, value: unknown, rules: ValueRules) => number} valueErrorCode  0: the value may go on to scorm-again
 *
 * @typedef {'new' | 'open' | 'over'} SessionState
 * @typedef {{strict: boolean, room: number, types: Record<string, string>}} ValueRules  `types`: each interaction's, by its index
 */

/** By the names that standards.py has for them. @type {Record<string, Standard>} */
const STANDARDS = { scorm12, scorm2004 };

/** @param {RunTime} runTime @returns {Standard} */
export function standardOf({ standard: name }) {
	const standard = STANDARDS[name];
	if (!standard) throw new Error(`no such standard: ${name}`);
	return standard;
}
