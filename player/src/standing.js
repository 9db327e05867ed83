/** How things stand, in the one word that matters most. */

/** @import { Standing } from './types' */
/** @import { Run } from './run.js' */

/** @param {Run} run @returns {Standing} */
export function standing(run) {
	return { kind: kind(run), behind: behind(run), used: run.out?.used ?? 0, status: run.status };
}

/** Ids whose newest words the LMS does not have, as far as is known. @param {Run} run */
function behind({ out, state, trouble, fresh }) {
	if (out?.locked) return Object.keys(state.answers);
	return [...new Set([...state.behind, ...(trouble ? fresh : [])])];
}

/** @param {Run} run @returns {Standing['kind']} */
function kind({ mode, stored, out, trouble, state, dirty }) {
	if (mode === 'alone') return stored ? 'alone' : 'nowhere';
	if (mode !== 'normal') return mode;
	if (trouble) return trouble;
	if (out?.locked === 'unseen') return 'refused';
	if (out?.locked && Object.keys(state.answers).length) return 'newer';
	if (out?.behind.length) return 'full';
	return dirty ? 'waiting' : 'saved';
}
