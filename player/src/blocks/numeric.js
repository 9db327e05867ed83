/** A number, written as the course's language writes it. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { keysOf } from '../completion.js';
import { find, textOf } from '../dom.js';
import { JUDGES, NUMBER } from '../judgement.js';
import { markControl, startCheck } from './check.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startNumeric(group, question, screen) {
	const input = /** @type {HTMLInputElement} */ (find('input', group));
	const decimal = (1.5).toLocaleString(screen.course.language).charAt(1);
	const read = () => {
		const text = input.value.trim().replace('−', '-');
		// In Dutch 1.500 is fifteen hundred.
		const plain = decimal === ',' && /^-?\d{1,3}(\.\d{3})+(,|$)/.test(text) ? text.replace(/\./g, '') : text;
		const number = plain.replace(',', '.');
		// Nothing but a number leaves this field: reports take its answers for what nobody has put into words.
		return NUMBER.test(number) ? number : '';
	};
	/** @param {string} response */
	const written = (response) => response.replace('.', decimal);
	question.format = (answer) => `${written(keysOf(answer))} ${textOf(group.querySelector('p > span:not(.mark)'))}`.trim();
	startCheck(group, question, screen, {
		read,
		write: (response) => (input.value = written(response)),
		missing: () => (read() ? '' : 'number_first'),
		mark: (over, response) => markControl(input, JUDGES.range?.(response, question.keys) ?? false, (over && group.dataset.solution) || '', screen),
	});
}
