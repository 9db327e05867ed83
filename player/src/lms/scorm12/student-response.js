/** An answer as the fields of a SCORM 1.2 interaction (RTE 3.4.4, cmi.interactions), cut to what they hold. */

import { isAnswered, isCorrect, keysOf } from '../../completion.js';
import { textParts } from '../../judgement.js';
import { QUESTION_KINDS } from '../../question-kinds.js';
import { clockTime, reportText } from './cmi.js';

/** @import { Answer, Question } from '../../types' */

/** Of a CMIFeedback, in characters: an odd number, so that no cut list of letters ends in a comma. */
const LONGEST_STEPS = 255;
const ROLE_LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** @param {Question} question @param {Answer} answer @returns {string} */
export function studentResponse({ kind, keys }, answer) {
	const { type, rule, judge } = QUESTION_KINDS[kind];
	if (rule === 'ticked') return answer === 't' ? 't' : 'f';
	if (judge === 'text') return reportText(textParts(keysOf(answer)).join(', '));
	// `a,c`: 2004 writes `a[,]c`, which LMSs store here without a word, and which is wrong.
	if (rule === 'words') return reportText(answer);
	// The keys of roles are words, and a choice has a letter.
	if (kind === 'role') return ROLE_LETTERS[keys.indexOf(answer)] ?? '';
	// A step has one letter here: of a path, which was chosen in each scene in turn.
	return type === 'sequencing' ? keysOf(answer).replace(/[\w-]+-/g, '').slice(0, LONGEST_STEPS) : keysOf(answer);
}

/** What is written after the id, in this order. @param {Question} question @param {Answer} answer @param {number} now @returns {[string, string][]} */
export function studentResponseFields(question, answer, now) {
	const { type, scored } = QUESTION_KINDS[question.kind];
	return [
		['type', type],
		['time', clockTime(now)],
		['student_response', studentResponse(question, answer)],
		// 1.2's words: Moodle answers 405 to 2004's `incorrect`.
		['result', !scored || !isAnswered(question, answer) ? 'neutral' : isCorrect(question, answer) ? 'correct' : 'wrong'],
	];
}
