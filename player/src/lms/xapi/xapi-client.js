/** Requests to the LRS of a learning system (xAPI 1.0.3 Communication 2). Each gives an answer, and none throws. */

import { tryCall } from '../../try-call.js';

/** `status` is 0 where nobody answered. @typedef {{ status: number, json: any }} XapiAnswer */
/** @typedef {ReturnType<typeof openXapiClient>} AskLrs */

const TIMEOUT = 30_000;
/** Browsers let requests that outlive the page take 64 KiB together. */
const KEEPALIVE_BYTES = 62_000;
/** Milliseconds between the tries to begin. */
const START_PAUSES = [1_000, 3_000, 9_000];

/** @param {Window} window @param {string} endpoint @param {string} authorization */
export function openXapiClient(window, endpoint, authorization) {
	const base = endpoint.replace(/\/?$/, '/');
	/** @param {'GET' | 'PUT' | 'POST'} method @param {string} resource @param {Record<string, string>} parameters @param {string} [body] JSON. @returns {Promise<XapiAnswer>} */
	return (method, resource, parameters, body) => {
		const query = `${new URLSearchParams(parameters)}`;
		const headers = { Authorization: authorization, 'X-Experience-API-Version': '1.0.3', ...(body && { 'Content-Type': 'application/json' }) };
		return request(window, base + resource + (query && `?${query}`), { method, headers, body, cache: 'no-store' });
	};
}

/** @param {Window} window @param {string} url @param {RequestInit} options @returns {Promise<XapiAnswer>} */
export async function request(window, url, options) {
	const stop = new AbortController();
	const timer = window.setTimeout(() => stop.abort(), TIMEOUT);
	const size = new TextEncoder().encode(`${options.body}`).length;
	try {
		// What is under way must arrive though the page goes.
		const answer = await window.fetch(url, { ...options, signal: stop.signal, keepalive: options.method !== 'GET' && size < KEEPALIVE_BYTES });
		const text = await answer.text();
		// A network that asks for a log-in says 200 too, with a page.
		return { status: answer.ok && /^\s*</.test(text) ? 0 : answer.status, json: tryCall(() => JSON.parse(text)) };
	} catch {
		return { status: 0, json: undefined };
	} finally {
		window.clearTimeout(timer);
	}
}

/** Asks again while nobody answers or the server is in trouble, but not for ever. @param {Window} window @param {() => Promise<XapiAnswer>} ask */
export async function askUntilAnswered(window, ask) {
	let answer = await ask();
	for (const pause of START_PAUSES) {
		if (answer.status && answer.status < 500) break;
		await new Promise((resolve) => void window.setTimeout(resolve, pause));
		answer = await ask();
	}
	return answer;
}

/** @param {XapiAnswer} answer */
export function isGood({ status }) {
	return status >= 200 && status < 300;
}
