/** An answer in the notation that SCORM 2004 and xAPI share (RTE 4.2.9.1; xAPI 1.0.3 Data 2.4.4.1). */

import { keysOf } from './completion.js';
import { textParts } from './judgement.js';
import { QUESTION_KINDS } from './question-kinds.js';

/** @import { Answer, Question } from './types' */

/** Keys with [,] between them and [.] within pairs. @param {string} type @param {string} keys */
export function delimitKeys(type, keys) {
	if (type === 'true-false') return String(keys === 't');
	const list = /choice|sequencing|matching/.test(type) ? keys.replace(/,/g, '[,]') : keys;
	return type === 'matching' ? list.replace(/\./g, '[.]') : list;
}

/** @param {Pick<Question, 'kind'>} question @param {Answer} answer @param {(text: string) => string} [clean] What a text must become for who gets it. */
export function delimitedResponse({ kind }, answer, clean = String) {
	const { type, rule, judge, scored } = QUESTION_KINDS[kind];
	if (rule === 'words') return clean(answer);
	if (judge === 'text') return textParts(keysOf(answer)).map(clean).join('[,]');
	const keys = scored || rule === 'checked' ? keysOf(answer) : answer;
	// Nothing isn't "false", but for a box that isn't ticked.
	return keys || rule === 'ticked' ? delimitKeys(type, keys) : '';
}
