/** What this browser keeps of one attempt's statements, over launches. Other content may share its storage, so none is taken on trust. */

import { isRecord, toRecord, wholeNumber } from '../state.js';
import { uuidOf } from './uuid.js';

/** @import { QueueState, Segment, Statement } from './statement' */

/** @param {string} target @returns {QueueState} */
export function emptyQueueState(target) {
	return { registration: '', sessions: 0, revisions: toRecord([]), ids: [], queue: [], rejected: [], target, video: toRecord([]) };
}

/** What was refused under another target is to be tried again. @param {Record<string, unknown>} json @param {string} target @returns {QueueState} */
export function queueStateOf({ registration, sessions, revisions, ids, queue, rejected, target: former, video }, target) {
	const [waiting, refused] = [queue, rejected].map((some) => /** @type {Statement[]} */ (arrayOf(some).filter(hasId)));
	const again = former === target ? [] : refused;
	return {
		registration: uuidOf(registration),
		sessions: wholeNumber(sessions),
		revisions: toRecord(entriesOf(revisions).map(([key, number]) => [key, wholeNumber(number)])),
		ids: arrayOf(ids).map(uuidOf).filter(Boolean),
		queue: [...(again ?? []), ...(waiting ?? [])],
		rejected: again?.length ? [] : refused ?? [],
		target,
		video: toRecord(entriesOf(video).map(([id, segments]) => [id, arrayOf(segments).filter(isSegment)])),
	};
}

/** What several launches kept, the oldest first, as one. @param {QueueState[]} all @param {string} target @returns {QueueState} */
export function mergeQueueStates(all, target) {
	const merged = emptyQueueState(target);
	const acknowledged = new Set(all.flatMap(deliveredIds));
	for (const { registration, sessions, revisions, ids, queue, rejected, video } of all) {
		merged.registration = registration || merged.registration;
		merged.sessions = Math.max(merged.sessions, sessions);
		for (const [key, number] of Object.entries(revisions)) merged.revisions[key] = Math.max(merged.revisions[key] ?? 0, number);
		merged.ids = [...new Set([...merged.ids, ...ids])];
		const known = new Set([...merged.queue, ...merged.rejected].map(({ id }) => id));
		const isNews = (/** @type {Statement} */ { id }) => !acknowledged.has(id) && !known.has(id);
		merged.queue.push(...queue.filter(isNews));
		merged.rejected.push(...rejected.filter(isNews));
		for (const [id, segments] of Object.entries(video)) merged.video[id] = [...(merged.video[id] ?? []), ...segments.filter(isNewIn(merged.video[id] ?? []))];
	}
	return merged;
}

/** Ids of what was made and waits no more: of two tabs, one may have delivered what the other still holds. @param {QueueState} state */
function deliveredIds({ ids, queue, rejected }) {
	const waiting = new Set([...queue, ...rejected].map(({ id }) => id));
	return ids.filter((id) => !waiting.has(id));
}

/** @param {Segment[]} known @returns {(segment: Segment) => boolean} */
function isNewIn(known) {
	return ([start, end]) => !known.some((other) => other[0] === start && other[1] === end);
}

/** @param {unknown} value @returns {unknown[]} */
function arrayOf(value) {
	return Array.isArray(value) ? value : [];
}

/** @param {unknown} value @returns {[string, unknown][]} */
function entriesOf(value) {
	return Object.entries(isRecord(value) ? value : {});
}

/** @param {unknown} statement */
function hasId(statement) {
	return isRecord(statement) && uuidOf(statement.id) !== '';
}

/** @param {unknown} segment @returns {segment is Segment} */
function isSegment(segment) {
	return Array.isArray(segment) && segment.length === 2 && segment.every(Number.isFinite);
}
