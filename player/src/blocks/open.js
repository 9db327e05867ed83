/** A field for an answer in the learner's own words, and beneath it what is to be said about that answer. */

/** @import { Conflict, Question } from '../types' */
/** @import { Screen } from '../parts' */

import { wellFormed } from '../codec.js';
import { words } from '../completion.js';
import { make, makeButton } from '../dom.js';
import { answersText } from '../my-answers.js';
import { answerText, roomText, troubleOf } from '../sentences.js';
import { copyText, downloadText } from '../take-along.js';

/**
 * @param {HTMLElement} element
 * @param {Question} question
 * @param {Screen} screen
 */
export function startOpen(element, question, screen) {
	const { session, given, type, watch } = screen;
	const field = /** @type {HTMLTextAreaElement} */ (element);
	const { id } = question;
	if (field.value && !given(id)) type(id, field.value); // typed before the script was there
	field.addEventListener('input', () => type(id, field.value));
	field.addEventListener('change', () => session.settle());
	// Words come back later than the page: from this browser, from a learning system that is late, from another tab.
	watch(() => {
		field.readOnly = !session.writable;
		if (wellFormed(field.value) !== given(id)) setText(field, given(id));
	});
	growWithText(field);
	showRemark(field, question, screen);
	followConflict(field, question, screen);
}

/** The caret stays where it is. @param {HTMLTextAreaElement} field @param {string} text */
function setText(field, text) {
	const { selectionStart, selectionEnd } = field;
	field.value = text;
	if (field === document.activeElement) field.setSelectionRange(selectionStart, selectionEnd);
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
	const { say, session, watch } = screen;
	const count = make('p', 'small');
	const trouble = make('p');
	const retry = makeButton(say('retry'), () => session.send());
	const rescue = makeRescue(field, screen);
	const said = make('div', '', count, trouble);
	const remark = make('div', '', said, retry, rescue);
	said.id = `r_${id}`;
	const hint = field.getAttribute('aria-describedby') ?? '';
	field.setAttribute('aria-describedby', `${hint} r_${id}`.trim());
	field.after(remark);
	watch((standing) => {
		const done = words(field.value);
		if (minimum > 1) count.textContent = say('minimum', { n: minimum, done });
		count.classList.toggle('done', done >= minimum && minimum > 1);
		const wrong = answerText(id, standing, screen);
		trouble.textContent = `${wrong} ${roomText(standing, screen)}`.trim();
		remark.className = wrong ? 'remark warning' : 'remark';
		retry.hidden = !wrong || troubleOf(standing) !== 'retry';
		rescue.hidden = !wrong || (troubleOf(standing) !== 'reopen' && standing.kept === 'device');
	});
}

/** Where a tab can't save any more, words can leave it from here. @param {HTMLTextAreaElement} field @param {Screen} screen */
function makeRescue(field, screen) {
	const { say, course } = screen;
	const told = make('span', 'small');
	told.setAttribute('role', 'status');
	const copy = makeButton(say('copy_answer'), async () => {
		told.textContent = say((await copyText(field.value)) ? 'copied' : 'not_copied');
	});
	const download = makeButton(say('download_answers'), () => {
		downloadText(answersText(screen), `${course.id}.txt`);
		told.textContent = say('downloaded');
	});
	return make('p', 'buttons', copy, download, told);
}

/**
 * The version that another device's newer one kept out, for the learner to choose.
 * @param {HTMLTextAreaElement} field
 * @param {Question} question
 * @param {Screen} screen
 */
function followConflict(field, { id }, screen) {
	let shown = false;
	screen.watch(() => {
		const conflict = screen.session.conflicts.find((each) => each.id === id);
		if (!conflict || shown || !screen.session.writable) return;
		shown = true;
		showConflict(field, conflict, screen);
	});
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {Conflict} conflict
 * @param {Screen} screen
 */
function showConflict(field, conflict, { say, answer, announce }) {
	/** @type {(label: string, side: 'ours' | 'theirs', said: string) => HTMLButtonElement} */
	const choice = (label, side, said) =>
		makeButton(say(label), () => {
			field.value = conflict[side];
			answer(conflict.id, conflict[side]);
			box.remove();
			field.focus();
			announce(say(said));
		});
	const use = choice('use_ours', 'ours', 'kept');
	const drop = choice('drop_ours', 'theirs', 'dropped');
	const title = make('p', 'title', say('conflict'));
	const box = make('div', 'callout warning', title, make('p', 'written', conflict.ours), make('p', 'buttons', use, drop));
	field.after(box);
}
