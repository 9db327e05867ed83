/** Statements about the course as the learning system calls it: that it began, how it ended, that it was left. */

import { newUuid } from '../../reporter/uuid.js';
import { verbIri } from '../../reporter/vocabulary.js';

/** @import { Statement } from '../../reporter/statement' */
/** @import { FinalVerb } from './xapi-driver.js' */

/** @typedef {{ activityId: string, actor: object, registration: string }} Subject */

/** @param {Subject} subject @param {number} now @param {string} verb @param {object} [result] @param {string} [id] @returns {Statement} */
export function activityStatement({ activityId, actor, registration }, now, verb, result, id = newUuid()) {
	return {
		id,
		actor,
		verb: { id: verbIri(verb), display: { en: verb } },
		object: { objectType: 'Activity', id: activityId },
		...(result && { result }),
		context: { registration },
		timestamp: new Date(now).toISOString(), // in UTC, with a Z (cmi5 9.7)
	};
}

/** ISO 8601, to a hundredth of a second (xAPI 1.0.3 Data 4.4). @param {number} milliseconds */
export function duration(milliseconds) {
	return `PT${(Math.max(0, milliseconds) / 1000).toFixed(2)}S`;
}

/** What cmi5 9.5 wants of each, and no more: a score that says `completed` is refused. @param {FinalVerb} verb @param {number | null} score @param {number} time */
export function finalResult(verb, score, time) {
	const result = { duration: duration(time) };
	if (verb === 'completed') return { ...result, completion: true };
	return { ...result, success: verb === 'passed', ...(score !== null && { score: { scaled: score / 100, raw: score, min: 0, max: 100 } }) };
}
