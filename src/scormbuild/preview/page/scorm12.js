/**
 * SCORM 1.2 as the page has it. What a strict LMS refuses and scorm-again lets through is here too: it keeps SCORM's
 * vocabularies, read-only and write-only elements, indexes without gaps, and 255 characters for lesson_location; it is
 * generous with the rest, as listed here.
 */

/** @typedef {import('./standards.js').ValueRules} ValueRules */

const ANY = /^[^]*$/;
const TIMESPAN = /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
const IDENTIFIER = /^[A-Za-z0-9_-]{1,255}$/;
const PRINTABLE = /^[!-~]{1,255}$/;

/** Element, its form in SCORM 1.2 (RTE 3.4.4), its form in Moodle's default settings.
 * @type {[RegExp, RegExp, RegExp][]} */
const FORMS = [
	[/^cmi\.(suspend_data|comments)$/, /^[^]{0,4096}$/, /^[^]{0,64000}$/],
	[/^cmi\.interactions\.\d+\.(objectives\.\d+\.)?id$/, IDENTIFIER, PRINTABLE],
	[/^cmi\.objectives\.\d+\.id$/, IDENTIFIER, PRINTABLE],
	[/^cmi\.(core\.session_time|interactions\.\d+\.latency)$/, TIMESPAN, TIMESPAN],
	[/^cmi\.core\.exit$/, /^(time-out|suspend|logout|)$/, /^(time-out|suspend|logout|)$/],
	[/^cmi\.interactions\.\d+\.result$/, /^(?!incorrect$)/, /^(?!incorrect$)/],
	[/^cmi\.interactions\.\d+\.(student_response|correct_responses\.\d+\.pattern)$/, /^[^]{0,255}$/, /^[^]{0,64000}$/],
];

/** The form of a student_response by the interaction's type (RTE 3.4.4, cmi.interactions.n.student_response).
 * @type {Record<string, RegExp>} */
const RESPONSES = {
	'true-false': /^[01tf]?$/,
	choice: /^([a-z0-9](,[a-z0-9])*)?$/,
	sequencing: /^([a-z0-9](,[a-z0-9])*)?$/,
	matching: /^([a-z0-9]\.[a-z0-9](,[a-z0-9]\.[a-z0-9])*)?$/,
	likert: /^[a-z0-9]?$/,
	numeric: /^(-?\d+(\.\d+)?)?$/,
};

/** @type {import('./standards.js').Standard} */
export const scorm12 = {
	object: 'API',
	functions: {
		LMSInitialize: 'Initialize', LMSFinish: 'Terminate', LMSGetValue: 'GetValue', LMSSetValue: 'SetValue', LMSCommit: 'Commit',
		LMSGetLastError: 'GetLastError', LMSGetErrorString: 'GetErrorString', LMSGetDiagnostic: 'GetDiagnostic',
	},
	open: (settings, transport) => new Scorm12API(settings, transport),
	mode: 'cmi.core.lesson_mode',
	entry: 'cmi.core.entry',
	exit: 'cmi.core.exit',
	shown: [
		['Status', 'cmi.core.lesson_status'],
		['Score', 'cmi.core.score.raw'],
		['Page', 'cmi.core.lesson_location'],
		['Total time', 'cmi.core.total_time'],
		['Exit', 'cmi.core.exit'],
	],
	errors: {
		101: 'general', 201: 'invalid argument', 202: 'no children', 203: 'no count', 301: 'not initialised', 401: 'not implemented',
		402: 'a keyword', 403: 'read only', 404: 'write only', 405: 'incorrect type',
	},
	lacking: 401,
	unsaved: 101,
	sessionErrorCode(method, state) {
		if (method === 'Initialize') return state === 'new' ? 0 : 101;
		return state === 'open' ? 0 : 301;
	},
	valueErrorCode(element, value, { strict, types }) {
		if (value === undefined || value === null) return 201;
		const text = String(value);
		const form = FORMS.find(([name]) => name.test(element));
		if (form && !form[strict ? 1 : 2].test(text)) return 405;
		return strict && !responsePattern(element, types).test(text) ? 405 : 0;
	},
};

/** The form that the interaction's type asks for, where this is a student_response.
 * @param {string} element
 * @param {Record<string, string>} types */
function responsePattern(element, types) {
	const index = /^cmi\.interactions\.(\d+)\.student_response$/.exec(element)?.[1];
	return RESPONSES[types[index ?? ''] ?? ''] ?? ANY;
}
