/** From the queue to the LRS (xAPI 1.0.3 Communication 2.1.2): in batches, with growing pauses, and once more on leaving. */

import { clockOffset } from './lrs-clock.js';

/** @import { Timers } from '../schedule.js' */
/** @import { LrsConfig } from './statement' */
/** @import { StatementQueue } from './statement-queue.js' */
/** @typedef {{ window: Window, timers: Timers, now: () => number, random: () => number }} ClientParts */
/** @typedef {ReturnType<typeof openLrsClient>} LrsClient */

const BATCH_DELAY = 1_000;
const LATEST_START = 5_000;
const [FIRST_PAUSE, LONGEST_PAUSE] = [2_000, 300_000];
const LARGEST_BATCH = 50;

/** @param {ClientParts} parts @param {LrsConfig} lrs @param {StatementQueue} queue @param {() => void} acknowledge Called when the LRS has taken something. */
export function openLrsClient({ window, timers, now, random }, lrs, queue, acknowledge) {
	/** @type {number | undefined} */
	let timer;
	let [busy, stopped, pause, notBefore, most] = [false, false, 0, 0, LARGEST_BATCH];
	/** By how much this device's clock is wrong, once it is known. @type {number | undefined} */
	let offset;
	/** Ids of what is on its way while the page may go. @type {Set<string>} */
	const underway = new Set();
	/** @param {number} after */
	const start = (after) => {
		timers.clearTimeout(timer);
		timer = timers.setTimeout(sendBatch, Math.max(after, notBefore - now()));
	};
	/** @param {string} path @param {RequestInit} [options] */
	const ask = (path, options) => {
		/** @type {RequestInit} */
		// Nothing of the LMS goes along: not its cookies, nor the address of its page.
		const discreet = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' };
		return window.fetch(lrs.endpoint + path, { ...discreet, ...options });
	};
	/** The status, 0 for one that means nothing. @param {string} body @param {boolean} [keepalive] */
	const post = async (body, keepalive) => {
		const headers = {
			Authorization: `Basic ${btoa(`${lrs.key}:${lrs.secret}`)}`,
			'Content-Type': 'application/json',
			'X-Experience-API-Version': '1.0.3',
		};
		const answer = await ask('/statements', { method: 'POST', body, headers, keepalive });
		// In seconds: a date (RFC 9110, 10.2.3) counts as none, and the pauses grow by themselves.
		notBefore = now() + (Number(answer.headers.get('Retry-After')) * 1000 || 0);
		// A network that asks for a log-in may say 200 too: an LRS answers with ids.
		return answer.status === 200 && !Array.isArray(await answer.json()) ? 0 : answer.status;
	};
	/** @param {string[]} ids @param {boolean} isRejected */
	const drop = (ids, isRejected) => {
		queue.drop(ids, isRejected);
		if (!isRejected) acknowledge();
	};
	/** @param {string[]} ids @param {number} status */
	const conclude = (ids, status) => {
		const alone = ids.length === 1;
		// Nothing helps against this but a package with another key; what waits is kept for that.
		if (status === 401 || status === 403) return void (stopped = true);
		// Anything else says nothing of what was sent: the LRS is away, or at another address.
		if (status !== 200 && !/40[09]|413|422/.test(`${status}`)) {
			pause = Math.min(pause * 2 || FIRST_PAUSE, LONGEST_PAUSE);
			// By chance a bit later, or all who lost the LRS together would be back together.
			return start(Math.min(pause * (1 + random() / 2), LONGEST_PAUSE));
		}
		// A batch is stored whole or not at all (xAPI 1.0.3 Communication 2.1.2), so smaller ones find the one at fault.
		// 409 says that an id is taken by another content: alone, that one counts as delivered.
		if (status === 200 || alone) drop(ids, status !== 200 && status !== 409);
		most = status === 200 ? Math.min(most * 2, LARGEST_BATCH) : status === 409 ? 1 : Math.ceil(ids.length / 2);
		pause = 0;
		start(0);
	};
	const sendBatch = async () => {
		timer = undefined;
		if (busy || stopped || !queue.state.queue.length) return;
		busy = true;
		let [ids, status] = [/** @type {string[]} */ ([]), 0];
		try {
			if (offset === undefined) {
				const sentAt = now();
				offset = clockOffset((await ask('/about')).headers.get('Date'), sentAt, now());
				queue.correct(offset);
			}
			const batch = queue.batch(most, underway);
			ids = batch.ids;
			if (ids.length) status = await post(batch.body);
		} catch { /* nobody answers: wait */ }
		busy = false;
		if (ids.length || offset === undefined) conclude(ids, status);
	};
	/** What fits in a request that outlives the page; a tab that closes is hidden too, and once is enough. */
	const sendLast = () => {
		const { ids, body } = queue.batch(LARGEST_BATCH, underway, true);
		if (!ids.length || stopped || now() < notBefore) return;
		for (const id of ids) underway.add(id);
		void post(body, true).catch(() => 0).then((status) => {
			for (const id of ids) underway.delete(id);
			conclude(ids, status);
		});
	};
	start(LATEST_START); // a deferred script runs before `load`, which something slow may hold up
	window.addEventListener('load', () => start(BATCH_DELAY));
	window.addEventListener('online', () => start(0));
	window.document.addEventListener('visibilitychange', () => {
		if (window.document.visibilityState === 'hidden') sendLast();
	});
	// A click outside need not be the end: the clock first.
	window.addEventListener('blur', () => {
		if (!busy && offset !== undefined) sendLast();
	});
	return {
		/** Whether the clock is known to be right, or by how much it is wrong. */
		isClockKnown: () => offset !== undefined,
		now: () => now() + (offset ?? 0),
		/** Something new waits. */
		sendSoon() {
			if (timer === undefined && !busy) start(BATCH_DELAY);
		},
		sendLast,
	};
}
