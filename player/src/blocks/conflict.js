/** Two versions of one's own words, where another device's newer ones kept these out: the learner chooses. */

import { make, makeButton } from '../dom.js';

/** @import { Conflict, Question } from '../types' */
/** @import { Screen } from '../parts' */

/**
 * Once there is a second version it stands behind the answer, until one of them is chosen.
 * @param {HTMLElement} element Where the answer is written.
 * @param {Question} question @param {Screen} screen @param {(answer: string) => string} [format] An answer as it reads.
 */
export function followConflict(element, question, screen, format = String) {
	let shown = false;
	screen.watch(() => {
		const conflict = screen.session.conflicts.find(({ id }) => id === question.id);
		if (!conflict || shown || !screen.session.writable) return;
		shown = true;
		showConflict(element, conflict, screen, format);
	});
}

/** @param {HTMLElement} element @param {Conflict} conflict @param {Screen} screen @param {(answer: string) => string} format */
function showConflict(element, conflict, { t, answer, announce }, format) {
	/** @type {(label: string, side: 'ours' | 'theirs', announcement: string) => HTMLButtonElement} */
	const choice = (label, side, announcement) =>
		makeButton(t(label), () => {
			answer(conflict.id, conflict[side]);
			box.remove();
			(element.matches('textarea, input') ? element : element.querySelector('input'))?.focus();
			announce(t(announcement));
		});
	const use = choice('use_ours', 'ours', 'kept');
	const drop = choice('drop_ours', 'theirs', 'dropped');
	const title = make('p', 'title', t('conflict'));
	const box = make('div', 'callout warning', title, make('p', 'written', format(conflict.ours)), make('p', 'buttons', use, drop));
	element.after(box);
}
