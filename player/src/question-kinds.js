/** The kinds of questions (src/scormbuild/question_kinds.py). Made by player/bundle.py: change that table. */

/** @import { QuestionKind } from './types' */
/** @typedef {'open' | 'choice' | 'opinion' | 'acknowledge' | 'checklist'} KindName */

/** @type {Record<KindName, QuestionKind>} */
export const QUESTION_KINDS = {
	open: { type: 'fill-in', rule: 'words' },
	choice: { type: 'choice', scored: true },
	opinion: { type: 'likert' },
	acknowledge: { type: 'true-false', rule: 'ticked' },
	checklist: { type: 'choice', rule: 'every' },
};
