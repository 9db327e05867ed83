/** From the state to the learning system, and what is known of how that went: sent, arrived, or to be sent again. */

import { fitState } from './fit.js';
import { openSchedule } from './schedule.js';

/** @import { Answer, Course, State, Status } from './types' */
/** @import { Driver, Failure } from './lms/driver' */
/** @import { Timers } from './schedule.js' */

/** Seconds after a send at which the learning system is looked at again, where it can't be told whether it has the words. */
const RECHECK_DELAYS = [1, 2, 4, 8, 16, 32];
/** So many failures in a row are no accident. */
const FAILURE_LIMIT = 4;

/** @typedef {ReturnType<typeof openSaver>} Saver */
/**
 * @typedef {object} SaverParts
 * @property {Driver} driver
 * @property {Course} course
 * @property {State} state
 * @property {() => Status} status Of what is settled: see session.js.
 * @property {(state: State, status: Status) => number | null} grade
 * @property {Record<string, Answer>} lmsAnswers The answers as the learning system has them.
 * @property {boolean} locked Whether the words that it has must be left alone.
 * @property {() => number} now
 * @property {Timers} timers
 * @property {() => boolean} online What the browser says.
 * @property {() => string[]} typingIds Ids of answers that are being typed.
 * @property {() => void} onChange To be called when something has changed.
 */

/** @param {SaverParts} parts */
export function openSaver({ driver, course, state, status, grade, lmsAnswers, locked, now, timers, online, typingIds, onChange }) {
	const schedule = openSchedule(timers, now, send);
	let dirty = false;
	let closed = false;
	/** @type {Failure | ''} */
	let failure = '';
	let failures = 0;
	/** Whether it is known that the learning system has what it was sent last. */
	let stored = true;
	/** Whether its answer is under way. */
	let pending = false;
	/** Ids of answers to be recorded once their words have arrived. @type {Set<string>} */
	const fresh = new Set();
	/** The same, of words that are under way. @type {Set<string>} */
	const sent = new Set();
	/** Ids of answers that have arrived and are yet to be recorded. @type {Set<string>} */
	const arrived = new Set();
	/** Ids of answers that were recorded last. @type {string[]} */
	let recordedIds = [];
	/** The status that goes along: never one whose words may be lost. */
	let ready = status();
	/** @type {string[]} Ids whose newest words don't fit. */
	let tooLong = [];
	let usage = 0;
	/** @type {number | undefined} */
	let look;
	let sentAt = 0;

	/** @param {boolean} last */
	function put(last) {
		const ids = last ? [...arrived, ...sent, ...fresh] : [...arrived];
		const current = last ? status() : ready;
		const data = locked ? null : write();
		driver.put({ data, state, page: state.page, status: current, score: grade(state, current), answers: answersOf(ids), typing: typingIds() }, last);
		recordedIds = ids;
		arrived.clear();
		for (const id of fresh) sent.add(id);
		fresh.clear();
	}

	/** The state as text; null where not even what was there before has room. */
	function write() {
		const elsewhere = state.behind.filter((id) => !tooLong.includes(id));
		// After a failure Moodle sends a value again only where it is another one: no two states are alike.
		state.count += 1;
		const result = fitState({ ...state, behind: elsewhere }, lmsAnswers, course.room);
		usage = result.usage;
		tooLong = result.tooLong;
		state.behind = [...elsewhere, ...tooLong];
		if (result.text) lmsAnswers = result.state.answers;
		return result.text || null;
	}

	/** @param {string[]} ids */
	function answersOf(ids) {
		const wanted = new Set(ids);
		return course.questions.filter(({ id }) => wanted.has(id)).map((question) => ({ question, answer: state.answers[question.id] ?? '' }));
	}

	function send() {
		if (closed || (!dirty && !arrived.size)) return;
		schedule.stop();
		timers.clearTimeout(look);
		dirty = false;
		sentAt = now();
		put(false);
		judge(0);
		onChange();
	}

	/** @param {number} round How often it was looked at before. */
	function judge(round) {
		const certainty = online() ? driver.sure() : 'no';
		pending = certainty === 'pending';
		if (certainty === 'no') return fail(online() ? driver.failure() : 'offline');
		stored = certainty === 'yes';
		if (pending) return;
		// "Cannot tell" is no trouble; but give it a second before anything is built on it.
		if (stored || round > 0) arrive();
		const seconds = RECHECK_DELAYS[round];
		if (!stored && seconds) look = timers.setTimeout(() => { if (!closed) { judge(round + 1); onChange(); } }, seconds * 1000);
	}

	/** What was sent has arrived, as far as can be told; what waited for that follows. */
	function arrive() {
		failure = '';
		failures = 0;
		schedule.reset();
		for (const id of sent) arrived.add(id);
		sent.clear();
		if (arrived.size) schedule.report();
		const reached = status();
		if (reached === ready) return;
		ready = reached;
		dirty = true;
		send();
	}

	/** All that may have been lost is to be sent again. @param {Failure} why */
	function fail(why) {
		failures += 1;
		// Which of several troubles it is may change at each try; the learner is told the same until one goes well.
		failure = failure === 'expired' || (why === 'refused' && failures >= FAILURE_LIMIT) ? 'expired' : why;
		stored = false;
		for (const id of [...sent, ...recordedIds]) fresh.add(id);
		sent.clear();
		recordedIds = [];
		dirty = true;
		if (why !== 'invalid') schedule.retry(sentAt); // only another value is worth a try
	}

	return {
		/** Something waits. @param {string} [id] The answer that was typed. */
		change(id) {
			if (id !== undefined) fresh.add(id);
			dirty = true;
			schedule.debounce();
		},
		send,
		/** The answer to what was sent last is there. */
		settle() {
			if (closed || !pending) return;
			judge(1);
			onChange();
		},
		/** The end: what waits or may not have arrived, and the time. @param {boolean} [stays] Whether the page is there until that is heard of. */
		end(stays) {
			if (closed) return;
			schedule.stop();
			timers.clearTimeout(look);
			if (dirty || !stored || status() !== ready || arrived.size) put(true);
			closed = true;
			return driver.end(stays);
		},
		/** Answers that were put back or changed from elsewhere are to be recorded too. @param {string[]} ids */
		record(ids) {
			for (const id of ids) fresh.add(id);
			dirty ||= ids.length > 0;
		},
		get failure() { return failure; },
		get dirty() { return dirty; },
		get pending() { return pending; },
		get stored() { return stored; },
		get usage() { return usage; },
		get tooLong() { return tooLong; },
		/** Ids of answers that are not with the learning system, as far as is known. */
		get unsentIds() { return failure ? [...new Set([...fresh, ...sent])] : []; },
	};
}
