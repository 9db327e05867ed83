/** What a launch begins with: who, in which mode, and what the LMS gives back. Reads only. */

import { finished } from './completion.js';
import { NO_REASON } from './scorm-api.js';
import { decode } from './state.js';

/** @import { Standing, State } from './types' */
/** @import { Lms } from './scorm-api.js' */
/** @import { How } from './merge.js' */

/** General exception, not initialised, no answer at all: the LMS's words are there, unseen, and mustn't be written over. */
const UNSEEN = [101, 301, NO_REASON];

/**
 * @typedef {object} Launch
 * @property {boolean} live Whether LMSInitialize succeeded.
 * @property {string | null} student Null when the LMS doesn't say who it is; '' without an LMS.
 * @property {'normal' | 'review' | 'browse'} mode
 * @property {Standing['status']} status
 * @property {string} data cmi.suspend_data as it was.
 * @property {State} theirs The same, read.
 * @property {'empty' | 'ours' | 'newer' | 'unreadable' | 'unseen'} kind What `data` turned out to be.
 */

/** @param {Lms | null} lms @returns {Launch} */
export function readLaunch(lms) {
	const live = Boolean(lms?.initialize());
	const read = (/** @type {string} */ element) => lms?.read(element) ?? { value: '', code: 0 };
	const { value: data, code } = read('cmi.suspend_data');
	const { state, kind } = decode(data);
	const mode = read('cmi.core.lesson_mode').value;
	return {
		live,
		student: read('cmi.core.student_id').value || (live ? null : ''),
		mode: mode === 'review' || mode === 'browse' ? mode : 'normal',
		status: finished(read('cmi.core.lesson_status').value),
		data,
		theirs: state,
		kind: live && !data && UNSEEN.includes(code) ? 'unseen' : kind,
	};
}

/** How to merge it with what this browser holds. @param {Launch} launch @param {Standing['status']} taken The status that the LMS had surely taken before. @returns {How} */
export function howToMerge({ live, kind, status }, taken) {
	if (!live || (kind !== 'ours' && kind !== 'empty')) return 'ours';
	return status === 'incomplete' && taken !== 'incomplete' ? 'again' : 'compare';
}
