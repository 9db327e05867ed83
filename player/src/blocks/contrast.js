/** Two answers to one question, laid side by side once both are written. */

import { find, make, textOf } from '../dom.js';

/** @param {HTMLElement} group */
export function startContrast(group) {
	const fields = [...group.querySelectorAll('textarea')];
	const button = /** @type {HTMLButtonElement} */ (find('.compare', group));
	const comparison = find('.comparison', group);
	const sides = make('div', 'sides');
	comparison.prepend(sides);
	comparison.hidden = true;
	const follow = () => {
		button.disabled = fields.some((field) => !field.value.trim());
		sides.replaceChildren(...fields.map(laidOut));
	};
	group.addEventListener('input', follow);
	button.onclick = () => {
		comparison.hidden = false;
		comparison.focus();
	};
	follow();
}

/** @param {HTMLTextAreaElement} field */
function laidOut(field) {
	const label = textOf(field.labels[0]);
	return make('div', '', make('p', 'title', label), make('p', 'written', field.value));
}
