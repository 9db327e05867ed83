/** How things stand, in the one word that matters most. */

import { isDone } from './completion.js';

/** @import { Course, Standing, State, Status } from './types' */
/** @import { Saver } from './saver.js' */

/** @typedef {'looking' | 'normal' | 'refused' | 'alone' | 'astray' | 'review' | 'browse'} Mode 'refused': a learning system that did not begin. */
/**
 * @typedef {object} Parts
 * @property {Course} course
 * @property {State} state
 * @property {Mode} mode
 * @property {Status} status
 * @property {Saver | null} saver
 * @property {'newer' | 'unseen' | ''} locked What keeps the words from being written.
 * @property {Standing['kept']} kept
 */

/** @param {Parts} parts @returns {Standing} */
export function standing(parts) {
	const { course, state, saver, status, kept } = parts;
	const ready = status === 'incomplete' && course.completion.finish === 'button' && !state.finished && isDone(course, state);
	return { kind: kind(parts), kept, behind: behind(parts), tooLong: saver?.tooLong ?? [], used: saver?.used ?? 0, status, ready };
}

/** Ids whose newest words the learning system does not have, as far as is known. @param {Parts} parts */
function behind({ locked, state, saver }) {
	if (locked) return Object.keys(state.answers);
	return [...new Set([...state.behind, ...(saver?.unsent ?? [])])];
}

/** @param {Parts} parts @returns {Standing['kind']} */
function kind({ mode, saver, locked, state }) {
	if (mode === 'refused') return 'expired';
	if (mode !== 'normal' || !saver) return mode === 'normal' ? 'looking' : mode;
	if (saver.failure) return saver.failure === 'invalid' ? 'refused' : saver.failure;
	if (locked === 'unseen') return 'expired';
	if (locked && Object.keys(state.answers).length) return 'newer';
	if (saver.tooLong.length) return 'full';
	if (saver.dirty) return 'waiting';
	return saver.proven ? 'saved' : 'sent';
}
