/** One launch: what a learner does goes in here, to the learning system and to this browser; how things stand comes out. */

import { newKey } from './browser/cipher.js';
import { openCopies } from './browser/copies.js';
import { idsOf } from './course.js';
import { grade } from './completion.js';
import { writeHome, readHome } from './home.js';
import { followUnload, reloadTop } from './unload.js';
import { localStateOf } from './local-state.js';
import { lookForDriver } from './driver-search.js';
import { openSaver } from './saver.js';
import { saveStatus } from './save-status.js';
import { decodeState } from './state.js';
import { openTabs } from './tabs.js';
import { openWork } from './work.js';

/** @import { Answer, Course, Listener, Session, SaveStatus } from './types' */
/** @import { Copies } from './browser/copies.js' */
/** @import { Driver, Launch, OpenDriver } from './lms/driver' */
/** @import { Saver } from './saver.js' */
/** @import { Timers } from './schedule.js' */
/** @import { Mode } from './save-status.js' */
/** @import { Tabs } from './tabs.js' */

/** @typedef {{ window: Window, course: Course, now: () => number, timers: Timers, random: () => number, openDriver: OpenDriver }} SessionParts */

/** The name under which answers are kept in this browser. */
const ANSWERS = 'answers';
/** The ids of pages that a course has besides its author's. */
const OWN_PAGES = ['_answers', '_certificate'];

/**
 * Begins the one session of this page load. Clock, timers and chance can be replaced.
 * @param {Pick<SessionParts, 'window' | 'course' | 'openDriver'> & Partial<SessionParts>} options @returns {Session}
 */
