/** SCORM's run time: the object that a course finds as `API`, as the LMS has it that is chosen, every call recorded. */

import { openPlainApi } from './plain-api.js';
import { VALUES } from './queue.js';
import { addQuirks } from './quirks.js';
import { openStandardApi } from './standard-api.js';
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
 * @property {() => void} onInitialize  called at LMSInitialize
 * @property {(call: Call) => void} record
 */

/** @type {Method[]} */
const METHODS = [
	'LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit',
	'LMSGetLastError', 'LMSGetErrorString', 'LMSGetDiagnostic',
];

/** The object that a course finds as `API` (SCORM 1.2 RTE 3.3). @param {RunTimeOptions} terms @returns {Api} */
export function openRunTime(terms) {
	const { runTime, lifecycle, record } = terms;
	const { answer: plain, outcome } = openValueApi(terms) ?? openCommitApi(terms);
	const answer = addQuirks(runTime, plain, () => runTime.beacon.includes(lifecycle.event));
	let number = 0;

	/** @param {Method} method @param {unknown[]} args */
	function callAndRecord(method, args) {
		const begun = performance.now();
		/** @type {unknown} */
		let reply = 'an exception';
		try {
			reply = answer(method, args);
			return reply;
		} finally {
			const ms = Math.round(performance.now() - begun);
			const error = String(answer('LMSGetLastError', []));
			const note = /Commit|Finish/.test(method) && error !== '201' && error !== '301' ? outcome() : '';
			record({ number: ++number, time: new Date().toISOString(), method, arguments: args, answer: reply, error, note, ms });
		}
	}

	const api = METHODS.map((method) => [method, (/** @type {unknown[]} */ ...args) => callAndRecord(method, args)]);
	return Object.fromEntries(api);
}

/** @param {RunTimeOptions} terms */
function openCommitApi({ runTime, cmi, sender, lifecycle, strict, onInitialize }) {
	const transport = openTransport(runTime, sender, lifecycle);
	return { answer: openStandardApi({ runTime, transport, cmi, strict, onInitialize }), outcome: () => transport.outcome };
}

/** @param {RunTimeOptions} terms */
function openValueApi({ runTime, cmi, sender, lifecycle, onInitialize }) {
	const values = VALUES[runTime.transport]?.(cmi, sender, () => lifecycle.unloaded || runTime.refused.includes(lifecycle.event));
	return values && { answer: openPlainApi(runTime, values, onInitialize), outcome: () => '' };
}
