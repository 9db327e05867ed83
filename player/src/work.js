/** What a learner has done in this attempt: the state, and which of it is yet to be proven to be with the learning system. */

import { toWellFormed } from './codec.js';
import { lessonStatus } from './completion.js';
import { emptyLocalState } from './local-state.js';
import { mergeLocalState } from './merge.js';
import { emptyState, toRecord } from './state.js';

/** @import { Answer, Conflict, Course, LocalState, State, Status } from './types' */
/** @import { MergeMode } from './merge.js' */
/** @typedef {ReturnType<typeof openWork>} Work */

/** @param {Course} course @param {string} by This launch. */
export function openWork(course, by) {
	const state = Object.assign(emptyState(), { by, version: course.version });
	const local = emptyLocalState();
	/** @type {Conflict[]} */
	const conflicts = [];
	/** Answers that are being typed, with what stood there before. @type {Map<string, Answer>} */
	const typing = new Map();
	/** What the learning system gave back at launch. @type {State} */
	let theirs = emptyState();
	/** @type {MergeMode} */
	let mergeMode = 'ours';
	/** Whether a page was opened in this launch: that is where the learner is. */
	let visited = false;
	/** The highest that was reached. @type {Status} */
	let reached = 'incomplete';

	/** Of an answer that is being typed, what stood there before counts: nobody is done in mid-word. */
	const settledState = () => (typing.size ? { ...state, answers: toRecord([...Object.entries(state.answers), ...typing]) } : state);

	/** @param {LocalState} each What an earlier launch kept, or this one. @param {MergeMode} [mode] @returns {string[]} Ids of answers that are ours now. */
	function absorb(each, mode = mergeMode) {
		const isNew = (/** @type {string} */ id) => local.writers[id] === by;
		// What the learning system has too is not worth a question.
		const answers = toRecord(Object.entries(each.answers).filter(([id, text]) => !isNew(id) || text !== theirs.answers[id]));
		const merged = mergeLocalState({ ...state, by: theirs.by }, { ...each, answers }, mode, course, isNew);
		Object.assign(state, merged.state, { by, version: course.version });
		for (const id of merged.restoredIds) {
			local.answers[id] = state.answers[id] ?? '';
			local.bases[id] = (mode === 'ours' ? each.bases[id] : theirs.answers[id]) ?? '';
			local.writers[id] = each.writers[id] ?? '';
		}
		for (const [id, ours] of Object.entries(merged.local.rivals)) {
			if (!conflicts.some((conflict) => conflict.id === id)) conflicts.push({ id, ours, theirs: state.answers[id] ?? '' });
		}
		return merged.restoredIds;
	}

	/** One of two versions was chosen; or one of them grows while the other waits. @param {string} id @param {Answer} value */
	function choose(id, value) {
		const place = conflicts.findIndex((conflict) => conflict.id === id);
		const conflict = conflicts[place];
		if (conflict && (value === conflict.ours || value === conflict.theirs)) conflicts.splice(place, 1);
		else if (conflict) conflict.theirs = value;
	}

	return {
		state,
		conflicts,
		/** The learning system's state comes in, under what was typed before it did. @param {State} lmsState @param {Status} status @param {MergeMode} mode */
		load(lmsState, status, mode) {
			[theirs, mergeMode, reached] = [lmsState, mode, status];
			const { page, seen, finished } = state;
			const typed = { ...local, seen, finished };
			Object.assign(state, lmsState, { answers: toRecord(Object.entries(lmsState.answers)) });
			Object.assign(local, emptyLocalState());
			absorb(typed);
			if (visited) state.page = page;
		},
		/** Answers as the learning system had them. */
		get lmsAnswers() { return theirs.answers; },
		/** What earlier launches kept, the oldest first; ids of answers that were put back. @param {LocalState[]} earlier @returns {string[]} */
		restore(earlier) {
			const { page } = state;
			const ids = [...new Set(earlier.flatMap((each) => absorb(each)))];
			if (visited) state.page = page;
			return ids;
		},
		/** What was taken along from elsewhere, as between two devices: nothing here is written over. @param {LocalState} other @returns {string[]} */
		merge: (other) => absorb({ ...other, page: '' }, 'compare'),
		/** @param {string} id @param {Answer} text @returns {boolean} Whether that changes it. */
		change(id, text) {
			const value = toWellFormed(text);
			const before = state.answers[id] ?? '';
			choose(id, value);
			if (before === value) return false;
			delete state.answers[id]; // so that it comes last: the newest edit
			state.answers[id] = local.answers[id] = value;
			local.bases[id] ??= theirs.answers[id] ?? '';
			local.writers[id] = by;
			state.behind = state.behind.filter((other) => other !== id);
			return true;
		},
		/** What another tab has written, unless somebody is typing there in this one too. @param {string} id @param {Answer} text @returns {boolean} Whether it is news. */
		take(id, text) {
			if (typing.has(id) || (state.answers[id] ?? '') === text) return false;
			delete state.answers[id];
			state.answers[id] = text;
			for (const each of [local.answers, local.bases, local.writers]) delete each[id]; // the other tab keeps it
			return true;
		},
		/** @param {string} id */
		type(id) {
			if (!typing.has(id)) typing.set(id, state.answers[id] ?? '');
		},
		/** What was being typed is done. @returns {boolean} Whether anything was. */
		settle() {
			const some = typing.size > 0;
			typing.clear();
			return some;
		},
		/** Ids of what is being typed. */
		typingIds: () => [...typing.keys()],
		/** Whether it is news. @param {string} page @param {boolean} counts */
		visit(page, counts) {
			const seen = !course.pages.includes(page) || state.seen.includes(page);
			const news = !seen || page !== state.page;
			if (!seen && counts) state.seen.push(page);
			state.page = page;
			visited = true;
			return news;
		},
		/** The status by the course's rule, never lower than it was. */
		reach: () => (reached = lessonStatus(course, settledState(), reached)),
		get status() { return reached; },
		/** What this browser is to keep. @returns {LocalState} */
		get local() {
			const { page, seen, count, finished } = state;
			return { ...local, page, seen, count, finished, rivals: toRecord(conflicts.map(({ id, ours }) => [id, ours])) };
		},
	};
}
