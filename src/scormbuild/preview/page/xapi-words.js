/** Statements and requests in words for somebody who writes courses. */

/** @typedef {{number: number, session: number, method: string, resource: string, document: string, status: number, size: number, verbs: string[], rule: string}} LrsRequest */
/** @typedef {Record<string, any>} Statement */

const COURSE = 'http://adlnet.gov/expapi/activities/course';
const PROGRESS = 'https://w3id.org/xapi/cmi5/result/extensions/progress';
const CMI5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';

/** By method and resource, and for documents by their name. @type {Record<string, string>} */
const REQUESTS = {
	'POST fetch': 'asked for its key',
	'GET agents/profile cmi5LearnerPreferences': 'asked what the learner prefers',
	'GET activities/state LMS.LaunchData': 'read how it is launched',
	'GET activities/state scormbuild': 'read the saved answers',
	'PUT activities/state scormbuild': 'saved the answers',
	'GET statements': 'asked whether a statement had arrived',
};

/** @type {Record<number, string>} */
const ANSWERS = {
	0: 'no answer', 200: 'here it is', 204: 'saved', 400: 'not understood', 401: 'key refused', 403: 'refused', 404: 'nothing there', 409: 'known already',
	413: 'too large', 500: 'an error',
};

/** @param {LrsRequest} request */
export function requestWords({ method, resource, document, verbs }) {
	if (verbs.length) return `told: ${verbs.join(', ')}`;
	const name = [method, resource, document].filter(Boolean).join(' ');
	return REQUESTS[name] ?? name;
}

/** @param {LrsRequest} request */
export function answerWords({ status, verbs }) {
	if (status === 200 && verbs.length) return 'taken';
	const words = ANSWERS[status] ?? 'answered';
	return status && isError(status) ? `${words} (${status})` : words;
}

/** That nothing is there yet, or that something is known already, is no error. @param {number} status */
export function isError(status) {
	return !status || (status >= 400 && status !== 404 && status !== 409);
}

/** @param {Statement} statement */
export function statementWords({ verb, object, result = {} }) {
	const name = nameOf(object);
	return { verb: verbOf(verb), object: name, result: resultWords(result) };
}

/** @param {Statement} statement */
export function isOfCmi5({ context }) {
	return context?.contextActivities?.category?.some?.((/** @type {{id: string}} */ { id }) => id === CMI5) ?? false;
}

/** @param {{id: string, display?: Record<string, string>}} verb */
function verbOf({ id, display = {} }) {
	return Object.values(display)[0] ?? id.split('/').pop() ?? id;
}

/** @param {{id?: string, definition?: {type?: string, name?: Record<string, string>, description?: Record<string, string>}}} object */
function nameOf({ id = '', definition = {} }) {
	if (definition.type === COURSE || !definition.type) return 'the course';
	const { name = {}, description = {} } = definition;
	return Object.values(name)[0] ?? Object.values(description)[0] ?? id;
}

/** @param {Record<string, any>} result @returns {string} */
function resultWords({ response, success, score, duration, extensions = {} }) {
	return [
		response === undefined ? '' : `“${response}”`,
		success === undefined ? '' : success ? 'right' : 'not right',
		score?.raw === undefined ? '' : `score ${score.raw}`,
		extensions[PROGRESS] === undefined ? '' : `${extensions[PROGRESS]}%`,
		duration ? `after ${secondsOf(duration)} s` : '',
	].filter(Boolean).join(', ');
}

/** Of a duration as the player writes it. @param {string} duration */
function secondsOf(duration) {
	return duration.replace(/^PT|S$/g, '');
}
