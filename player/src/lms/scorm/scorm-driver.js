/** A driver for any version of SCORM: what is written when, in the order that LMSs need, and what is known of how that went. */

import { countedOf } from '../../completion.js';
import { openInteractions } from './interactions.js';
import { watchRequests } from './requests.js';
import { findApi, NO_REASON, openApi } from './scorm-api.js';

/** @import { Answer, Course, Question, State, Status } from '../../types' */
/** @import { Driver, Failure, Launch } from '../driver' */
/** @import { ApiNames, ApiReply, ApiWindow, OpenApi } from './scorm-api.js' */
/** @typedef {[element: string, value: string][]} Values */

/**
 * What a version of SCORM has names and forms of its own for.
 * @typedef {object} DataModel
 * @property {ApiNames} api
 * @property {string} learnerName
 * @property {string} mode
 * @property {string} entry
 * @property {string} exit
 * @property {string} sessionTime
 * @property {string} location
 * @property {number} locationRoom In characters.
 * @property {string[]} statuses The elements without which a status is lost.
 * @property {number[]} over Error codes: the session isn't there any more.
 * @property {number[]} invalid Error codes: such a value will never be taken.
 * @property {number[]} unreadable Error codes: the LMS's words are there, unseen.
 * @property {number[]} unimplemented Error codes: the LMS has no such element.
 * @property {boolean} fixedPlaces Whether an interaction's place is that of its question in the course.
 * @property {boolean} repeats Whether a status that stands is said again at each launch.
 * @property {boolean} commitsLast Whether there is a commit before the end, which stores too.
 * @property {(read: (element: string) => string) => { said: string, status: Status }} readStatus `said`: '' where the LMS says nothing.
 * @property {(course: Course, status: Status, before: Status) => Values} statusValues `before`: the LMS's own at launch.
 * @property {(score: number, decimals: string) => Values} scoreValues `decimals`: see `invalidate`.
 * @property {(course: Course, state: State, status: Status) => Values} progressValues
 * @property {(milliseconds: number) => string} duration
 * @property {(question: Question, answer: Answer, now: number) => Values} interactionFields What is written after the id, in this order; nothing where there is nothing to record.
 */

const DATA = 'cmi.suspend_data';
const HISTORY_SIZE = 20;
const FIRST = /^(not attempted|incomplete|browsed|unknown)$/i;

/** @param {Window} window @param {Course} course @param {() => number} now @param {DataModel} model @returns {Driver | null} */
export function openScormDriver(window, course, now, model) {
	const found = findApi(window, model.api);
	return found && driverOf(found, course, now, model);
}

