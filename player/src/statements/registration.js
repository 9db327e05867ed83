/** Which registration this launch belongs to, and what is remembered with it in cmi.suspend_data. */

import { wholeNumber } from '../state.js';
import { revisionOf } from './statements.js';
import { newUuid, uuidOf } from './uuid.js';

/** @import { Kept } from './types' */

/**
 * The LMS's registration; or the one that was made here and never came back, as when a launch was cut short; or a new one.
 * An LMS that had given it back and now has none begins another attempt; so does one where a finished course is unfinished.
 * @param {Record<string, unknown>} extra The state's own, which gets what this launch adds.
 * @param {Kept} kept The same of this browser.
 * @param {Kept['status']} status
 * @param {boolean} blind Whether what the LMS holds can't be read.
 * @param {string[]} ours Ids of answers whose newest version is this browser's.
 */
export function register(extra, kept, status, blind, ours) {
	const given = uuidOf(extra.registration);
	const again = kept.back || kept.status !== status;
	const registration = given || ((!again || blind) && kept.registration) || newUuid();
	if (registration !== kept.registration) Object.assign(kept, { registration, back: false, status, sessions: 0, revisions: {}, told: [], films: {} });
	if (given) kept.back = true;
	const sessions = (kept.sessions = Math.max(kept.sessions, wholeNumber(extra.sessions)) + 1);
	const revisions = Object.assign(Object.create(null), extra.revisions);
	for (const id of ours) if (revisionOf(kept, id) > revisionOf(extra, id)) revisions[id] = revisionOf(kept, id);
	kept.revisions = revisions;
	Object.assign(extra, { registration, sessions, revisions });
}
