/** SCORM's functions as the standard has them: scorm-again, with what a strict LMS refuses besides. */

import { valueErrorCode } from './error-code.js';

const ABOUT_ERRORS = /^LMSGet(LastError|ErrorString|Diagnostic)$/;

/**
 * @param {object} terms
 * @param {RunTime} terms.runTime
 * @param {import('./transport.js').Transport} terms.transport
 * @param {Record<string, string>} terms.cmi  what the LMS holds
 * @param {() => boolean} terms.strict
 * @param {() => void} terms.onInitialize  called at LMSInitialize
 * @returns {ApiFunction}
 */
export function openStandardApi({ runTime, transport, cmi, strict, onInitialize }) {
	const settings = { lmsCommitUrl: '/commit', dataCommitFormat: 'flattened', logLevel: 5 };
	const lms = new Scorm12API(settings, transport);
	lms.loadFromFlattenedJSON(cmi);
	transport.begin(lms.renderCommitCMI(false));
	/** @type {Record<string, string>} */
	const types = {};
	let state = 'closed';
	let error = '0';

	/** @param {Method} method @param {unknown[]} args @returns {number} */
	function callErrorCode(method, args) {
		if (/Initialize|Finish|Commit/.test(method) && (args.length !== 1 || args[0] !== '')) return 201;
		if (method === 'LMSInitialize') return state === 'closed' ? 0 : 101;
		if (state !== 'open') return 301;
		if (/Value$/.test(method) && runTime.lacks.some((start) => String(args[0]).startsWith(start))) return 401;
		return method === 'LMSSetValue' ? valueErrorCode(String(args[0]), args[1], { strict: strict(), types }) : 0;
	}

	/** @param {Method} method @param {unknown[]} args @returns {unknown} */
	function callLms(method, args) {
		if (method === 'LMSInitialize') [state] = ['open', onInitialize()];
		if (method === 'LMSFinish') state = 'finished'; // also when what it sends is lost, as in Moodle
		if (method === 'LMSSetValue') transport.set(String(args[0]));
		const found = lms[method](...args);
		error = String(lms.LMSGetLastError());
		const index = /^cmi\.interactions\.(\d+)\.type$/.exec(String(args[0]))?.[1];
		if (index && error === '0') types[index] = String(args[1]);
		return found;
	}

	return (method, args) => {
		if (method === 'LMSGetLastError') return error;
		if (ABOUT_ERRORS.test(method)) return lms[method](...args);
		const code = callErrorCode(method, args);
		if (!code) return callLms(method, args);
		error = String(code);
		return method === 'LMSGetValue' ? '' : 'false';
	};
}
