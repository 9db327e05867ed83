/** A question that is checked: its button, the verdict, how often it may be tried, and what was answered before. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { isCorrect } from '../completion.js';
import { find, findAll, make, textOf } from '../dom.js';
import { QUESTION_KINDS } from '../question-kinds.js';
import { makeIcon } from './icons.js';

const ICONS = { right: '#i_check', wrong: '#i_cross' };

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLButtonElement} Control */
/**
 * @typedef {object} Checked What differs from one such question to another.
 * @property {() => string} read The response as it stands.
 * @property {(response: string) => void} write
 * @property {() => string} missing The key of what is to be said before it can be checked; '' where nothing is.
 * @property {(over: boolean, response: string) => void} mark Say at each part whether it is right; once it is over, also what would be.
 */

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen @param {Checked} checked */
export function startCheck(group, question, screen, { read, write, missing, mark }) {
	const { t, session } = screen;
	const button = find('.check', group);
	const verdict = find('.verdict', group);
	const keepsDrafts = QUESTION_KINDS[question.kind].rule === 'checked';
	let [answer, response, tries] = ['', '', 0];

	const judge = () => {
		const right = isCorrect(question, answer);
		const n = Number(group.dataset.retries) + 1 - tries;
		const over = right || n <= 0;
		clearMarks(group);
		mark(over, response);
		verdict.textContent = right ? t('right') : over ? t('wrong') : t('wrong_again', { n });
		verdict.className = right ? 'verdict right' : 'verdict wrong';
		verdict.prepend(makeIcon(ICONS[right ? 'right' : 'wrong']));
		if (!over) return;
		for (const why of findAll('.explanation', group)) why.hidden = false;
		close(group, button);
	};
	/** What was answered before, also where that comes back late. */
	screen.watch(() => {
		if (!session.writable) close(group, button);
		// Only what is news: what isn't checked yet must outlive every other change on the screen.
		if (answer === (answer = screen.answerOf(question.id))) return;
		const [before = '', times, draft] = answer.split(' ');
		[response, tries] = [before, Number(times) || 0];
		write(draft ?? response);
		clearMarks(group);
		if (tries && draft === undefined) judge();
	});
	/** What is chosen next is kept beside what was checked, which is what counts. */
	group.addEventListener('input', () => {
		clearMarks(group);
		// What is judged at the end of a quiz is kept all the same.
		if (!keepsDrafts && group.closest('.deferred')) screen.answer(question.id, (answer = read()));
		if (!keepsDrafts) return;
		answer = tries ? `${response} ${tries} ${read()}` : read();
		screen.type(question.id, answer);
	});
	if (keepsDrafts) group.addEventListener('change', () => session.settle());
	button.onclick = () => {
		const lack = missing();
		if (lack) return void (verdict.textContent = t(lack));
		response = read();
		answer = `${response} ${++tries}`;
		screen.answer(question.id, answer);
		judge();
		// The button is gone, and the focus would go with it: to the top of the page for who listens to it.
		if (button.hidden) verdict.focus();
	};
}

/** Words can still be reached by keyboard, read aloud and copied. @param {HTMLElement} group @param {HTMLElement} button */
function close(group, button) {
	for (const control of controlsOf(group)) {
		if (control instanceof HTMLInputElement && control.type === 'text') control.readOnly = true;
		else control.disabled = true;
	}
	button.hidden = true;
}

/** @param {HTMLElement} group @returns {Control[]} */
export function controlsOf(group) {
	return [...group.querySelectorAll(/** @type {'input'} */ ('input, select, .move'))];
}

/** In words, with their sign; the colour is the style sheet's. @param {'right' | 'wrong'} tone @param {string} text */
export function makeMark(tone, text) {
	return make('span', `mark ${tone}`, makeIcon(ICONS[tone]), text);
}

/**
 * Right or not, in words behind a control and as its description; once it is over, also what would be right.
 * @param {Control} control @param {boolean} right @param {string} solution '' while there is another try. @param {Screen} screen
 */
export function markControl(control, right, solution, { t }) {
	const text = right ? t('mark_right') : solution ? t('mark_solution', { text: solution }) : t('mark_wrong');
	const mark = makeMark(right ? 'right' : 'wrong', text);
	mark.id = `m${control.id}`;
	control.setAttribute('aria-describedby', mark.id);
	control.after(mark);
}

/** Take away what was said about an earlier try. @param {HTMLElement} group */
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

/** A text with fields, as it reads with these words in them; of fields in no text, the words. @param {string[]} words @param {HTMLElement} group */
export function textWith(words, group) {
	const text = group.querySelector('.gapped')?.cloneNode(true);
	if (!(text instanceof HTMLElement)) return words.join('\n');
	for (const mark of findAll('.mark', text)) mark.remove();
	controlsOf(text).forEach((control, place) => control.replaceWith(words[place] || '…'));
	return textOf(text);
}
