/** Which registration this launch belongs to, and what is remembered with it in cmi.suspend_data. */

import { wholeNumber } from '../state.js';
import { revisionOf } from './statements.js';
import { newUuid, uuidOf } from './uuid.js';

/** @import { Kept } from './types' */

/**
 * The LMS's registration; or the one that was made here and never came back, as when a launch was cut short; or a new one.
 * An LMS that had given it back and now has none begins another attempt.
 * @param {Record<string, unknown>} extra The state's own, which gets what this launch adds.
 * @param {Kept} kept The same of this browser.
 * @param {boolean} blind Whether what the LMS holds can't be read.
 * @param {string[]} ours Ids of answers whose newest version is this browser's.
 */
export function register(extra, kept, blind, ours) {
	const given = uuidOf(extra.registration);
	const registration = given || ((!kept.returned || blind) && kept.registration) || newUuid();
	if (registration !== kept.registration) Object.assign(kept, { registration, returned: false, sessions: 0, revisions: {}, told: [], films: {} });
	if (given) kept.returned = true;
	const sessions = (kept.sessions = Math.max(kept.sessions, wholeNumber(extra.sessions)) + 1);
	const revisions = Object.assign(Object.create(null), extra.revisions);
	for (const id of ours) if (revisionOf(kept, id) > revisionOf(extra, id)) revisions[id] = revisionOf(kept, id);
	kept.revisions = revisions;
	Object.assign(extra, { registration, sessions, revisions });
}
