/** What this browser keeps of one attempt's statements, over launches. Other content may share its storage, so none is taken on trust. */

import { isRecord, record, wholeNumber } from '../state.js';
import { uuidOf } from './uuid.js';

/** @import { Kept, Segment, Statement } from './statement' */

/** @param {string} target @returns {Kept} */
export function emptyKept(target) {
	return { registration: '', sessions: 0, revisions: record([]), ids: [], queue: [], rejected: [], target, video: record([]) };
}

/** What was refused under another target is to be tried again. @param {Record<string, unknown>} json @param {string} target @returns {Kept} */
export function keptOf({ registration, sessions, revisions, ids, queue, rejected, target: former, video }, target) {
	const [waiting, refused] = [queue, rejected].map((some) => /** @type {Statement[]} */ (list(some).filter(hasId)));
	const again = former === target ? [] : refused;
	return {
		registration: uuidOf(registration),
		sessions: wholeNumber(sessions),
		revisions: record(entries(revisions).map(([key, number]) => [key, wholeNumber(number)])),
		ids: list(ids).map(uuidOf).filter(Boolean),
		queue: [...(again ?? []), ...(waiting ?? [])],
		rejected: again?.length ? [] : refused ?? [],
		target,
		video: record(entries(video).map(([id, segments]) => [id, list(segments).filter(isSegment)])),
	};
}

/** What several launches kept, the oldest first, as one. @param {Kept[]} all @param {string} target @returns {Kept} */
export function joinedKept(all, target) {
	const kept = emptyKept(target);
	const acknowledged = new Set(all.flatMap(delivered));
	for (const { registration, sessions, revisions, ids, queue, rejected, video } of all) {
		kept.registration = registration || kept.registration;
		kept.sessions = Math.max(kept.sessions, sessions);
		for (const [key, number] of Object.entries(revisions)) kept.revisions[key] = Math.max(kept.revisions[key] ?? 0, number);
		kept.ids = [...new Set([...kept.ids, ...ids])];
		const known = new Set([...kept.queue, ...kept.rejected].map(({ id }) => id));
		const isNews = (/** @type {Statement} */ { id }) => !acknowledged.has(id) && !known.has(id);
		kept.queue.push(...queue.filter(isNews));
		kept.rejected.push(...rejected.filter(isNews));
		for (const [id, segments] of Object.entries(video)) kept.video[id] = [...(kept.video[id] ?? []), ...segments.filter(lacking(kept.video[id] ?? []))];
	}
	return kept;
}

/** Ids of what was made and waits no more: of two tabs, one may have delivered what the other still holds. @param {Kept} kept */
function delivered({ ids, queue, rejected }) {
	const waiting = new Set([...queue, ...rejected].map(({ id }) => id));
	return ids.filter((id) => !waiting.has(id));
}

/** @param {Segment[]} known @returns {(segment: Segment) => boolean} */
function lacking(known) {
	return ([start, end]) => !known.some((other) => other[0] === start && other[1] === end);
}

/** @param {unknown} value @returns {unknown[]} */
function list(value) {
	return Array.isArray(value) ? value : [];
}

/** @param {unknown} value @returns {[string, unknown][]} */
function entries(value) {
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
