/** Two answers to one question, laid side by side once both are written. */

import { find, make, textOf } from '../dom.js';

/** @import { Screen } from '../parts' */

/** @param {HTMLElement} group @param {Screen} screen */
export function startContrast(group, { say }) {
	const fields = [...group.querySelectorAll('textarea')];
	const comparison = find('.comparison', group);
	const sides = make('div', 'sides');
	comparison.prepend(sides);
	comparison.hidden = true;
	const follow = () => sides.replaceChildren(...fields.map(laidOut));
	group.addEventListener('input', follow);
	find('.compare', group).onclick = () => {
		const empty = fields.find((field) => !field.value.trim());
		find('.verdict', group).textContent = empty ? say('both_first') : '';
		if (!empty) comparison.hidden = false;
		(empty ?? comparison).focus();
	};
	follow();
}

/** @param {HTMLTextAreaElement} field */
function laidOut(field) {
	const label = textOf(field.labels[0]);
	return make('div', '', make('p', 'title', label), make('p', 'written', field.value));
}
