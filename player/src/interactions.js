/** Answers as SCORM 1.2 interactions (RTE 3.4.4, cmi.interactions): for the LMS's reports, cut to what they hold. */

import { clockTime, identifier, string255 } from './cmi.js';
import { keys, right } from './completion.js';
import { wholeNumber } from './state.js';

/** @import { Answer, Question } from './types' */
/** @import { Lms } from './scorm-api.js' */

const TYPE = { open: 'fill-in', choice: 'choice', opinion: 'likert', acknowledge: 'true-false', checklist: 'choice' };
const NOT_IMPLEMENTED = 401;

/** @param {Question} question @param {Answer} answer @returns {string} */
export function studentResponse({ kind }, answer) {
	if (kind === 'acknowledge') return answer === 't' ? 't' : 'f';
	return string255(kind === 'choice' ? keys(answer) : answer);
}

/** What is written after the id, in this order. @param {Question} question @param {Answer} answer @param {number} now @returns {[string, string][]} */
export function fields(question, answer, now) {
	const verdict = right(question, answer) ? 'correct' : 'wrong';
	return [
		['type', TYPE[question.kind]],
		['time', clockTime(now)],
		['student_response', studentResponse(question, answer)],
		['result', question.kind === 'choice' ? verdict : 'neutral'],
	];
}

/**
 * One index per question per session, from the LMS's own count on, without gaps. An LMS without interactions gets none.
 * @param {Lms} lms
 */
export function openInteractions(lms) {
	const children = lms.read('cmi.interactions._children');
	let wanted = children.code === 0 && children.value !== '';
	let next = wanted ? wholeNumber(lms.read('cmi.interactions._count').value) : 0;
	/** @type {Map<string, number>} */
	const places = new Map();
	return {
		/** A refused value is not offered again, and doesn't keep the others back. @param {Question} question @param {Answer} answer @param {number} now */
		record(question, answer, now) {
			if (!wanted) return;
			const place = places.get(question.id) ?? next;
			if (place === next) {
				const code = lms.write(`cmi.interactions.${place}.id`, identifier(question.id));
				if (code === NOT_IMPLEMENTED) wanted = false;
				if (code) return;
				places.set(question.id, next++);
			}
			for (const [name, value] of fields(question, answer, now)) lms.write(`cmi.interactions.${place}.${name}`, value);
		},
		/** Gives a question a new index next time: an LMS sends a value again only when it changes. @param {string} id */
		renew: (id) => void places.delete(id),
	};
}
