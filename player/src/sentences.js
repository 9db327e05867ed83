/** The sentences that tell how things stand: one row for each kind, so that each is true wherever words are kept. */

/** @import { Standing } from './types' */
/** @import { Screen } from './parts' */

/** Keys of what is said of where the words are meanwhile. @typedef {Record<Standing['kept'], string>} Kept */
/** @type {Kept} */
const WAIT = { device: 'kept_device', tab: 'kept_tab', nowhere: 'kept_nowhere' };
/** @type {Kept} */
const REOPEN = { device: 'back_device', tab: 'copy_first', nowhere: 'copy_first' };
/** @type {Kept} */
const REST = { device: 'rest_device', tab: 'kept_tab', nowhere: 'kept_nowhere' };
/** @type {Kept} */
const ALONE = { device: 'alone_device', tab: 'alone_tab', nowhere: 'alone_nowhere' };

/**
 * tone     how it looks: `warning` stands out and is read aloud
 * trouble  sending goes wrong: `retry` makes sense; with `reopen` this tab is of no use any more
 * says     the key of its own sentence, '' for none; then where the words are
 * @type {Record<Standing['kind'], { says: string, kept?: Kept, tone?: 'warning', trouble?: 'retry' | 'reopen' }>}
 */
const KINDS = {
	looking: { says: 'looking' },
	saved: { says: 'saved' },
	sent: { says: 'sent' },
	waiting: { says: 'waiting' },
	offline: { says: 'offline', kept: WAIT, tone: 'warning', trouble: 'retry' },
	refused: { says: 'refused', kept: WAIT, tone: 'warning', trouble: 'retry' },
	expired: { says: 'expired', kept: REOPEN, tone: 'warning', trouble: 'reopen' },
	newer: { says: 'newer', kept: REOPEN, tone: 'warning', trouble: 'reopen' },
	full: { says: 'full', kept: REST, tone: 'warning' },
	alone: { says: '', kept: ALONE },
	astray: { says: 'astray', tone: 'warning' },
	review: { says: 'review' },
	browse: { says: 'browse' },
};

/** @type {Partial<Record<Standing['status'], string>>} */
const ENDS = { completed: 'done', passed: 'done', failed: 'failed' };
const CROWDED = 0.8;
const PROSE = 1.5; // characters of prose for one of the room, deflated and in base64url

/** What went wrong with sending, if anything did. @param {Standing} standing */
export function troubleOf({ kind }) {
	return KINDS[kind].trouble ?? '';
}

/** Whether it is to stand out. @param {Standing} standing */
export function isWarning({ kind, kept }) {
	return KINDS[kind].tone === 'warning' || (kind === 'alone' && kept === 'nowhere');
}

/** Whether no learning system is there. @param {Standing} standing */
export function isAlone({ kind }) {
	return kind === 'alone' || kind === 'astray';
}

/** Whether the room is nearly full. @param {Standing} standing */
export function isCrowded({ used }) {
	return used >= CROWDED;
}

/** How it ended, as a key; '' while it hasn't. @param {Standing} standing */
export function endOf({ status, ready }) {
	return ready ? 'ready' : (ENDS[status] ?? '');
}

/** How things stand. @param {Standing} standing @param {Screen} screen */
export function standingText(standing, { say }) {
	const { says, kept } = KINDS[standing.kind];
	return [says && say(says), kept ? say(kept[standing.kept]) : ''].filter(Boolean).join(' ');
}

/** What is wrong with keeping one answer; '' where nothing is. @param {string} id @param {Standing} standing @param {Screen} screen */
export function answerText(id, standing, { say }) {
	const { behind, tooLong, kept, kind } = standing;
	if (!behind.includes(id)) return '';
	const row = KINDS[kind];
	if (row.trouble === 'reopen' && kept === 'device') return `${say('behind')} ${say('back_answer')}`;
	if (row.trouble && row.kept) return `${say('behind')} ${say(row.kept[kept])}`;
	return tooLong.includes(id) ? `${say('too_long')} ${say(REST[kept])}` : say('elsewhere');
}

/** How much can still be written; '' while there is plenty. @param {Standing} standing @param {Screen} screen */
export function roomText(standing, { say, course }) {
	if (!isCrowded(standing) || standing.used >= 1) return '';
	return say('room', { n: Math.floor(((1 - standing.used) * course.room * PROSE) / 50) * 50 });
}
