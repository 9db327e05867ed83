/** Fields to fill in, one or several in a text: each takes what the author accepts there. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { keysOf } from '../completion.js';
import { inputsOf } from '../dom.js';
import { encodePart, JUDGES, textParts } from '../judgement.js';
import { markControl, startCheck, textWith } from './check.js';
import { followConflict } from './conflict.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startFields(group, question, screen) {
	const inputs = inputsOf(group);
	const texts = () => inputs.map(({ value }) => value.trim());
	question.format = (answer) => textWith(textParts(keysOf(answer)), group);
	startCheck(group, question, screen, {
		read: () => (texts().some(Boolean) ? texts().map(encodePart).join(',') : ''),
		write(response) {
			const parts = textParts(response);
			inputs.forEach((input, place) => (input.value = parts[place] ?? ''));
		},
		missing: () => (texts().every(Boolean) ? '' : 'fill_first'),
		mark(over, response) {
			response.split(',').forEach((part, place) => {
				const [input, key = ''] = [inputs[place], question.keys[place]];
				const [solution = ''] = over ? textParts(key.replace(/^~|\|.*/g, '')) : [];
				if (input) markControl(input, JUDGES.text?.(part, [key]) ?? false, solution, screen);
			});
		},
	});
	followConflict(group, question, screen, (answer) => {
		const [checked, , draft = checked] = answer.split(' ');
		return textWith(textParts(draft ?? ''), group);
	});
}
