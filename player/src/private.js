/** Answers that the learning system doesn't get: it learns no more than that they were given. */

import { QUESTION_KINDS } from './question-kinds.js';

/** @import { Question } from './types' */

/** @param {Pick<Question, 'kind' | 'answers'>} question */
export function isPrivate({ kind, answers }) {
	return QUESTION_KINDS[kind].rule !== 'ticked' && (answers === 'receiver' || answers === 'nowhere');
}

/** A question as the learning system knows it: one to tick. @template {Question} T @param {T} question @returns {T} */
export function asLmsQuestion(question) {
	return isPrivate(question) ? { ...question, kind: 'acknowledge', keys: [] } : question;
}
