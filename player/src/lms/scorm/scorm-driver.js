/** SCORM 1.2 (Run-Time Environment 1.2): the one file that knows its elements, and the order that LMSs need. */

import { parseStatus } from '../../completion.js';
import { timespan } from './cmi.js';
import { openInteractions } from './interactions.js';
import { watchRequests } from '../scorm/requests.js';
import { findApi, NO_REASON, openApi } from '../scorm/scorm-api.js';

/** @import { Course, Status } from '../../types' */
/** @import { Driver, Failure, Launch } from '../driver' */
/** @import { ApiReply, ApiWindow, OpenApi } from '../scorm/scorm-api.js' */

const DATA = 'cmi.suspend_data';
const STATUS = 'cmi.core.lesson_status';

/** Codes of LMSGetLastError: not initialised, incorrect data type. */
const [NOT_INITIALISED, INCORRECT_TYPE] = [301, 405];
/** General exception, not initialised, no answer at all: the LMS's words are there, unseen. */
const READ_ERRORS = [101, NOT_INITIALISED, NO_REASON];
const HISTORY_SIZE = 20;
const FIRST = /^(not attempted|incomplete|browsed)$/i;

/** @param {Window} window @param {Course} course @param {() => number} now @returns {Driver | null} */
export function openScorm12(window, course, now) {
	const found = findApi(window);
	return found && driverOf(found, course, now);
}

/** @param {ApiWindow} found @param {Course} course @param {() => number} now @returns {Driver} */
function driverOf({ api, lmsWindow }, course, now) {
	const lms = openApi(api);
	const requests = watchRequests(lmsWindow);
	const interactions = openInteractions(lms, course.questions);
	const startedAt = now();
	/** Each element as the LMS last took it. @type {Map<string, string>} */
	const lastValues = new Map();
	/** What was there at launch, and the values given last: an LMS that shows one of them is late, not wrong. @type {string[]} */
	const earlier = [];
	/** Whether the LMS wants anything to be written. */
	let writes = false;
	/** Whether a status that isn't final may be written: see `begin`. */
	let opens = false;
	/** What a score ends in: another thing after a failure, for some LMSs send a value again only where it is another one. */
	let decimals = '';
	/** The status at launch. @type {Status} */
	let before = 'incomplete';
	/** What went wrong at the last put. @type {Failure | ''} */
	let trouble = '';

	/** A value that the LMS took is not given twice. @param {string} element @param {string} value */
	const set = (element, value) => {
		if (lastValues.get(element) === value) return;
		const reply = lms.write(element, value);
		// No answer at all is a yes: some LMSs save, and never say so.
		if (reply.result !== 'false') lastValues.set(element, value);
		else if (element === DATA || element === STATUS) trouble ||= failureOf(reply); // without the rest, nothing is lost
	};
	/** @param {string} data */
	const setData = (data) => {
		const before = lastValues.get(DATA);
		if (before !== undefined) earlier.push(before);
		if (earlier.length > HISTORY_SIZE) earlier.splice(1, 1); // not the first: some show that until the next launch
		set(DATA, data);
	};
	/** A status is never taken back, and "incomplete" only said where it says nothing new. @param {Status} status */
	const setStatus = (status) => {
		const word = toLmsStatus(course, status);
		if (word === 'incomplete' ? opens && !lastValues.has(STATUS) : word !== 'completed' || before !== 'passed') set(STATUS, word);
	};
	/** @param {number | null} score */
	const setScore = (score) => {
		if (score === null) return;
		set('cmi.core.score.raw', `${score}${decimals}`);
		set('cmi.core.score.min', '0');
		set('cmi.core.score.max', '100');
	};
	const setTime = () => set('cmi.core.session_time', timespan(now() - startedAt));
	/** Always suspend, also once done: strict LMSs empty suspend_data after any other exit, and the answers with it. */
	const setExit = () => set('cmi.core.exit', 'suspend');
	const commit = () => {
		const reply = lms.commit();
		if (reply.result === 'false') trouble ||= failureOf(reply);
	};
	/** What arrived and what didn't, nobody knows. */
	const invalidate = () => {
		lastValues.clear();
		decimals = decimals ? '' : '.0';
	};

	return {
		begin() {
			if (!lms.initialize()) return null;
			const launch = readLaunch(lms);
			earlier.push(launch.data);
			const { status, first, ...known } = launch;
			// Moodle protects neither review nor browse: a write there was stored, and made a completed course incomplete.
			writes = launch.mode === 'normal';
			before = parseStatus(status);
			// A status never set is "completed" to some LMSs at LMSFinish. One that can't be read may be final: with words there, let it be.
			opens = writes && (FIRST.test(status) || (status === '' && first));
			if (opens) setStatus('incomplete');
			if (writes) setExit();
			return { ...known, status: status === '' ? null : fromLmsStatus(course, status) };
		},
		put({ data, page, status, score, answers }, last) {
			trouble = '';
			requests.observe(() => {
				if (data !== null) setData(data); // the words first: in some LMSs only the first value leaves at once
				for (const { question, answer } of answers) interactions.record(question, answer, now());
				setScore(score); // before the status: some LMSs judge as that comes
				setStatus(status);
				// CMIString255. For the LMS's eyes: the player reads the page from its own state.
				set('cmi.core.lesson_location', page.slice(0, 255));
				setTime();
				setExit();
				if (!last) commit();
			});
			if (trouble) invalidate();
		},
		sure() {
			const { outcome } = requests;
			// What its server said outranks what the LMS's page says.
			if (outcome === 'offline' || outcome === 'expired' || outcome === 'refused') {
				if (!trouble) invalidate();
				trouble = outcome;
			}
			if (trouble) return 'no';
			const data = lastValues.get(DATA);
			if (data === undefined) return 'yes';
			const { value, code } = lms.read(DATA);
			// A page shows what it was given; that its server has it is known once that has answered.
			if (value === data) return outcome === 'none' ? 'unknown' : 'yes';
			// An LMS that shows what it had is slow or shows what it had at launch; one that shows neither has cut the words.
			return code || value === '' || earlier.includes(value) ? 'unknown' : 'no';
		},
		failure: () => trouble || 'refused',
		end() {
			// total_time grows by this one; in Moodle at LMSFinish only.
			if (writes) setTime();
			lms.finish();
			requests.stop();
		},
	};
}

