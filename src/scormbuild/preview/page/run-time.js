/** SCORM's run time: the object that a course finds, as the LMS has it that is chosen, every call recorded. */

import { openPlainApi } from './plain-api.js';
import { VALUES } from './queue.js';
import { addQuirks } from './quirks.js';
import { openStandardApi } from './standard-api.js';
import { standardOf } from './standards.js';
import { openTransport } from './transport.js';

/**
 * @typedef {{number: number, time: string, method: string, arguments: unknown[], answer: unknown, error: string, note: string, ms: number}} Call
 *
 * @typedef {object} RunTimeOptions
 * @property {RunTime} runTime
 * @property {Record<string, string>} cmi  what a launch gives
 * @property {import('./sender.js').Sender} sender
 * @property {import('./lifecycle.js').Lifecycle} lifecycle
 * @property {() => boolean} strict
 * @property {number} room  characters that suspend_data may have where it is strict
 * @property {() => void} onInitialize  called as the session begins
 * @property {(call: Call) => void} record
 */

/** No session, or no such argument: the call went no further, and sent nothing. */
const NOT_SENT = /^(201|301|1[14][23])$/;

/** The object that a course finds (SCORM 1.2 RTE 3.3, 2004 RTE 3). @param {RunTimeOptions} terms @returns {Api} */
export function openRunTime(terms) {
	const { runTime, lifecycle, record } = terms;
	const { answer: plain, outcome } = openValueApi(terms) ?? openCommitApi(terms);
	const answer = addQuirks(runTime, plain, () => runTime.beacon.includes(lifecycle.event));
	let number = 0;

	/** @param {string} name @param {Method} method @param {unknown[]} args */
	function callAndRecord(name, method, args) {
		const begun = performance.now();
		/** @type {unknown} */
		let reply = 'an exception';
		try {
			reply = answer(method, args);
			return reply;
		} finally {
			const ms = Math.round(performance.now() - begun);
			const error = String(answer('GetLastError', []));
			const note = /Commit|Terminate/.test(method) && !NOT_SENT.test(error) ? outcome() : '';
			record({ number: ++number, time: new Date().toISOString(), method: name, arguments: args, answer: reply, error, note, ms });
		}
	}

	const functions = Object.entries(standardOf(runTime).functions);
	return Object.fromEntries(functions.map(([name, method]) => [name, (/** @type {unknown[]} */ ...args) => callAndRecord(name, method, args)]));
}

/** @param {RunTimeOptions} terms */
function openCommitApi({ runTime, cmi, sender, lifecycle, strict, room, onInitialize }) {
	const transport = openTransport(runTime, sender, lifecycle);
	return { answer: openStandardApi({ runTime, transport, cmi, strict, room, onInitialize }), outcome: () => transport.outcome };
}

/** @param {RunTimeOptions} terms */
function openValueApi({ runTime, cmi, sender, lifecycle, onInitialize }) {
	const values = VALUES[runTime.transport]?.(cmi, sender, () => lifecycle.unloaded || runTime.refused.includes(lifecycle.event));
	return values && { answer: openPlainApi(runTime, values, onInitialize), outcome: () => '' };
}
