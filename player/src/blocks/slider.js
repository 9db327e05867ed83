/** A place on a scale: no answer until it is touched. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { find } from '../dom.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startSlider(group, question, screen) {
	const { session, answerOf } = screen;
	const input = /** @type {HTMLInputElement} */ (find('input', group));
	const output = find('output', group);
	const { none = '' } = output.dataset;
	question.format = String;
	screen.watch(() => {
		const answer = answerOf(question.id);
		if (answer && answer !== input.value) input.value = answer;
		output.textContent = answer || none;
		input.setAttribute('aria-valuetext', answer || none);
		input.classList.toggle('untouched', !answer);
		input.disabled = !session.writable;
	});
	const give = () => screen.type(question.id, input.value);
	input.addEventListener('input', give);
	// The place where it stands at first is an answer too, for who presses there.
	input.addEventListener('click', give);
	input.addEventListener('keydown', ({ key }) => {
		if (key === 'Enter' || key === ' ') give();
	});
	input.addEventListener('change', () => session.settle());
}
