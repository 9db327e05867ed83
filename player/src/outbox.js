/** What the LMS is given at each commit, in the order that LMSs need: score before status, the words before the rest. */

import { score } from './completion.js';
import { timespan } from './cmi.js';
import { fit } from './fit.js';
import { openInteractions } from './interactions.js';
import { NO_REASON } from './scorm-api.js';

/** @import { Course, Standing, State } from './types' */
/** @import { Lms } from './scorm-api.js' */
/** @import { Launch } from './launch.js' */

/** @typedef {ReturnType<typeof openOutbox>} Outbox */
/** @typedef {{ state: State, status: Standing['status'], ids: Iterable<string> }} Parcel What to give; `ids` of answers to record. */

/** @param {Lms} lms @param {Course} course @param {Launch} launch @param {() => number} now */
export function openOutbox(lms, course, launch, now) {
	const out = {
		lms,
		course,
		now,
		began: now(),
		interactions: openInteractions(lms),
		/** What the LMS holds can't be read here, so its suspend_data is left alone. */
		locked: launch.kind === 'newer' || launch.kind === 'unseen' ? launch.kind : null,
		/** Answers as the LMS was last given them. */
		kept: launch.theirs.answers,
		/** Ids whose newest words are on another device. */
		elsewhere: launch.theirs.behind,
		/** Ids whose newest words didn't fit. */
		behind: /** @type {string[]} */ ([]),
		used: Math.min(1, launch.data.length / 4096),
		/** Each element as the LMS last took it. */
		given: /** @type {Map<string, string>} */ (new Map()),
		/** The status that the LMS has for sure. */
		sure: launch.status,
		/** The LMS may have missed a finished status; and the score is to be written otherwise: see `distrust`. */
		missed: false,
		otherwise: false,
		readable: true,
	};
	// A status never set is "completed" to some LMSs at LMSFinish; one that was reached is never taken back.
	set(out, 'cmi.core.lesson_status', launch.status);
	putExit(out);
	return out;
}

/** LMSSetValue for all that waits; the error code that matters, 0 for none. @param {Outbox} out @param {Parcel} parcel @returns {number} */
export function put(out, { state, status, ids }) {
	const scoreCode = putScore(out, state);
	const statusCode = set(out, 'cmi.core.lesson_status', status);
	putTime(out);
	set(out, 'cmi.core.lesson_location', state.page.slice(0, 255));
	const stateCode = out.locked ? 0 : putState(out, state);
	for (const question of out.course.questions.filter(({ id }) => [...ids].includes(id))) {
		out.interactions.record(question, state.answers[question.id] ?? '', out.now());
	}
	putExit(out);
	return stateCode || statusCode || scoreCode;
}

/** Always suspend, also once done: strict LMSs empty suspend_data after any other exit, and the answers with it. @param {Outbox} out */
function putExit(out) {
	set(out, 'cmi.core.exit', 'suspend');
}

/** @param {Outbox} out */
export function putTime(out) {
	set(out, 'cmi.core.session_time', timespan(out.now() - out.began));
}

/** @param {Outbox} out @param {State} state @returns {number} */
function putScore(out, state) {
	const raw = score(out.course, state);
	if (raw === null) return 0;
	const code = set(out, 'cmi.core.score.raw', out.otherwise ? `${raw}.0` : `${raw}`);
	set(out, 'cmi.core.score.min', '0');
	set(out, 'cmi.core.score.max', '100');
	return code;
}

/** @param {Outbox} out @param {State} state @returns {number} */
function putState(out, state) {
	state.count += 1;
	const { text, written, used } = fit({ ...state, behind: out.elsewhere }, out.kept);
	out.kept = written.answers;
	out.used = used;
	state.behind = written.behind;
	out.behind = written.behind.filter((id) => !out.elsewhere.includes(id));
	return set(out, 'cmi.suspend_data', text);
}

/** A value that the LMS took is not given twice. @param {Outbox} out @param {string} element @param {string} value @returns {number} */
function set({ lms, given }, element, value) {
	if (given.get(element) === value) return 0;
	const code = lms.write(element, value);
	if (!code) given.set(element, value);
	return code;
}

/** LMSCommit, and whether the LMS still holds the words that it was given; the error code. @param {Outbox} out @returns {number} */
export function commit(out) {
	const code = out.lms.commit();
	const data = out.given.get('cmi.suspend_data');
	if (code || !out.readable || data === undefined) return code;
	const back = out.lms.read('cmi.suspend_data');
	out.readable = back.code === 0;
	return out.readable && back.value !== data ? NO_REASON : 0;
}

/**
 * After a failure: all is given again. A page of an LMS may think that it sent a value that never arrived, and then sends it
 * only if it differs: so the score is written otherwise, answers get a new index, and a status makes a detour (see `detour`).
 * @param {Outbox} out @param {Iterable<string>} ids
 */
export function distrust(out, ids) {
	out.missed ||= givenStatus(out) !== 'incomplete' && givenStatus(out) !== out.sure;
	out.otherwise = !out.otherwise;
	out.given.clear();
	for (const id of ids) out.interactions.renew(id);
}

/** What to try again with: a status that differs from the one that the LMS may have missed. The rest follows when it works. @param {Outbox} out @param {Parcel} parcel @returns {Parcel} */
export function detour(out, { state, status }) {
	return { state, status: out.missed ? 'incomplete' : status, ids: [] };
}

/** @param {Outbox} out @returns {Standing['status']} */
export function givenStatus({ given, sure }) {
	return /** @type {Standing['status'] | undefined} */ (given.get('cmi.core.lesson_status')) ?? sure;
}
