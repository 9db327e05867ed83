/** Which registration this launch belongs to, and what is remembered with it in the learning system. */

import { isRecord, wholeNumber } from '../state.js';
import { shortKey } from '../short-key.js';
import { mergeQueueStates } from './queue-state.js';
import { revisionOf } from './statements.js';
import { newUuid, uuidOf } from './uuid.js';

/** @import { QueueState } from './statement' */

/**
 * The learning system's registration; or the one that an earlier launch of this attempt made and that never arrived, as when
 * it was cut short; or a new one. Gives what is kept from here on.
 * @param {Record<string, unknown>} extra The state's own, which gets what this launch adds.
 * @param {QueueState[]} earlier What launches of this attempt kept in this browser.
 * @param {string} target
 * @param {string[]} ids Of the questions. @param {(id: string) => boolean} isOurs Whether its newest words are this browser's.
 * @param {string} [launched] The registration that the learning system gives the launch.
 * @returns {QueueState}
 */
export function resumeRegistration(extra, earlier, target, ids, isOurs, launched) {
	const registration = uuidOf(launched) || uuidOf(extra.registration) || earlier.map((each) => each.registration).filter(Boolean).pop() || newUuid();
	// A launch that couldn't read the state made a registration of its own: what it reported is to be sent all the same.
	const foreign = mergeQueueStates(earlier.filter((each) => each.registration !== registration), target);
	const own = mergeQueueStates(earlier.filter((each) => each.registration === registration), target);
	const sessions = Math.max(own.sessions, wholeNumber(extra.sessions)) + 1;
	const revisions = revisionsOf(extra, own, ids, isOurs);
	Object.assign(extra, { registration, sessions, revisions });
	const [queue, rejected] = [[...foreign.queue, ...own.queue], [...foreign.rejected, ...own.rejected]];
	return { ...own, registration, sessions, revisions, queue, rejected };
}

/** By short key. @param {Record<string, unknown>} extra @param {QueueState} queueState @param {string[]} ids @param {(id: string) => boolean} isOurs */
function revisionsOf(extra, queueState, ids, isOurs) {
	/** @type {Record<string, unknown>} */
	const revisions = { ...(isRecord(extra.revisions) ? extra.revisions : {}) };
	for (const id of ids) {
		const revision = Math.max(revisionOf(extra, id), isOurs(id) ? revisionOf(queueState, id) : 1);
		delete revisions[id];
		if (revision > 1) revisions[shortKey(id)] = revision;
	}
	return /** @type {Record<string, number>} */ (revisions);
}
