/** The sentences that tell how things stand: one row for each kind, so that each is true wherever words are kept. */

import { isSuccess } from './completion.js';

/** @import { SaveStatus } from './types' */
/** @import { Screen } from './parts' */

/** Keys of what is said of where the words are meanwhile. @typedef {Record<SaveStatus['storage'], string>} StorageKeys */
/** @type {StorageKeys} */
const WAIT = { device: 'kept_device', tab: 'kept_tab', nowhere: 'kept_nowhere' };
/** @type {StorageKeys} */
const REOPEN = { device: 'back_device', tab: 'copy_first', nowhere: 'copy_first' };
/** @type {StorageKeys} */
const REST = { device: 'rest_device', tab: 'kept_tab', nowhere: 'kept_nowhere' };
/** @type {StorageKeys} */
const ALONE = { device: 'alone_device', tab: 'alone_tab', nowhere: 'alone_nowhere' };

/**
 * tone     how it looks: `warning` stands out and is read aloud
 * trouble  sending goes wrong: `retry` makes sense; with `reopen` this tab is of no use any more
 * key      its own sentence, '' for none
 * copy     the sentence behind that, on where the words are meanwhile
 * @type {Record<SaveStatus['kind'], { key: string, copy?: StorageKeys, tone?: 'warning', trouble?: 'retry' | 'reopen' }>}
 */
const KINDS = {
	looking: { key: 'looking' },
	saved: { key: 'saved' },
	sent: { key: 'sent' },
	waiting: { key: 'waiting' },
	offline: { key: 'offline', copy: WAIT, tone: 'warning', trouble: 'retry' },
	refused: { key: 'refused', copy: WAIT, tone: 'warning', trouble: 'retry' },
	expired: { key: 'expired', copy: REOPEN, tone: 'warning', trouble: 'reopen' },
	newer: { key: 'newer', copy: REOPEN, tone: 'warning', trouble: 'reopen' },
	full: { key: 'full', copy: REST, tone: 'warning' },
	alone: { key: '', copy: ALONE },
	astray: { key: 'astray', tone: 'warning' },
	review: { key: 'review' },
	browse: { key: 'browse' },
};

const NEARLY_FULL = 0.8;
const PROSE = 1.5; // characters of prose for one of the room, deflated and in base64url

/** What went wrong with sending, if anything did. @param {SaveStatus} saveStatus */
export function troubleOf({ kind }) {
	return KINDS[kind].trouble ?? '';
}

/** Whether it is to stand out. @param {SaveStatus} saveStatus */
export function isWarning({ kind, storage }) {
	return KINDS[kind].tone === 'warning' || (kind === 'alone' && storage === 'nowhere');
}

/** Whether no learning system is there. @param {SaveStatus} saveStatus */
export function isAlone({ kind }) {
	return kind === 'alone' || kind === 'astray';
}

/** Whether the room is nearly full. @param {SaveStatus} saveStatus */
export function isNearlyFull({ usage }) {
	return usage >= NEARLY_FULL;
}

/** How it ended, as a key; '' while it hasn't. @param {SaveStatus} saveStatus */
export function endOf({ status, ready }) {
	if (ready) return 'ready';
	return isSuccess(status) ? 'done' : status === 'failed' ? status : '';
}

/** How things stand. @param {SaveStatus} saveStatus @param {Screen} screen */
export function saveStatusText(saveStatus, { t }) {
	const { key, copy } = KINDS[saveStatus.kind];
	return [key && t(key), copy ? t(copy[saveStatus.storage]) : ''].filter(Boolean).join(' ');
}

/** What is wrong with keeping one answer; '' where nothing is. @param {string} id @param {SaveStatus} saveStatus @param {Screen} screen */
export function warningText(id, saveStatus, { t }) {
	const { unsavedIds, tooLong, storage, kind } = saveStatus;
	if (!unsavedIds.includes(id)) return '';
	const row = KINDS[kind];
	if (row.trouble === 'reopen' && storage === 'device') return `${t('behind')} ${t('back_answer')}`;
	if (row.trouble && row.copy) return `${t('behind')} ${t(row.copy[storage])}`;
	return tooLong.includes(id) ? `${t('too_long')} ${t(REST[storage])}` : t('elsewhere');
}

/** How much can still be written; '' while there is plenty. @param {SaveStatus} saveStatus @param {Screen} screen */
export function roomText(saveStatus, { t, course }) {
	if (!isNearlyFull(saveStatus) || saveStatus.usage >= 1) return '';
	return t('room', { n: Math.floor(((1 - saveStatus.usage) * course.room * PROSE) / 50) * 50 });
}
