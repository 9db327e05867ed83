/** The kinds of questions (src/scormbuild/question_kinds.py). Made by player/bundle.py: change that table. */

/** @import { QuestionKind } from './types' */
/** @typedef {'open' | 'choice' | 'opinion' | 'acknowledge' | 'checklist' | 'true-false' | 'fill-in' | 'numeric' | 'matching' | 'sequencing' | 'role' | 'scale' | 'path'} KindName */

/** @type {Record<KindName, QuestionKind>} */
export const QUESTION_KINDS = {
	open: { type: 'fill-in', rule: 'words' },
	choice: { type: 'choice', scored: true },
	opinion: { type: 'likert' },
	acknowledge: { type: 'true-false', rule: 'ticked' },
	checklist: { type: 'choice', rule: 'every' },
	'true-false': { type: 'true-false', rule: 'checked', scored: true },
	'fill-in': { type: 'fill-in', rule: 'checked', scored: true, judge: 'text' },
	numeric: { type: 'numeric', rule: 'checked', scored: true, judge: 'range' },
	matching: { type: 'matching', rule: 'checked', scored: true },
	sequencing: { type: 'sequencing', rule: 'checked', scored: true },
	role: { type: 'choice' },
	scale: { type: 'numeric' },
	path: { type: 'sequencing', rule: 'checked' },
};
