/** A question with right answers: the learner chooses, has it checked, and may try again. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { find, findAll, inputsOf, make } from '../dom.js';
import { makeIcon } from './icons.js';
import { tick, readTicks } from './ticks.js';

/** The icons of both. */
const [RIGHT, WRONG] = ['#i_check', '#i_cross'];

/**
 * @param {HTMLElement} group
 * @param {Question} question
 * @param {Screen} screen
 */
export function startChoice(group, question, screen) {
	const { t, session } = screen;
	const button = find('button', group);
	const verdict = find('.verdict', group);
	let tries = 0;
	let answer = '';

	const close = () => {
		for (const input of inputsOf(group)) input.disabled = true;
		button.hidden = true;
	};
	const judge = () => {
		const right = readTicks(group) === question.keys.join(',');
		const n = Number(group.dataset.retries) + 1 - tries;
		const over = right || n <= 0;
		markOptions(group, question, over, screen);
		verdict.textContent = right ? t('right') : over ? t('wrong') : t('wrong_again', { n });
		verdict.className = right ? 'verdict right' : 'verdict wrong';
		verdict.prepend(makeIcon(right ? RIGHT : WRONG));
		if (over) close();
	};
	/** What was answered before, also where that comes back late. */
	screen.watch(() => {
		if (!session.writable) close();
		// Only what is news: ticks that aren't checked yet must outlive every other change on the screen.
		if (answer === (answer = screen.answerOf(question.id))) return;
		const [keys = '', before] = answer.split(' ');
		tries = Number(before) || 0;
		tick(group, keys);
		if (tries) judge();
	});
	group.onchange = () => clearMarks(group);
	button.onclick = () => {
		const chosen = readTicks(group);
		if (!chosen) return void (verdict.textContent = t('choose_first'));
		answer = `${chosen} ${++tries}`;
		screen.answer(question.id, answer);
		judge();
		// The button is gone, and the focus would go with it: to the top of the page for who listens to it.
		if (button.hidden) verdict.focus();
	};
}

/**
 * Right or not, in words beside each chosen option; once it is over, beside the right ones too.
 * @param {HTMLElement} group
 * @param {Question} question
 * @param {boolean} over
 * @param {Screen} screen
 */
function markOptions(group, question, over, { t }) {
	clearMarks(group);
	for (const input of inputsOf(group)) {
		const right = question.keys.includes(input.value);
		const label = input.parentElement;
		const feedback = label?.nextElementSibling;
		const word = input.checked ? (right ? 'mark_right' : 'mark_wrong') : 'mark_answer';
		if (input.checked || (over && right)) {
			label?.classList.add(right ? 'right' : 'wrong');
			label?.append(make('span', 'mark', makeIcon(right ? RIGHT : WRONG), t(word)));
		}
		if (input.checked && feedback?.matches('.feedback')) feedback.removeAttribute('hidden');
	}
}

/**
 * Take away what was said about an earlier try.
 * @param {HTMLElement} group
 */
function clearMarks(group) {
	const verdict = find('.verdict', group);
	verdict.textContent = '';
	verdict.className = 'verdict';
	for (const old of findAll('.mark', group)) {
		old.parentElement?.classList.remove('right', 'wrong');
		old.remove();
	}
	for (const feedback of findAll('.feedback', group)) feedback.hidden = true;
}
