/** SCORM 1.2 (Run-Time Environment 1.2): the one file that knows its elements. */

import { parseStatus } from '../../completion.js';
import { openScormDriver } from '../scorm/scorm-driver.js';
import { timespan } from './cmi.js';
import { studentResponseFields } from './student-response.js';

/** @import { Course } from '../../types' */
/** @import { Driver } from '../driver' */
/** @import { DataModel } from '../scorm/scorm-driver.js' */

const LESSON_STATUS = 'cmi.core.lesson_status';

/** @type {DataModel} */
const SCORM12 = {
	api: {
		object: 'API',
		initialize: 'LMSInitialize',
		finish: 'LMSFinish',
		getValue: 'LMSGetValue',
		setValue: 'LMSSetValue',
		commit: 'LMSCommit',
		getLastError: 'LMSGetLastError',
		learner: 'cmi.core.student_id',
	},
	learnerName: 'cmi.core.student_name',
	mode: 'cmi.core.lesson_mode',
	entry: 'cmi.core.entry',
	exit: 'cmi.core.exit',
	sessionTime: 'cmi.core.session_time',
	location: 'cmi.core.lesson_location',
	locationRoom: 255, // CMIString255
	statuses: [LESSON_STATUS],
	over: [301], // not initialised
	invalid: [405], // incorrect data type
	unreadable: [101, 301], // general exception, not initialised
	unimplemented: [401],
	fixedPlaces: true,
	repeats: false,
	commitsLast: false,
	readStatus(read) {
		const said = read(LESSON_STATUS).trim();
		return { said, status: parseStatus(said) };
	},
	/** Some LMSs count one word only: the course's `report`. "completed" would take back a "passed". */
	statusValues({ completion }, status, before) {
		const word = status === 'completed' ? completion.report : status;
		return word === 'completed' && before === 'passed' ? [] : [[LESSON_STATUS, word]];
	},
	scoreValues: (score, decimals) => [['cmi.core.score.raw', `${score}${decimals}`], ['cmi.core.score.min', '0'], ['cmi.core.score.max', '100']],
	progressValues: () => [], // 1.2 has no element for it
	duration: timespan,
	interactionFields: studentResponseFields,
};

/** @param {Window} window @param {Course} course @param {() => number} now @returns {Driver | null} */
export function openScorm12(window, course, now) {
	return openScormDriver(window, course, now, SCORM12);
}
