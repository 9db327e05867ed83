/** SCORM's functions as the standard has them: scorm-again, with what a strict LMS refuses besides. */

import { standardOf } from './standards.js';

const ABOUT_ERRORS = /^Get(LastError|ErrorString|Diagnostic)$/;

/**
 * @param {object} terms
 * @param {RunTime} terms.runTime
 * @param {import('./transport.js').Transport} terms.transport
 * @param {Record<string, string>} terms.cmi  what the LMS holds
 * @param {() => boolean} terms.strict
 * @param {number} terms.room  characters that suspend_data may have where it is strict
 * @param {() => void} terms.onInitialize  called as the session begins
 * @returns {ApiFunction}
 */
export function openStandardApi({ runTime, transport, cmi, strict, room, onInitialize }) {
	const standard = standardOf(runTime);
	const names = Object.fromEntries(Object.entries(standard.functions).map(([name, method]) => [method, name]));
	const settings = { lmsCommitUrl: '/commit', dataCommitFormat: 'flattened', logLevel: 5 };
	const lms = standard.open(settings, transport);
	lms.loadFromFlattenedJSON(cmi);
	transport.begin(lms.renderCommitCMI(false));
	/** @type {Record<string, string>} */
	const types = {};
	/** @type {import('./standards.js').SessionState} */
	let state = 'new';
	let error = '0';

	/** @param {Method} method @param {unknown[]} args */
	const call = (method, args) => lms[names[method] ?? '']?.(...args);

	/** @param {Method} method @param {unknown[]} args @returns {number} */
	function callErrorCode(method, args) {
		if (/Initialize|Terminate|Commit/.test(method) && (args.length !== 1 || args[0] !== '')) return 201;
		const code = standard.sessionErrorCode(method, state);
		if (code) return code;
		if (/Value$/.test(method) && runTime.lacks.some((start) => String(args[0]).startsWith(start))) return standard.lacking;
		return method === 'SetValue' ? standard.valueErrorCode(String(args[0]), args[1], { strict: strict(), room, types }) : 0;
	}

	/** @param {Method} method @param {unknown[]} args @returns {unknown} */
	function callLms(method, args) {
		if (method === 'Initialize') [state] = ['open', onInitialize()];
		if (method === 'Terminate') state = 'over'; // also when what it sends is lost, as in Moodle
		if (method === 'SetValue') transport.set(String(args[0]));
		const found = call(method, args);
		error = String(call('GetLastError', []));
		const index = /^cmi\.interactions\.(\d+)\.type$/.exec(String(args[0]))?.[1];
		if (index && error === '0') types[index] = String(args[1]);
		return found;
	}

	return (method, args) => {
		if (method === 'GetLastError') return error;
		if (ABOUT_ERRORS.test(method)) return call(method, args);
		const code = callErrorCode(method, args);
		if (!code) return callLms(method, args);
		error = String(code);
		return method === 'GetValue' ? '' : 'false';
	};
}
