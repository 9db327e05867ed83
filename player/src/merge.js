/** What the learning system gave back and what this browser still held, as one: no word is lost, and none is put over newer ones. */

import { QUESTION_KINDS } from './question-kinds.js';
import { toRecord } from './state.js';

/** @import { Answer, Course, LocalState, State } from './types' */

/**
 * Whether the learning system's answers are known (`compare`) or not (`ours`: there is none, or its state is unreadable), so
 * that the browser's count.
 * @typedef {'compare' | 'ours'} MergeMode
 */

/**
 * `local` is what stays in this browser until the learning system gives it back; `restored` the ids of the answers that were
 * put back.
 * @typedef {{ state: State, local: LocalState, restoredIds: string[] }} MergeResult
 */

/**
 * @param {State} theirs @param {LocalState} local What an earlier launch kept.
 * @param {MergeMode} mode @param {Course} course
 * @param {(id: string) => boolean} [isNew] Whether `theirs` of an answer was typed in this launch, by somebody who hadn't seen `local`.
 * @returns {MergeResult}
 */
export function mergeLocalState(theirs, local, mode, course, isNew = () => false) {
	const resolutions = Object.keys(local.answers).map((id) => ({ id, resolution: resolutionOf(id, theirs, local, isNew(id) ? 'new' : mode, course) }));
	const restoredIds = resolutions.filter(({ resolution }) => resolution === 'restore').map(({ id }) => id);
	const unsure = resolutions.filter(({ resolution }) => resolution === 'ask').map(({ id }) => id);
	const ours = pick(local.answers, restoredIds);
	const others = Object.keys(theirs.answers).filter((id) => !restoredIds.includes(id));
	const state = {
		...theirs,
		count: Math.max(theirs.count, local.count),
		page: (local.count >= theirs.count && local.page) || theirs.page,
		seen: [...new Set([...theirs.seen, ...local.seen])],
		behind: theirs.behind.filter((id) => !restoredIds.includes(id)), // they are here
		answers: toRecord([...Object.entries(pick(theirs.answers, others)), ...Object.entries(ours)]),
		finished: theirs.finished || local.finished,
	};
	return {
		state,
		local: {
			count: state.count,
			page: state.page,
			seen: state.seen,
			finished: state.finished,
			answers: ours,
			bases: pick(mode === 'ours' ? local.bases : theirs.answers, restoredIds),
			writers: pick(local.writers, restoredIds),
			rivals: mergeConflicts(local, unsure, state.answers, course),
		},
		restoredIds,
	};
}

/** @param {Record<string, string>} all @param {string[]} ids */
function pick(all, ids) {
	return toRecord(ids.map((id) => [id, all[id] ?? '']));
}

/** @param {string} id @param {State} theirs @param {LocalState} local @param {MergeMode | 'new'} mode @param {Course} course @returns {'forget' | 'restore' | 'ask'} */
function resolutionOf(id, theirs, { answers, bases, writers }, mode, course) {
	const [ours, their] = [answers[id], theirs.answers[id] ?? ''];
	if (ours === their) return 'forget';
	const lastWriter = theirs.by !== '' && theirs.by === writers[id];
	if (mode === 'ours' || (mode === 'compare' && (lastWriter || (bases[id] ?? '') === their))) return 'restore';
	if (course.quizzes?.some((quiz) => quiz.id === id)) return 'forget';
	// Where somebody may have typed, there are words to lose.
	return ours && kindOf(id, course).type === 'fill-in' ? 'ask' : 'forget';
}

/** What an earlier version of the course asked was open. @param {string} id @param {Course} course */
function kindOf(id, { questions }) {
	return QUESTION_KINDS[questions.find((question) => question.id === id)?.kind ?? 'open'];
}

/**
 * Two versions that wait for the same answer become one: a learner chooses between two texts, not three. Of what fills gaps
 * the newer one waits.
 * @param {LocalState} local @param {string[]} unsure @param {Record<string, Answer>} current @param {Course} course
 */
function mergeConflicts(local, unsure, current, course) {
	const all = toRecord(Object.entries(local.rivals));
	for (const id of unsure) {
		const versions = kindOf(id, course).rule === 'words' ? [all[id], local.answers[id]] : [local.answers[id]];
		all[id] = [...new Set(versions)].filter(Boolean).join('\n\n');
	}
	return toRecord(Object.entries(all).filter(([id, ours]) => ours !== '' && ours !== (current[id] ?? '')));
}
