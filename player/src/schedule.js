/** When to send: as typing pauses, before too much waits, and again after a failure. */

/** @import { Timers } from './connection.js' */
/** @typedef {ReturnType<typeof openSchedule>} Schedule */

const PAUSE = 1_000;
const LONGEST = 10_000;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;

/** @param {Timers} timers @param {() => number} now @param {() => void} send */
export function openSchedule(timers, now, send) {
	/** @type {number | undefined} */
	let timer;
	/** @type {number | null} */
	let typedSince = null;
	let retrying = false;
	let pause = 0;
	/** @param {number} after */
	const start = (after) => {
		timers.clearTimeout(timer);
		timer = timers.setTimeout(send, after);
	};
	return {
		/** A second after the last keystroke, ten after the first. While the LMS fails, the next try takes it along. */
		typed() {
			if (retrying) return;
			typedSince ??= now();
			start(Math.max(0, Math.min(PAUSE, typedSince + LONGEST - now())));
		},
		retry() {
			pause = Math.min(pause * 2 || FIRST_RETRY, LAST_RETRY);
			retrying = true;
			start(pause);
		},
		/** Nothing waits for its time any more. */
		stop() {
			timers.clearTimeout(timer);
			typedSince = null;
			retrying = false;
		},
		/** All is well again: the next failure is a first one. */
		calm() {
			pause = 0;
		},
	};
}
