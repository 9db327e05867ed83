/** A field for an answer in the learner's own words, and beneath it what is to be said about that answer. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { toWellFormed } from '../codec.js';
import { countWords } from '../completion.js';
import { make, makeButton } from '../dom.js';
import { answersText } from '../my-answers.js';
import { warningText, roomText, troubleOf } from '../sentences.js';
import { followConflict } from './conflict.js';
import { copyText, downloadText } from '../export-answers.js';

/**
 * @param {HTMLElement} element
 * @param {Question} question
 * @param {Screen} screen
 */
export function startOpen(element, question, screen) {
	const { session, answerOf, type, watch } = screen;
	const field = /** @type {HTMLTextAreaElement} */ (element);
	const { id } = question;
	if (field.value && !answerOf(id)) type(id, field.value); // typed before the script was there
	field.addEventListener('input', () => type(id, field.value));
	field.addEventListener('change', () => session.settle());
	// Words come back later than the page: from this browser, from a learning system that is late, from another tab.
	watch(() => {
		// readOnly, not disabled: the words can still be reached by keyboard, read aloud and copied.
		field.readOnly = !session.writable;
		if (toWellFormed(field.value) !== answerOf(id)) setText(field, answerOf(id));
	});
	growWithText(field);
	showRemark(field, question, screen);
	followConflict(field, question, screen);
}

/** The caret stays where it is. @param {HTMLTextAreaElement} field @param {string} text */
function setText(field, text) {
	const { selectionStart, selectionEnd } = field;
	field.value = text;
	// A day has no caret.
	if (field === document.activeElement && selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
}

/**
 * Never smaller again: what is below stays where it is.
 * @param {HTMLTextAreaElement} field
 */
function growWithText(field) {
	let width = 0;
	const grow = () => {
		// Another width is another number of lines: a frame that was narrow for a moment leaves no tall field behind.
		if (field.offsetWidth !== width) field.style.height = '';
		width = field.offsetWidth;
		const border = field.offsetHeight - field.clientHeight;
		if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + border}px`;
	};
	field.addEventListener('input', grow);
	new ResizeObserver(grow).observe(field);
}

/**
 * How many words there are where a number is asked for; and what is wrong with keeping this answer, until that is solved.
 * @param {HTMLTextAreaElement} field
 * @param {Question} question
 * @param {Screen} screen
 */
function showRemark(field, { id, minimum }, screen) {
	const { t, session, watch } = screen;
	const count = make('p', 'small');
	const trouble = make('p');
	const retry = makeButton(t('retry'), () => session.send());
	const rescue = makeRescue(field, screen);
	const texts = make('div', '', count, trouble);
	const remark = make('div', '', texts, retry, rescue);
	texts.id = `r_${id}`;
	const hint = field.getAttribute('aria-describedby') ?? '';
	field.setAttribute('aria-describedby', `${hint} r_${id}`.trim());
	field.after(remark);
	watch((saveStatus) => {
		const done = countWords(field.value);
		if (minimum > 1) count.textContent = t('minimum', { n: minimum, done });
		count.classList.toggle('done', done >= minimum && minimum > 1);
		const wrong = warningText(id, saveStatus, screen);
		trouble.textContent = `${wrong} ${roomText(saveStatus, screen)}`.trim();
		remark.className = wrong ? 'remark warning' : 'remark';
		retry.hidden = !wrong || troubleOf(saveStatus) !== 'retry';
		rescue.hidden = !wrong || (troubleOf(saveStatus) !== 'reopen' && saveStatus.storage === 'device');
	});
}

/** Where a tab can't save any more, words can leave it from here. @param {HTMLTextAreaElement} field @param {Screen} screen */
function makeRescue(field, screen) {
	const { t, course } = screen;
	const status = make('span', 'small');
	status.setAttribute('role', 'status');
	const copy = makeButton(t('copy_answer'), async () => {
		status.textContent = t((await copyText(field.value)) ? 'copied' : 'not_copied');
	});
	const download = makeButton(t('download_answers'), () => {
		downloadText(answersText(screen), `${course.id}.txt`);
		status.textContent = t('downloaded');
	});
	return make('p', 'buttons', copy, download, status);
}
