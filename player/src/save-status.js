/** How things stand, in the one word that matters most. */

import { isDone } from './completion.js';

/** @import { Course, SaveStatus, State, Status } from './types' */
/** @import { Saver } from './saver.js' */

/** @typedef {'looking' | 'normal' | 'refused' | 'alone' | 'astray' | 'review' | 'browse'} Mode 'refused': a learning system that did not begin. */
/**
 * @typedef {object} SaveStatusParts
 * @property {Course} course
 * @property {State} state
 * @property {Mode} mode
 * @property {Status} status
 * @property {Saver | null} saver
 * @property {'newer' | 'unseen' | ''} lock What keeps the words from being written.
 * @property {SaveStatus['storage']} storage
 */

/** @param {SaveStatusParts} parts @returns {SaveStatus} */
export function saveStatus(parts) {
	const { course, state, saver, status, storage } = parts;
	const ready = status === 'incomplete' && course.completion.finish === 'button' && !state.finished && isDone(course, state);
	return { kind: saveStatusKind(parts), storage, unsavedIds: unsavedIds(parts), tooLong: saver?.tooLong ?? [], usage: saver?.usage ?? 0, status, ready };
}

/** Ids whose newest words the learning system does not have, as far as is known. @param {SaveStatusParts} parts */
function unsavedIds({ lock, state, saver }) {
	if (lock) return Object.keys(state.answers);
	return [...new Set([...state.behind, ...(saver?.unsentIds ?? [])])];
}

/** @param {SaveStatusParts} parts @returns {SaveStatus['kind']} */
function saveStatusKind({ mode, saver, lock, state }) {
	if (mode === 'refused') return 'expired';
	if (mode !== 'normal' || !saver) return mode === 'normal' ? 'looking' : mode;
	if (saver.failure) return saver.failure === 'invalid' ? 'refused' : saver.failure;
	if (lock === 'unseen') return 'expired';
	if (lock && Object.keys(state.answers).length) return 'newer';
	if (saver.tooLong.length) return 'full';
	if (saver.dirty || saver.pending) return 'waiting';
	return saver.stored ? 'saved' : 'sent';
}
