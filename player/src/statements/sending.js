/** From the outbox to the receiver (xAPI 1.0.3 Communication 2.1.2): in batches, with growing pauses, and once more on leaving. */

import { offset } from './clock.js';

/** @import { Timers } from '../connection.js' */
/** @import { Outbox } from './outbox.js' */
/** @import { Receiver } from './types' */
/** @typedef {{ window: Window, timers: Timers, now: () => number, random: () => number }} Surroundings */
/** @typedef {ReturnType<typeof openSending>} Sending */

const SOON = 1_000;
const LATEST_START = 5_000;
const [FIRST_PAUSE, LONGEST_PAUSE] = [2_000, 300_000];
const MOST = 50;

/** @param {Surroundings} surroundings @param {Receiver} receiver @param {Outbox} outbox */
export function openSending({ window, timers, now, random }, receiver, outbox) {
	/** @type {number | undefined} */
	let timer;
	let [busy, stopped, pause, notBefore, most] = [false, false, 0, 0, MOST];
	/** By how much this device's clock is wrong, once it is known. @type {number | undefined} */
	let wrong;
	/** What is on its way while the page goes. */
	let left = '';
	/** @param {number} after */
	const start = (after) => {
		timers.clearTimeout(timer);
		timer = timers.setTimeout(attempt, Math.max(after, notBefore - now()));
	};
	/** @param {string} path @param {RequestInit} [options] */
	const ask = (path, options) => {
		/** @type {RequestInit} */
		const discreet = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' };
		return window.fetch(receiver.endpoint + path, { ...discreet, ...options });
	};
	/** The status, 0 for one that means nothing. @param {string} body @param {boolean} [keepalive] */
	const post = async (body, keepalive) => {
		const headers = {
			Authorization: `Basic ${btoa(`${receiver.key}:${receiver.secret}`)}`,
			'Content-Type': 'application/json',
			'X-Experience-API-Version': '1.0.3',
		};
		const answer = await ask('/statements', { method: 'POST', body, headers, keepalive });
		// In seconds: a date (RFC 9110, 10.2.3) counts as none, and the pauses grow by themselves.
		notBefore = now() + (Number(answer.headers.get('Retry-After')) * 1000 || 0);
		// A network that asks for a log-in may say 200 too: an LRS answers with ids.
		return answer.status === 200 && !Array.isArray(await answer.json()) ? 0 : answer.status;
	};
	/** @param {string[]} ids @param {number} status */
	const settle = (ids, status) => {
		const alone = ids.length === 1;
		if (status === 401 || status === 403) return void (stopped = true);
		// Anything else says nothing of what was sent: the receiver is away, or at another address.
		if (status !== 200 && !/40[09]|413|422/.test(`${status}`)) {
			pause = Math.min(pause * 2 || FIRST_PAUSE, LONGEST_PAUSE);
			return start(Math.min(pause * (1 + random() / 2), LONGEST_PAUSE));
		}
		if (status === 200 || alone) outbox.drop(ids, status !== 200 && status !== 409);
		most = status === 200 ? Math.min(most * 2, MOST) : status === 409 ? 1 : Math.ceil(ids.length / 2);
		pause = 0;
		start(0);
	};
	const attempt = async () => {
		timer = undefined;
		if (busy || stopped || !outbox.read().queue.length) return;
		busy = true;
		let [ids, status] = [/** @type {string[]} */ ([]), 0];
		try {
			if (wrong === undefined) {
				const asked = now();
				wrong = offset((await ask('/about')).headers.get('Date'), asked, now());
				outbox.correct(wrong);
			}
			const batch = outbox.batch(most);
			ids = batch.ids;
			status = await post(batch.body);
		} catch { /* nobody answers: wait */ }
		busy = false;
		settle(ids, status);
	};
	start(LATEST_START); // a deferred script runs before `load`, which something slow may hold up
	window.addEventListener('load', () => start(SOON));
	window.addEventListener('online', () => start(0));
	return {
		/** Whether the clock is known to be right, or by how much it is wrong. */
		isSure: () => wrong !== undefined,
		now: () => now() + (wrong ?? 0),
		/** Something new waits. */
		soon() {
			if (timer === undefined && !busy) start(SOON);
		},
		/** What fits in a request that outlives the page. */
		last() {
			const { ids, body } = outbox.batch(MOST, true);
			// A tab that closes is hidden too: once is enough.
			if (!ids.length || stopped || now() < notBefore || body === left) return;
			post((left = body), true).catch(() => 0).then((status) => {
				left = '';
				if (status === 200) outbox.drop(ids, false);
			});
		},
	};
}