export function openSession({ window, course, openDriver, now = Date.now, timers = window, random = Math.random }) {
	const by = random().toString(36).slice(2, 8);
	const work = openWork(course, by);
	const { state, conflicts } = work;
	const screen = openWatchers(() => saveStatus({ course, state, mode, lock, saver, status: work.status, storage: copies?.storageOf(ANSWERS) ?? 'nowhere' }));
	/** @type {Listener[]} */
	const listeners = [];
	/** @type {Mode} */
	let mode = 'looking';
	/** @type {'newer' | 'unseen' | ''} */
	let lock = '';
	/** @type {Driver | null} */
	let driver = null;
	/** @type {Launch | null} */
	let launch = null;
	/** @type {Saver | null} */
	let saver = null;
	/** @type {Copies | null} */
	let copies = null;
	let [restored, closing, closed, home] = [false, false, false, ''];
	/** @type {Tabs | null} */
	let tabs = null;
	/** Whether this launch has kept anything in this browser. */
	let hasWritten = false;
	let ready = Promise.resolve();

	const isWritable = () => mode !== 'review' && mode !== 'browse';
	/** @param {'settle' | 'leave' | 'afterLeave'} event */
	const emit = (event) => listeners.forEach((listener) => listener[event]?.());

	/** A learning system, or none. @param {Driver | null} found */
	function begin(found) {
		launch = found?.begin() ?? null;
		driver = launch && found;
		mode = launch ? launch.mode : found ? 'refused' : 'alone';
		const { state: lmsState, kind } = decodeState(launch?.data ?? '', [...OWN_PAGES, ...idsOf(course)]);
		// What couldn't be read, or only by a later player, is left as it is: to write would be to lose it.
		lock = launch?.readFailed ? 'unseen' : kind === 'newer' ? kind : '';
		const known = launch && !lock && kind !== 'unreadable';
		work.load(lmsState, launch?.status ?? 'incomplete', known ? 'compare' : 'ours');
		state.key = lmsState.key || newKey(window);
		copies = openCopies({ window, course: course.id, student: copyOwner(), secret: state.key, stored: lmsState.key !== '', launch: by, now, shared: course.device === 'shared', onChange: screen.emit });
		if (driver && mode === 'normal') openSaving(driver, lmsState.version, !lmsState.key);
		if (Object.keys(work.local.answers).length) keep();
		ready = copies.earlier(ANSWERS).then(restoreEarlier, () => {});
		const { id } = course;
		if (launch && course.device === 'own') void writeHome(window, id).catch(() => {});
		else if (mode === 'alone') void readHome(window, id).then(markAstray, () => {});
		if (launch) for (const listener of listeners) listener.launch?.(launch);
		screen.emit();
	}

	/** Null: nobody says; then the words can't outlive this tab. */
	function copyOwner() {
		if (launch) return launch.student || null;
		return mode === 'alone' ? '' : null;
	}

	/** @param {Driver} driver @param {string} version Of the course that wrote the state. @param {boolean} keyIsNew */
	function openSaving(driver, version, keyIsNew) {
		const before = work.status;
		saver = openSaver({
			driver, course, state, status: work.reach, lmsAnswers: work.lmsAnswers, locked: lock !== '', now, timers,
			grade: (state, status) => grade(course, state, status),
			online: () => window.navigator?.onLine !== false,
			typingIds: work.typingIds,
			onChange: onSaverChange,
		});
		// Another version may have other places for them in reports.
		saver.record(Object.keys(version === course.version ? work.local.answers : state.answers));
		if ((keyIsNew && !lock) || saver.dirty || work.reach() !== before) saver.change();
	}

	/** What earlier launches kept, and the learning system doesn't have. @param {Record<string, unknown>[]} earlier */
	function restoreEarlier(earlier) {
		if (closed) return;
		const keyBefore = state.key;
		if (copies) state.key = copies.secret;
		tabs = openTabs(window, state.key, take);
		const ids = work.restore(earlier.map(localStateOf));
		restored ||= launch !== null && ids.length > 0;
		if (isWritable()) {
			const before = work.status;
			if (ids.length || conflicts.length || mode === 'alone') keep();
			if (earlier.length) void copies?.takeOver(ANSWERS);
			saver?.record(ids);
			if (work.reach() !== before || ids.length || state.key !== keyBefore) saver?.change();
		}
		onSaverChange();
		screen.emit(true);
	}

	/** @param {string} page */
	function markAstray(page) {
		if (page && mode === 'alone') [home, mode] = [page, 'astray'];
		screen.emit();
	}

	/** Keeps in this browser what is not yet proven to be elsewhere. @param {boolean} [sent] */
	function keep(sent) {
		if (!copies || !isWritable()) return;
		hasWritten = true;
		copies.change(ANSWERS, work.local, sent);
	}

	/** The learning system has heard of it, or not. */
	function onSaverChange() {
		if (saver?.failure) copies?.persist();
		else if (saver?.stored && !saver.dirty && !lock && state.key === copies?.secret) {
			void copies.confirm();
			if (hasWritten && !saver.tooLong.length && !conflicts.length) keep(true);
		}
		screen.emit();
		goBack();
	}

	/** @param {string} id @param {Answer} text */
	function answer(id, text) {
		if (!isWritable()) return;
		const changed = work.change(id, text);
		// In this browser first: the learning system hears of it later, or never.
		keep();
		if (changed) {
			saver?.change(id);
			tabs?.post(id, state.answers[id] ?? '');
		}
		screen.emit();
	}

	/** Another tab has changed an answer. It is sent from here too: only of its own send does a tab know that all it shows is saved. @param {string} id @param {Answer} text */
	function take(id, text) {
		if (!isWritable() || !work.take(id, text)) return;
		saver?.change();
		screen.emit(true);
	}

	function settle() {
		if (!work.settle()) return;
		const before = work.status;
		if (work.reach() !== before) saver?.change();
		emit('settle');
		screen.emit();
	}

	const send = () => saver?.send();
	const pause = () => {
		settle();
		send();
	};

	/** @param {boolean} [stays] Whether the page is there until the learning system has heard of it. */
	function end(stays) {
		if (closed) return;
		settle();
		// Before the last send: the state has a part of what is reported, such as revisions.
		emit('leave');
		const heard = saver ? saver.end(stays) : driver?.end(stays);
		closed = true;
		tabs?.close();
		emit('afterLeave');
		// Last: what was reported in leaving is among what is kept.
		copies?.leave();
		return heard;
	}

	/** A learner wants to go: once all is saved. Where that fails, the page stays, and says so. */
	function close() {
		closing = true;
		pause();
		goBack();
	}

	function goBack() {
		const { returnUrl } = launch ?? {};
		if (!closing || !returnUrl || saver?.pending) return;
		if (saver?.failure) closing = false;
		else if (!saver?.dirty) void Promise.resolve(end(true)).then(() => window.location.assign(returnUrl));
	}

	lookForDriver(window, timers, () => openDriver(window, course, now, () => saver?.settle()), begin);
	followUnload(window, { pause, end: () => void end(), back: () => reloadTop(window), send });

	return {
		state,
		conflicts,
		get saveStatus() { return screen.now; },
		get writable() { return isWritable(); },
		get restored() { return restored; },
		get home() { return home; },
		get launch() { return launch; },
		get copies() { return copies; },
		get ready() { return ready; },
		answer,
		type(id, text) {
			if (isWritable()) work.type(id);
			answer(id, text);
		},
		settle,
		visit(page) {
			settle();
			if (work.visit(page, isWritable())) saver?.change();
			if (isWritable()) work.reach();
			keep();
			for (const listener of listeners) listener.visit?.(page);
			send();
			screen.emit();
		},
		finish() {
			if (!isWritable()) return;
			settle();
			state.finished = true;
			work.reach();
			keep();
			saver?.change();
			send();
			screen.emit();
		},
		send,
		merge(json) {
			if (!isWritable()) return;
			const ids = work.merge(localStateOf(json));
			saver?.record(ids);
			work.reach();
			keep();
			saver?.change();
			screen.emit(true);
		},
		close,
		async forget(anyway) {
			// What still waits may arrive: then nothing is lost by wiping it here.
			send();
			const all = saver ? screen.now.kind === 'saved' && !conflicts.length : launch !== null && !restored;
			if (all || anyway) await copies?.forget();
			return all;
		},
		async leaveDevice() {
			await copies?.leaveDevice();
			keep();
		},
		watch: screen.watch,
		listen: (listener) => void listeners.push(listener),
		touch: () => saver?.change(),
	};
}

/** Those who show how things stand: told at each change of it. @param {() => SaveStatus} now */
function openWatchers(now) {
	/** @type {((current: SaveStatus) => void)[]} */
	const watchers = [];
	let last = '';
	return {
		get now() { return now(); },
		/** @param {boolean} [anyway] Also where only the answers have changed. */
		emit(anyway) {
			const current = now();
			if (last === (last = JSON.stringify(current)) && anyway !== true) return;
			for (const watcher of watchers) watcher(current);
		},
		/** @param {(current: SaveStatus) => void} watcher */
		watch(watcher) {
			watchers.push(watcher);
			watcher(now());
		},
	};
}