/** @param {OpenApi} lms @returns {Omit<Launch, 'status'> & { status: string, first: boolean }} */
function readLaunch(lms) {
	const read = (/** @type {string} */ element) => lms.read(element).value;
	const { value: data, code } = lms.read(DATA);
	const mode = read('cmi.core.lesson_mode');
	return {
		student: read('cmi.core.student_id'),
		// Open edX and Frappe LMS have no mode, and read "".
		mode: mode === 'review' || mode === 'browse' ? mode : 'normal',
		status: read(STATUS).trim(),
		first: data === '' && read('cmi.core.entry') !== 'resume',
		data,
		readFailed: !data && READ_ERRORS.includes(code),
	};
}

/** @param {ApiReply} reply @returns {Failure} */
function failureOf({ code }) {
	if (code === NOT_INITIALISED) return 'expired';
	return code === INCORRECT_TYPE ? 'invalid' : 'refused';
}

/** Some LMSs count one word only: the course's `report`. @param {Course} course @param {Status} status */
function toLmsStatus({ completion }, status) {
	return status === 'completed' ? completion.report : status;
}

/** The other way round: without a score to reach, "passed" was ours for "completed". @param {Course} course @param {string} status @returns {Status} */
function fromLmsStatus({ completion }, status) {
	const name = parseStatus(status);
	return name === 'passed' && completion.score === null ? 'completed' : name;
}
