/** One launch, from LMSInitialize to LMSFinish: what a learner does goes in here, and how things stand comes out. */

import { wellFormed } from './codec.js';
import { status } from './completion.js';
import { send, sendLast } from './delivery.js';
import { openRun } from './run.js';
import { standing } from './standing.js';

/** @import { Answer, Session, Standing } from './types' */
/** @import { Run, Surroundings } from './run.js' */
/** @import { Local } from './storage.js' */

/**
 * Begins the one session of this page load. Clock, timers and chance can be replaced.
 * @param {Pick<Surroundings, 'window' | 'course'> & Partial<Surroundings>} options @returns {Session}
 */
export function openSession({ window, course, now = Date.now, timers = window, random = Math.random }) {
	const run = openRun({ window, course, now, timers, random }, send);
	const watch = watchers(run);
	listen(run, window);
	send(run);
	return {
		get state() { return run.state; },
		get standing() { return standing(run); },
		writable: run.writable,
		restored: run.restored,
		conflicts: run.conflicts,
		answer: (id, value) => answer(run, id, wellFormed(value)),
		visit: (page) => visit(run, page),
		send: () => send(run),
		forget: (anyway) => forget(run, anyway),
		watch,
	};
}

/** @param {Run} run @param {string} id @param {Answer} value */
function answer(run, id, value) {
	const { state, out, proven } = run;
	if (!run.writable) return;
	settle(run, id, value);
	if ((state.answers[id] ?? '') === value) return keep(run);
	delete state.answers[id]; // so that it comes last: the newest edit
	state.answers[id] = value;
	if (out) out.elsewhere = out.elsewhere.filter((other) => other !== id);
	run.fresh.add(id);
	keep(run, ({ answers, bases, writers }) => {
		answers[id] = value;
		bases[id] ??= proven[id] ?? '';
		writers[id] = state.by;
	});
	run.dirty = true;
	run.schedule.typed();
	run.tell();
}

/** One of two versions was chosen; or one of them grows while the other waits. @param {Run} run @param {string} id @param {Answer} value */
function settle({ conflicts }, id, value) {
	const place = conflicts.findIndex((conflict) => conflict.id === id);
	const conflict = conflicts[place];
	if (conflict && (value === conflict.ours || value === conflict.theirs)) conflicts.splice(place, 1);
	else if (conflict) conflict.theirs = value;
}

/** @param {Run} run @param {string} page */
function visit(run, page) {
	const { course, state } = run;
	const seen = !course.pages.includes(page) || state.seen.includes(page);
	if (!seen && run.writable) state.seen.push(page);
	if (!seen || page !== state.page) run.dirty = true;
	state.page = page;
	keep(run);
	send(run);
	run.tell();
}

/** Keeps in this browser what is not yet proven to be elsewhere. @param {Run} run @param {(local: Local) => void} [edit] */
function keep(run, edit) {
	if (!run.writable) return;
	const { state: { page, seen, count }, conflicts } = run;
	run.status = status(run.course, run.state, run.status);
	run.stored = run.storage.change((local) => {
		Object.assign(local, { page, seen, count, rivals: Object.fromEntries(conflicts.map(({ id, ours }) => [id, ours])) });
		if (run.mode === 'alone') local.status = run.status;
		edit?.(local);
	});
}

/** @param {Run} run @param {boolean} [anyway] */
function forget(run, anyway) {
	send(run);
	const all = run.out ? standing(run).kind === 'saved' && !run.conflicts.length : run.lms !== null && !run.writable && !run.restored;
	if (all || anyway) run.storage.forget();
	return all;
}

/** @param {Run} run @returns {Session['watch']} */
function watchers(run) {
	/** @type {((standing: Standing) => void)[]} */
	const listeners = [];
	let told = '';
	run.tell = () => {
		const now = standing(run);
		if (told === (told = JSON.stringify(now))) return;
		for (const listener of listeners) listener(now);
	};
	return (listener) => {
		listeners.push(listener);
		listener(standing(run));
	};
}

/**
 * Hidden is not gone: a phone that shows another app comes back, so what waits is committed. Gone is `pagehide`.
 * @param {Run} run @param {Window} window
 */
function listen(run, window) {
	window.document?.addEventListener('visibilitychange', () => {
		if (window.document.visibilityState === 'hidden') send(run);
	});
	window.addEventListener('pagehide', () => {
		sendLast(run);
		if (run.mode !== 'browse') run.lms?.finish(); // Moodle takes the end of a preview for the end of the course
	});
	window.addEventListener('pageshow', ({ persisted }) => {
		if (persisted) reload(window);
	});
	window.addEventListener('online', () => send(run));
}

/** A session that is over can't begin again in the same page of the LMS: that begins anew too, unless it is foreign. @param {Window} window */
function reload(window) {
	try {
		/** @type {Window} */ (window.top).location.reload();
	} catch {
		window.location.reload();
	}
}
