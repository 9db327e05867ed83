/** How a commit reaches the server: as one request with what changed, sent well or not. */

import { encodePhpForm } from './php-form.js';
import { standardOf } from './standards.js';

/**
 * @typedef {{result: string, errorCode: number}} Result
 * @typedef {ReturnType<typeof openTransport>} Transport
 * @typedef {import('./sender.js').Delivery} Delivery
 */

const TRUE = { result: 'true', errorCode: 0 };

/**
 * What scorm-again takes as its HTTP service, and what became of the last commit, in words.
 * @param {RunTime} runTime @param {import('./sender.js').Sender} sender @param {import('./lifecycle.js').Lifecycle} lifecycle
 */
export function openTransport(runTime, sender, lifecycle) {
	const { exit, unsaved } = standardOf(runTime);
	/** @type {Record<string, string>} */
	let sent = {};
	/** @type {Set<string>} */
	const set = new Set();

	/** @param {[string, string]} entry */
	const isIncluded = ([name, value]) => runTime.sends === 'all' || sent[name] !== value || (runTime.sends === 'set' && set.has(name));

	/** @param {Record<string, unknown>} payload @returns {Delivery} */
	function deliver(payload) {
		if (runTime.refused.includes(lifecycle.event)) return { outcome: 'not sent, the browser forbids it while leaving: lost', status: 0 };
		return runTime.beacon.includes(lifecycle.event) ? sender.beacon(payload) : sender.post(payload);
	}

	/** @param {Delivery} delivery @returns {Result} */
	function result({ status }) {
		if (status === 200 || runTime.answer === 'true') return TRUE;
		return status === 0 && runTime.answer === 'offline' ? TRUE : { result: 'false', errorCode: unsaved };
	}

	const transport = {
		outcome: '',
		/** What the LMS holds already. Exit is left out: each session says anew how it ends.
		 * @param {Record<string, unknown>} elements */
		begin(elements) {
			sent = stringValues(elements);
			delete sent[exit];
		},
		/** An element was set, to whatever value. @param {string} name */
		set(name) {
			set.add(name);
		},
		/** @param {string} _url @param {Record<string, unknown>} elements @param {boolean} finish @returns {Result} */
		processHttpRequest(_url, elements, finish) {
			const now = stringValues(elements);
			const changed = Object.fromEntries(Object.entries(now).filter(isIncluded));
			sent = now; // sent well or not: nothing is sent twice
			set.clear();
			const delivery = deliver({ finish, ...encodePayload(runTime.transport, changed) });
			transport.outcome = `${delivery.outcome} (${Object.keys(changed).length} values)`;
			return result(delivery);
		},
		updateSettings() {},
	};
	return transport;
}

/** @param {string} transport @param {Record<string, string>} changed */
function encodePayload(transport, changed) {
	if (transport === 'form') return { form: encodePhpForm(changed) };
	Object.values(changed).forEach(encodeURIComponent); // throws on half a character, as Moodle does
	return { changed };
}

/** The elements that have a value; an empty list comes as {}.
 * @param {Record<string, unknown>} elements */
function stringValues(elements) {
	const kept = Object.entries(elements).filter(([, value]) => typeof value !== 'object');
	return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
