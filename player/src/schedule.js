/** When to send: as typing pauses, before too much waits, and again after a failure. */

/** @typedef {Pick<Window, 'setTimeout' | 'clearTimeout'>} Timers */
/** @typedef {ReturnType<typeof openSchedule>} Schedule */

// Moodle's commit holds the page up, some 0.1 s each time: too long for every keystroke.
const PAUSE = 1_000;
const LONGEST_DELAY = 10_000;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 10_000;
const REPORT_DELAY = 5_000;

/** @param {Timers} timers @param {() => number} now @param {() => void} send */
export function openSchedule(timers, now, send) {
	/** @type {number | undefined} */
	let timer;
	/** @type {number | null} */
	let typedSince = null;
	/** When the next try is due, while sending fails. @type {number | null} */
	let retryAt = null;
	/** When what can wait is due. @type {number | null} */
	let reportAt = null;
	let pause = 0;
	const start = () => {
		// While sending fails, a pause in typing is no new chance.
		const typed = typedSince === null ? Infinity : Math.min(now() + (retryAt === null ? PAUSE : LONGEST_DELAY), typedSince + LONGEST_DELAY);
		const next = Math.min(typed, retryAt ?? Infinity, reportAt ?? Infinity);
		timers.clearTimeout(timer);
		if (next < Infinity) timer = timers.setTimeout(send, Math.max(0, next - now()));
	};
	return {
		/** A second after the last keystroke; ten after the first, whatever the trouble. */
		debounce() {
			typedSince ??= now();
			start();
		},
		/** After a send at that moment, which may have been found to fail only later. @param {number} sentAt */
		retry(sentAt) {
			pause = Math.min(pause * 2 || FIRST_RETRY, LAST_RETRY);
			retryAt = sentAt + pause;
			start();
		},
		/** Something that is no learner's word: it goes along with the next ones, or by itself before long. */
		report() {
			reportAt ??= now() + REPORT_DELAY;
			start();
		},
		/** Nothing waits for its time any more. */
		stop() {
			timers.clearTimeout(timer);
			typedSince = retryAt = reportAt = null;
		},
		/** All is well again: the next failure is a first one. */
		reset() {
			pause = 0;
		},
	};
}
