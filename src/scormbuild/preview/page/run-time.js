/** SCORM's run time: scorm-again, with what a strict LMS refuses besides, and every call told to `record`. */

import { refusal } from './refusal.js';

/**
 * @typedef {{number: number, time: string, method: string, arguments: unknown[], answer: unknown, error: string, note: string, ms: number}} Call
 * @typedef {ReturnType<typeof import('./transport.js').openTransport>} Transport
 * @typedef {{transport: Transport, cmi: Record<string, string>, strict: () => boolean, record: (call: Call) => void, opened: () => void}} Terms
 */

/** @type {Method[]} */
const METHODS = [
	'LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit',
	'LMSGetLastError', 'LMSGetErrorString', 'LMSGetDiagnostic',
];
const ABOUT_ERRORS = /^LMSGet(LastError|ErrorString|Diagnostic)$/;

/**
 * The object that a course finds as `API` (SCORM 1.2 RTE 3.3).
 * @param {Terms} terms
 * @returns {Api}
 */
export function openRunTime({ transport, cmi, strict, record, opened }) {
	const settings = { lmsCommitUrl: '/commit', dataCommitFormat: 'flattened', logLevel: 5 };
	const lms = new Scorm12API(settings, transport);
	lms.loadFromFlattenedJSON(cmi);
	transport.begin(lms.renderCommitCMI(false));
	/** @type {Record<string, string>} */
	const types = {};
	let state = 'closed';
	let error = '0';
	let number = 0;

	/** @param {Method} method @param {unknown[]} args @returns {unknown} */
	function answer(method, args) {
		if (method === 'LMSGetLastError') return error;
		if (ABOUT_ERRORS.test(method)) return lms[method](...args);
		const code = refused(method, args);
		if (code) {
			error = String(code);
			return method === 'LMSGetValue' ? '' : 'false';
		}
		return pass(method, args);
	}

	/** @param {Method} method @param {unknown[]} args @returns {number} */
	function refused(method, args) {
		if (/Initialize|Finish|Commit/.test(method) && (args.length !== 1 || args[0] !== '')) return 201;
		if (method === 'LMSInitialize') return state === 'closed' ? 0 : 101;
		if (state !== 'open') return 301;
		return method === 'LMSSetValue' ? refusal(String(args[0]), args[1], { strict: strict(), types }) : 0;
	}

	/** @param {Method} method @param {unknown[]} args @returns {unknown} */
	function pass(method, args) {
		if (method === 'LMSInitialize') [state] = ['open', opened()];
		if (method === 'LMSFinish') state = 'finished'; // also when what it sends is lost, as in Moodle
		const found = lms[method](...args);
		error = String(lms.LMSGetLastError());
		const index = /^cmi\.interactions\.(\d+)\.type$/.exec(String(args[0]))?.[1];
		if (index && error === '0') types[index] = String(args[1]);
		return found;
	}

	/** @param {Method} method @param {unknown[]} args */
	function recorded(method, args) {
		const begun = performance.now();
		/** @type {unknown} */
		let found = 'an exception';
		try {
			found = answer(method, args);
			return found;
		} finally {
			const note = /Commit|Finish/.test(method) && error !== '201' && error !== '301' ? transport.fate : '';
			const ms = Math.round(performance.now() - begun);
			record({ number: ++number, time: new Date().toISOString(), method, arguments: args, answer: found, error, note, ms });
		}
	}

	const api = METHODS.map((method) => [method, (/** @type {unknown[]} */ ...args) => recorded(method, args)]);
	return Object.fromEntries(api);
}
