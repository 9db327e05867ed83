/** What the LMS gave back and what this browser still held, as one state: no word is lost, and none is put over newer ones. */

import { record } from './state.js';

/** @import { Answer, Course, State } from './types' */
/** @import { Local } from './storage.js' */

/**
 * @typedef {'compare' | 'ours' | 'again'} How
 * compare: the LMS's answers are known. ours: they are not (no LMS, or an unreadable state), so the browser's count.
 * again: the LMS had taken a finished course and now has one that isn't, so this is another attempt.
 */

/**
 * `local` is what stays in this browser until the LMS gives it back; `restored` the ids of the answers that were put back.
 * @typedef {{ state: State, local: Local, restored: string[] }} Merged
 */

/** @param {State} theirs @param {Local} local @param {How} how @param {Course} course @returns {Merged} */
export function merge(theirs, local, how, course) {
	const { page, seen } = how === 'again' ? theirs : local;
	const fates = Object.keys(local.answers).map((id) => ({ id, fate: fate(id, theirs, local, how, course) }));
	const restored = fates.filter(({ fate }) => fate === 'restore').map(({ id }) => id);
	const asked = fates.filter(({ fate }) => fate === 'ask').map(({ id }) => id);
	const ours = pick(local.answers, restored);
	const others = Object.keys(theirs.answers).filter((id) => !restored.includes(id));
	const state = {
		...theirs,
		count: Math.max(theirs.count, local.count),
		page: (local.count >= theirs.count && page) || theirs.page,
		seen: [...new Set([...theirs.seen, ...seen])],
		answers: record([...Object.entries(pick(theirs.answers, others)), ...Object.entries(ours)]),
	};
	const kept = {
		answers: ours,
		bases: pick(how === 'ours' ? local.bases : theirs.answers, restored),
		writers: pick(local.writers, restored),
		rivals: rivals(local, asked, state.answers),
		status: how === 'again' ? /** @type {const} */ ('incomplete') : local.status,
	};
	return { state, local: { count: state.count, page: state.page, seen: state.seen, ...kept }, restored };
}

/** @param {Record<string, string>} all @param {string[]} ids */
function pick(all, ids) {
	return record(ids.map((id) => [id, all[id] ?? '']));
}

/** @param {string} id @param {State} theirs @param {Local} local @param {How} how @param {Course} course @returns {'forget' | 'restore' | 'ask'} */
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
 * @param {Local} local @param {string[]} asked @param {Record<string, Answer>} shown
 */
function rivals(local, asked, shown) {
	const all = record(Object.entries(local.rivals));
	for (const id of asked) all[id] = [...new Set([all[id], local.answers[id]])].filter(Boolean).join('\n\n');
	return record(Object.entries(all).filter(([id, ours]) => ours !== '' && ours !== (shown[id] ?? '')));
}
