/** Boxes to tick and scales to choose on: what is chosen is the answer, at once. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { inputsOf } from '../dom.js';

/**
 * @param {HTMLElement} group
 * @param {Question} question
 * @param {Screen} screen
 */
export function startTicks(group, question, screen) {
	screen.watch(() => {
		if (readTicks(group) !== screen.answerOf(question.id)) tick(group, screen.answerOf(question.id));
		for (const input of inputsOf(group)) input.disabled = !screen.session.writable;
	});
	group.addEventListener('change', () => screen.answer(question.id, readTicks(group)));
}

/**
 * The keys that are chosen, in order of the alphabet, whatever the place of an option: "a,c".
 * @param {HTMLElement} group
 */
export function readTicks(group) {
	const chosen = inputsOf(group).filter((input) => input.checked);
	return chosen.map((input) => input.value).sort().join(',');
}

/**
 * @param {HTMLElement} group
 * @param {string} keys
 */
export function tick(group, keys) {
	for (const input of inputsOf(group)) input.checked = keys.split(',').includes(input.value);
}
