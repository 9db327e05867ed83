/**
 * SCORM 2004 as the page has it. scorm-again keeps its vocabularies, ranges and data types; what a strict LMS refuses
 * besides is here.
 */

// The zone belongs to the fraction of a second, which has two digits at most (RTE 4.1.1.7); Moodle has it so too.
const TIME = /^\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,2}(Z|[+-]\d\d(:\d\d)?)?)?)?)?)?)?)?$/;
// `a,c` is one key to scorm-again, and to nobody who wrote it.
const KEYS = /^[\w-]+(\[,\][\w-]+)*$/;

/** Of each function the error code before the beginning; after the end it is one more (RTE 3.1.7). @type {Partial<Record<Method, number>>} */
const NOT_OPEN = { Terminate: 112, GetValue: 122, SetValue: 132, Commit: 142 };

/** @type {import('./standards.js').Standard} */
export const scorm2004 = {
	object: 'API_1484_11',
	functions: {
		Initialize: 'Initialize', Terminate: 'Terminate', GetValue: 'GetValue', SetValue: 'SetValue', Commit: 'Commit',
		GetLastError: 'GetLastError', GetErrorString: 'GetErrorString', GetDiagnostic: 'GetDiagnostic',
	},
	open: (settings, transport) => new Scorm2004API(settings, transport),
	mode: 'cmi.mode',
	entry: 'cmi.entry',
	exit: 'cmi.exit',
	shown: [
		['Completion', 'cmi.completion_status'],
		['Success', 'cmi.success_status'],
		['Score', 'cmi.score.raw'],
		['Progress', 'cmi.progress_measure'],
		['Page', 'cmi.location'],
		['Total time', 'cmi.total_time'],
		['Exit', 'cmi.exit'],
	],
	errors: {
		101: 'general', 103: 'initialised already', 104: 'ended', 112: 'not initialised', 113: 'ended', 122: 'not initialised', 123: 'ended',
		132: 'not initialised', 133: 'ended', 142: 'not initialised', 143: 'ended', 201: 'invalid argument', 301: 'not given',
		351: 'not taken', 391: 'not saved', 401: 'unknown element', 402: 'not implemented', 404: 'read only',
		405: 'write only', 406: 'incorrect type', 407: 'out of range', 408: 'something comes before',
	},
	blanks: '403',
	lacking: 402,
	unsaved: 391,
	sessionErrorCode(method, state) {
		if (method === 'Initialize') return { new: 0, open: 103, over: 104 }[state];
		return state === 'open' ? 0 : (NOT_OPEN[method] ?? 0) + Number(state === 'over');
	},
	valueErrorCode(element, value, { strict, room, types }) {
		const text = String(value);
		if (element === 'cmi.suspend_data') return text.length > (strict ? room : 64_000) ? 406 : 0;
		const [, index = '', field] = /^cmi\.interactions\.(\d+)\.(timestamp|learner_response)$/.exec(element) ?? [];
		if (field === 'timestamp') return TIME.test(text) ? 0 : 406;
		return strict && field && types[index] === 'choice' && !KEYS.test(text) ? 406 : 0;
	},
};
