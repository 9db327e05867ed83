/** An answer as the fields of a SCORM 2004 interaction (RTE 4.2.9). */

import { isAnswered, isCorrect } from '../../completion.js';
import { delimitedResponse } from '../../delimited-response.js';
import { QUESTION_KINDS } from '../../question-kinds.js';
import { localizedString, timeStamp } from './data-types.js';

/** @import { Answer, Question } from '../../types' */

/** SPM of a long-fill-in, of a fill-in, and of a description. */
const [LONGEST_RESPONSE, LONGEST_TEXT, LONGEST_DESCRIPTION] = [4000, 250, 250];
/** SPM of the steps of a sequencing (RTE 4.2.9.1): the path through a scenario can have more. */
const MOST_STEPS = 36;

/** @param {Question} question @param {Answer} answer @returns {string} */
export function learnerResponse(question, answer) {
	const length = QUESTION_KINDS[question.kind].rule === 'words' ? LONGEST_RESPONSE : LONGEST_TEXT;
	// `a,c`, which 1.2 writes, is taken here for one key, and nobody says so.
	const response = delimitedResponse(question, answer, (text) => localizedString(text, length));
	return QUESTION_KINDS[question.kind].type === 'sequencing' ? response.split('[,]').slice(0, MOST_STEPS).join('[,]') : response;
}

/** What is written after the id, in this order: a response before its type is refused (408). @param {Question} question @param {Answer} answer @param {number} now @returns {[string, string][]} */
export function learnerResponseFields(question, answer, now) {
	const { type, rule, scored } = QUESTION_KINDS[question.kind];
	const response = learnerResponse(question, answer);
	// No key at all is no response to run times, and an interaction without one is one that they can't read again.
	if (!response && rule !== 'words') return [];
	return [
		['type', rule === 'words' ? 'long-fill-in' : type], // which 1.2 doesn't have
		['timestamp', timeStamp(now)],
		['learner_response', response],
		// 2004's word: 1.2's is `wrong`.
		['result', !scored || !isAnswered(question, answer) ? 'neutral' : isCorrect(question, answer) ? 'correct' : 'incorrect'],
		['description', localizedString(question.prompt ?? '', LONGEST_DESCRIPTION)],
	];
}
