/** SCORM 2004, 3rd and 4th Edition (Run-Time Environment): the one file that knows its elements. */

import { openScormDriver } from '../scorm/scorm-driver.js';
import { real, timeInterval } from './data-types.js';
import { learnerResponseFields } from './learner-response.js';
import { progressMeasure } from './progress-measure.js';

/** @import { Course } from '../../types' */
/** @import { Driver } from '../driver' */
/** @import { DataModel } from '../scorm/scorm-driver.js' */

const [COMPLETION_STATUS, SUCCESS_STATUS] = ['cmi.completion_status', 'cmi.success_status'];

/** @type {DataModel} */
const SCORM2004 = {
	api: {
		object: 'API_1484_11',
		initialize: 'Initialize',
		finish: 'Terminate',
		getValue: 'GetValue',
		setValue: 'SetValue',
		commit: 'Commit',
		getLastError: 'GetLastError',
		learner: 'cmi.learner_id',
	},
	learnerName: 'cmi.learner_name',
	mode: 'cmi.mode',
	entry: 'cmi.entry',
	exit: 'cmi.exit',
	sessionTime: 'cmi.session_time',
	location: 'cmi.location',
	locationRoom: 1000,
	statuses: [COMPLETION_STATUS, SUCCESS_STATUS],
	// Before the beginning and after the end: of Terminate, GetValue, SetValue and Commit.
	over: [112, 113, 122, 123, 132, 133, 142, 143],
	invalid: [406, 407], // type mismatch, out of range
	// General exception, general get failure, no session. 403 is another thing: never set, so empty.
	unreadable: [101, 301, 122, 123],
	unimplemented: [401, 402], // undefined, unimplemented
	// A place that has an id and no response yet is one that scorm-again stores, and then can't read: the whole LMS page fails.
	// Nor can it give a place another id, as a new version of the course would ask for.
	fixedPlaces: false,
	repeats: true, // mends LMSs that forget it, and harms none
	commitsLast: true, // Terminate stores too, but not in every LMS
	readStatus(read) {
		const [completion, success] = [COMPLETION_STATUS, SUCCESS_STATUS].map((element) => read(element).trim().toLowerCase());
		const said = completion || (success === 'unknown' ? '' : success) || '';
		// Whatever is said of the completion: who has passed is done.
		if (success === 'passed') return { said, status: success };
		if (completion !== 'completed') return { said, status: 'incomplete' };
		return { said, status: success === 'failed' ? success : completion };
	},
	/** Two elements: who has nothing left to do has completed it, also who failed. */
	statusValues({ completion: { report } }, status) {
		const success = status === 'completed' && report === 'passed' ? report : status;
		/** @type {[string, string][]} */
		const values = success === 'passed' || success === 'failed' ? [[SUCCESS_STATUS, success]] : [];
		return [...values, [COMPLETION_STATUS, status === 'incomplete' ? status : 'completed']];
	},
	scoreValues: (score, decimals) => [
		['cmi.score.scaled', real(score / 100, decimals)],
		['cmi.score.raw', `${score}${decimals}`],
		['cmi.score.min', '0'],
		['cmi.score.max', '100'],
	],
	progressValues: (course, state, status) => [['cmi.progress_measure', real(progressMeasure(course, state, status))]],
	duration: timeInterval,
	interactionFields: learnerResponseFields,
};

/** @param {Window} window @param {Course} course @param {() => number} now @returns {Driver | null} */
export function openScorm2004(window, course, now) {
	return openScormDriver(window, course, now, SCORM2004);
}
