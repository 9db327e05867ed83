/** Answers as SCORM 1.2 interactions (RTE 3.4.4, cmi.interactions): for the LMS's reports, cut to what they hold. */

import { keysOf, isCorrect } from '../../completion.js';
import { QUESTION_KINDS } from '../../question-kinds.js';
import { wholeNumber } from '../../state.js';
import { clockTime, identifier, reportText } from './cmi.js';
import { NO_REASON } from '../scorm/scorm-api.js';

/** @import { Answer, Question } from '../../types' */
/** @import { OpenApi } from '../scorm/scorm-api.js' */

const NOT_IMPLEMENTED = 401;

/** @param {Question} question @param {Answer} answer @returns {string} */
export function studentResponse({ kind }, answer) {
	const { rule } = QUESTION_KINDS[kind];
	if (rule === 'ticked') return answer === 't' ? 't' : 'f';
	// `a,c`: 2004 writes `a[,]c`, which LMSs store here without a word, and which is wrong.
	return rule === 'words' ? reportText(answer) : keysOf(answer);
}

/** What is written after the id, in this order. @param {Question} question @param {Answer} answer @param {number} now @returns {[string, string][]} */
export function interactionFields(question, answer, now) {
	const { type, scored } = QUESTION_KINDS[question.kind];
	return [
		['type', type],
		['time', clockTime(now)],
		['student_response', studentResponse(question, answer)],
		// 1.2's words: Moodle answers 405 to 2004's `incorrect`.
		['result', !scored ? 'neutral' : isCorrect(question, answer) ? 'correct' : 'wrong'],
	];
}

/**
 * Each question has the place that it has in the course, at every launch: reports have a column for each place. An LMS takes
 * no gaps, so places before it get the ids of their questions first. An LMS without interactions gets none.
 * @param {OpenApi} lms @param {Question[]} questions
 */
export function openInteractions(lms, questions) {
	/** How many places the LMS has; null until it was asked, -1 where it has no interactions. @type {number | null} */
	let count = null;
	const ask = () => {
		// Interactions are optional in 1.2: who has none has no children, or says 401.
		const children = lms.read('cmi.interactions._children');
		if (children.code === NO_REASON) return null; // it fails just now: that says nothing
		return children.code || !children.value ? -1 : wholeNumber(lms.read('cmi.interactions._count').value);
	};
	/** @param {number} place */
	const name = (place) => {
		// The id makes the place; one beyond the next is a gap, to which Moodle answers 201.
		const { result, code } = lms.write(`cmi.interactions.${place}.id`, identifier(questions[place]?.id ?? ''));
		if (result === 'false' && code === NOT_IMPLEMENTED) count = -1;
		return result !== 'false';
	};
	return {
		/** A refused value doesn't keep the others back. @param {Question} question @param {Answer} answer @param {number} now */
		record(question, answer, now) {
			const place = questions.findIndex(({ id }) => id === question.id);
			count ??= ask();
			if (count === null) return;
			while (count >= 0 && count < place && name(count)) count += 1;
			if (count < place || !name(place)) return;
			count = Math.max(count, place + 1);
			for (const [field, value] of interactionFields(question, answer, now)) lms.write(`cmi.interactions.${place}.${field}`, value);
		},
	};
}