/** @param {ApiWindow} found @param {Course} course @param {() => number} now @param {DataModel} model @returns {Driver} */
function driverOf({ api, lmsWindow }, course, now, model) {
	const lms = openApi(api, model.api);
	const requests = watchRequests(lmsWindow);
	let placed = course.questions;
	const interactions = openInteractions(lms, () => placed, model);
	const startedAt = now();
	/** Each element as the LMS last took it. @type {Map<string, string>} */
	const lastValues = new Map();
	/** What was there at launch, and the values given last: an LMS that shows one of them is late, not wrong. @type {string[]} */
	const earlier = [];
	/** Whether the LMS wants anything to be written. */
	let writes = false;
	/** Whether it shows the course to somebody who doesn't take it. */
	let browses = false;
	/** Whether a status that isn't final may be written: see `begin`. */
	let opens = false;
	/** What a score ends in: another thing after a failure, for some LMSs send a value again only where it is another one. */
	let decimals = '';
	/** The status at launch. @type {Status} */
	let before = 'incomplete';
	/** What went wrong at the last put. @type {Failure | ''} */
	let trouble = '';

	/** @param {ApiReply} reply @returns {Failure} */
	const failureOf = ({ code }) => (model.over.includes(code) ? 'expired' : model.invalid.includes(code) ? 'invalid' : 'refused');
	/** A value that the LMS took is not given twice. @param {string} element @param {string} value */
	const set = (element, value) => {
		if (lastValues.get(element) === value) return;
		const reply = lms.write(element, value);
		// No answer at all is a yes: some LMSs save, and never say so.
		if (reply.result !== 'false') lastValues.set(element, value);
		else if (element === DATA || model.statuses.includes(element)) trouble ||= failureOf(reply); // without the rest, nothing is lost
	};
	/** @param {Values} values */
	const setAll = (values) => values.forEach(([element, value]) => set(element, value));
	/** @param {string} data */
	const setData = (data) => {
		const before = lastValues.get(DATA);
		if (before !== undefined) earlier.push(before);
		if (earlier.length > HISTORY_SIZE) earlier.splice(1, 1); // not the first: some show that until the next launch
		set(DATA, data);
	};
	/** A status is never taken back, and "incomplete" only said where it says nothing new. @param {Status} status */
	const setStatus = (status) => {
		if (status !== 'incomplete' || (opens && !model.statuses.some((element) => lastValues.has(element)))) setAll(model.statusValues(course, status, before));
	};
	const setTime = () => set(model.sessionTime, model.duration(now() - startedAt));
	/** Always suspend, also once done: strict LMSs empty suspend_data after any other exit, and the answers with it. */
	const setExit = () => set(model.exit, 'suspend');
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
			const { said, first, ...launch } = readLaunch(lms, model);
			earlier.push(launch.data);
			// Moodle protects neither review nor browse: a write there was stored, and made a completed course incomplete.
			writes = launch.mode === 'normal';
			browses = launch.mode === 'browse';
			before = launch.status;
			const status = toCourseStatus(course, before);
			// A status never set is "completed" to some LMSs at the end. One that can't be read may be final: with words there, let it be.
			opens = writes && (FIRST.test(said) || (said === '' && first));
			if (opens || (writes && model.repeats && status !== 'incomplete')) setStatus(status);
			if (writes) setExit();
			return { ...launch, status: said === '' ? null : status };
		},
		put({ data, state, page, status, score, answers }, last) {
			trouble = '';
			({ placed } = countedOf(course, state));
			requests.observe(() => {
				if (data !== null) setData(data); // the words first: in some LMSs only the first value leaves at once
				for (const { question, answer } of answers) interactions.record(question, answer, now());
				if (score !== null) setAll(model.scoreValues(score, decimals)); // before the status: some LMSs judge as that comes
				setStatus(status);
				setAll(model.progressValues(course, state, status));
				// For the LMS's eyes: the player reads the page from its own state.
				if (page) set(model.location, page.slice(0, model.locationRoom)); // empty it is refused in 2004
				setTime();
				setExit();
				if (!last || model.commitsLast) commit();
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
			// The total time grows by this one; in Moodle at the end only.
			if (writes) setTime();
			if (!browses) lms.finish(); // Moodle takes the end of a preview for the end of the course
			requests.stop();
		},
	};
}

/** @param {OpenApi} lms @param {DataModel} model @returns {Launch & { status: Status, said: string, first: boolean }} */
function readLaunch(lms, model) {
	const read = (/** @type {string} */ element) => lms.read(element).value;
	const { value: data, code } = lms.read(DATA);
	const mode = read(model.mode);
	return {
		student: read(model.api.learner),
		nameOf: () => plainName(read(model.learnerName)),
		// Open edX and Frappe LMS have no mode, and read "".
		mode: mode === 'review' || mode === 'browse' ? mode : 'normal',
		...model.readStatus(read),
		first: data === '' && read(model.entry) !== 'resume',
		data,
		readFailed: !data && [...model.unreadable, NO_REASON].includes(code),
	};
}

/** "Bakker, Anna" as one says it, without a language that stands before it (CMIString255; localized_string_type). @param {string} name */
function plainName(name) {
	const [last = '', first] = name.replace(/^\{lang=[^}]*\}/, '').split(/\s*,\s*/);
	return [first, last].filter(Boolean).join(' ').trim();
}

/** Without a score to reach, "passed" was ours for "completed". @param {Course} course @param {Status} status @returns {Status} */
function toCourseStatus({ completion }, status) {
	return status === 'passed' && completion.score === null ? 'completed' : status;
}
