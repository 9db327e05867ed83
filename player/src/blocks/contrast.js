/** Two answers to one question, laid side by side once both are written. */

import { find, findAll, make, textOf } from '../dom.js';

/** @import { Screen } from '../parts' */

/** @param {Screen} screen */
export function startContrasts(screen) {
	for (const group of findAll('.contrast')) startContrast(group, screen);
}

/** @param {HTMLElement} group @param {Screen} screen */
function startContrast(group, { t, watch }) {
	const fields = [...group.querySelectorAll('textarea')];
	const comparison = find('.comparison', group);
	const sides = make('div', 'sides');
	comparison.prepend(sides);
	comparison.hidden = true;
	let before = '';
	const follow = () => {
		const now = JSON.stringify(fields.map(({ value }) => value));
		if (now !== before && !comparison.hidden) sides.replaceChildren(...fields.map(makeSide));
		before = comparison.hidden ? '' : now;
	};
	group.addEventListener('input', follow);
	find('.compare', group).onclick = () => {
		const empty = fields.find((field) => !field.value.trim());
		find('.verdict', group).textContent = empty ? t('both_first') : '';
		if (!empty) comparison.hidden = false;
		follow();
		(empty ?? comparison).focus();
	};
	watch(follow); // words may come back later than the page
}

/** @param {HTMLTextAreaElement} field */
function makeSide(field) {
	const label = textOf(field.labels[0]);
	return make('div', '', make('p', 'title', label), make('p', 'written', field.value));
}
