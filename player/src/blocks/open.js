/** A field for an answer in the learner's own words, and beneath it what is to be said about that answer. */

/** @import { Conflict, Question } from '../types' */
/** @import { Screen } from '../parts' */

import { words } from '../completion.js';
import { make, makeButton } from '../dom.js';
import { isTrouble, roomLeft } from '../status-line.js';

/**
 * @param {HTMLElement} element
 * @param {Question} question
 * @param {Screen} screen
 */
export function startOpen(element, question, screen) {
	const { session, given, answer } = screen;
	const field = /** @type {HTMLTextAreaElement} */ (element);
	field.value = given(question.id);
	field.readOnly = !session.writable;
	field.addEventListener('input', () => answer(question.id, field.value));
	growWithText(field);
	showRemark(field, question, screen);
	const conflict = session.conflicts.find(({ id }) => id === question.id);
	if (conflict && session.writable) showConflict(field, conflict, screen);
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
	const said = make('div', '', count, trouble);
	const remark = make('div', '', said, retry);
	said.id = `r_${id}`;
	const hint = field.getAttribute('aria-describedby') ?? '';
	field.setAttribute('aria-describedby', `${hint} r_${id}`.trim());
	field.after(remark);
	watch((standing) => {
		const done = words(field.value);
		if (minimum > 1) count.textContent = say('minimum', { n: minimum, done });
		count.classList.toggle('done', done >= minimum && minimum > 1);
		const behind = standing.behind.includes(id);
		const unsent = isTrouble(standing) || standing.kind === 'newer';
		trouble.textContent = `${behind ? say(unsent ? 'behind' : 'behind_full') : ''} ${roomLeft(standing, screen)}`.trim();
		remark.className = behind ? 'remark warning' : 'remark';
		retry.hidden = !behind || !isTrouble(standing);
	});
}

/**
 * The version that another device's newer one kept out, for the learner to choose.
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
