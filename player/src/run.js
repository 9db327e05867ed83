/** One launch while it lasts: all that changes, in one object. */

import { status } from './completion.js';
import { openConnection } from './connection.js';
import { howToMerge, readLaunch } from './launch.js';
import { merge } from './merge.js';
import { openOutbox } from './outbox.js';
import { openSchedule } from './schedule.js';
import { findApi, openLms } from './scorm-api.js';
import { openStorage } from './storage.js';

/** @import { Conflict, Course, Standing, State } from './types' */
/** @import { Connection, Timers, Trouble } from './connection.js' */
/** @import { Merged } from './merge.js' */
/** @import { Outbox } from './outbox.js' */
/** @import { Schedule } from './schedule.js' */
/** @import { Lms } from './scorm-api.js' */
/** @import { Storage } from './storage.js' */

/**
 * @typedef {object} Run
 * @property {Course} course
 * @property {Lms | null} lms
 * @property {'normal' | 'alone' | 'refused' | 'review' | 'browse'} mode 'refused': there is an LMS, and it did not begin.
 * @property {boolean} writable
 * @property {State} state
 * @property {Standing['status']} status
 * @property {Record<string, string>} proven The answers that the LMS gave back.
 * @property {Conflict[]} conflicts
 * @property {boolean} restored
 * @property {Storage} storage
 * @property {boolean} stored Whether this browser keeps what it is given.
 * @property {Outbox | null} out Null when nothing is written to an LMS.
 * @property {Schedule} schedule
 * @property {Connection | null} connection
 * @property {() => boolean} online What the browser says.
 * @property {boolean} dirty Something waits to be sent.
 * @property {Set<string>} fresh Ids of answers to record as interactions.
 * @property {Map<string, number>} unproven Ids of answers that were recorded and may not have arrived, with the count of that write.
 * @property {number} arrived The count of the last write that has arrived, as far as can be told.
 * @property {Trouble} trouble
 * @property {boolean} probed Whether the connection, not the LMS, told of the trouble.
 * @property {boolean} closed After LMSFinish.
 * @property {() => void} tell Tells the listeners how things stand.
 */

/** @typedef {{ window: Window, course: Course, now: () => number, timers: Timers, random: () => number }} Surroundings */

/**
 * The launch: reads what the LMS and this browser have, and joins them.
 * @param {Surroundings} surroundings @param {(run: Run) => void} send @returns {Run}
 */
export function openRun({ window, course, now, timers, random }, send) {
	const api = findApi(window);
	const lms = api && openLms(api);
	const launch = readLaunch(lms);
	const { live, student, theirs } = launch;
	const writable = launch.mode === 'normal';
	const storage = openStorage(window, course.id, student, now);
	if (writable) storage.clean();
	const local = storage.read();
	const merged = merge(theirs, local, howToMerge(launch, local.status), course);
	const { state, restored } = merged;
	const before = live ? launch.status : merged.local.status;
	state.by = random().toString(36).slice(2, 8);
	/** @type {Run} */
	const run = {
		course,
		lms,
		mode: live ? launch.mode : lms ? 'refused' : 'alone',
		writable,
		state,
		status: writable ? status(course, state, before) : before,
		proven: theirs.answers,
		conflicts: writable ? conflicts(merged) : [],
		restored: live && restored.length > 0,
		storage,
		stored: writable && storage.change((copy) => Object.assign(copy, merged.local)),
		out: lms && live && writable ? openOutbox(lms, course, launch, now) : null,
		schedule: openSchedule(timers, now, () => send(run)),
		connection: live && writable ? openConnection(window, timers, now) : null,
		online: () => window.navigator?.onLine !== false,
		dirty: restored.length > 0,
		fresh: new Set(restored),
		unproven: new Map(),
		arrived: state.count,
		trouble: '',
		probed: false,
		closed: false,
		tell() {},
	};
	run.dirty ||= run.status !== before;
	return run;
}

/** @param {Merged} merged @returns {Conflict[]} */
function conflicts({ state, local }) {
	return Object.entries(local.rivals).map(([id, ours]) => ({ id, ours, theirs: state.answers[id] ?? '' }));
}
