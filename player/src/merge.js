/** What the learning system gave back and what this browser still held, as one: no word is lost, and none is put over newer ones. */

import { record } from './state.js';

/** @import { Answer, Course, Local, State } from './types' */

/**
 * Whether the learning system's answers are known (`compare`) or not (`ours`: there is none, or its state is unreadable), so
 * that the browser's count.
 * @typedef {'compare' | 'ours'} How
 */

/**
 * `local` is what stays in this browser until the learning system gives it back; `restored` the ids of the answers that were
 * put back.
 * @typedef {{ state: State, local: Local, restored: string[] }} Merged
 */

/**
 * @param {State} theirs @param {Local} local What an earlier launch kept.
 * @param {How} how @param {Course} course
 * @param {(id: string) => boolean} [isNew] Whether `theirs` of an answer was typed in this launch, by somebody who hadn't seen `local`.
 * @returns {Merged}
 */
export function merge(theirs, local, how, course, isNew = () => false) {
	const fates = Object.keys(local.answers).map((id) => ({ id, fate: fate(id, theirs, local, isNew(id) ? 'new' : how, course) }));
	const restored = fates.filter(({ fate }) => fate === 'restore').map(({ id }) => id);
	const unsure = fates.filter(({ fate }) => fate === 'ask').map(({ id }) => id);
	const ours = pick(local.answers, restored);
	const others = Object.keys(theirs.answers).filter((id) => !restored.includes(id));
	const state = {
		...theirs,
		count: Math.max(theirs.count, local.count),
		page: (local.count >= theirs.count && local.page) || theirs.page,
		seen: [...new Set([...theirs.seen, ...local.seen])],
		behind: theirs.behind.filter((id) => !restored.includes(id)), // they are here
		answers: record([...Object.entries(pick(theirs.answers, others)), ...Object.entries(ours)]),
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
			bases: pick(how === 'ours' ? local.bases : theirs.answers, restored),
			writers: pick(local.writers, restored),
			rivals: rivals(local, unsure, state.answers),
		},
		restored,
	};
}

/** @param {Record<string, string>} all @param {string[]} ids */
function pick(all, ids) {
	return record(ids.map((id) => [id, all[id] ?? '']));
}

/** @param {string} id @param {State} theirs @param {Local} local @param {How | 'new'} how @param {Course} course @returns {'forget' | 'restore' | 'ask'} */
function fate(id, theirs, { answers, bases, writers }, how, course) {
	const [ours, their] = [answers[id], theirs.answers[id] ?? ''];
	if (ours === their) return 'forget';
	const lastWriter = theirs.by !== '' && theirs.by === writers[id];
	if (how === 'ours' || (how === 'compare' && (lastWriter || (bases[id] ?? '') === their))) return 'restore';
	const kind = course.questions.find((question) => question.id === id)?.kind ?? 'open';
	return kind === 'open' && ours ? 'ask' : 'forget';
}

/**
 * Two versions that wait for the same answer become one: a learner chooses between two texts, not three.
 * @param {Local} local @param {string[]} unsure @param {Record<string, Answer>} current
 */
function rivals(local, unsure, current) {
	const all = record(Object.entries(local.rivals));
	for (const id of unsure) all[id] = [...new Set([all[id], local.answers[id]])].filter(Boolean).join('\n\n');
	return record(Object.entries(all).filter(([id, ours]) => ours !== '' && ours !== (current[id] ?? '')));
}
