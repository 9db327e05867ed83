/** A question with options, of which some are right. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { inputsOf } from '../dom.js';
import { makeMark, startCheck } from './check.js';
import { tick, readTicks } from './ticks.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startChoice(group, question, screen) {
	startCheck(group, question, screen, {
		read: () => readTicks(group),
		write: (keys) => tick(group, keys),
		missing: () => (readTicks(group) ? '' : 'choose_first'),
		mark: (over) => markOptions(group, question, over, screen),
	});
}

/**
 * Right or not, in words beside each chosen option; once it is over, beside the right ones too.
 * @param {HTMLElement} group
 * @param {Question} question
 * @param {boolean} over
 * @param {Screen} screen
 */
function markOptions(group, question, over, { t }) {
	for (const input of inputsOf(group)) {
		const right = question.keys.includes(input.value);
		const label = input.parentElement;
		const feedback = label?.nextElementSibling;
		const word = input.checked ? (right ? 'mark_right' : 'mark_wrong') : 'mark_answer';
		if (input.checked || (over && right)) {
			label?.classList.add(right ? 'right' : 'wrong');
			label?.append(makeMark(right ? 'right' : 'wrong', t(word)));
		}
		if (input.checked && feedback?.matches('.feedback')) feedback.removeAttribute('hidden');
	}
}
