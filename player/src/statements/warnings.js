/** A remark beneath an answer that seems to name somebody: said when a learner pauses, and never in the way. */

import { find, make } from '../dom.js';
import { personal } from './personal.js';

/** @import { Question } from '../types' */
/** @import { Say } from '../parts' */

const PAUSE = 2_000;

/** @param {Question[]} questions @param {Say} say */
export function startWarnings(questions, say) {
	for (const { id } of questions.filter(({ kind }) => kind === 'open')) warn(/** @type {HTMLTextAreaElement} */ (find(`#q_${id}`)), say);
}

/** @param {HTMLTextAreaElement} field @param {Say} say */
function warn(field, say) {
	const remark = make('p', 'remark warning personal');
	remark.setAttribute('role', 'status');
	(field.nextElementSibling ?? field).after(remark);
	/** @type {number | undefined} */
	let timer;
	const look = () => {
		clearTimeout(timer);
		const found = personal(field.value, new Date().getFullYear());
		const said = found.map((key) => say(key)).filter((text, place) => text !== found[place]).join('\n');
		if (remark.textContent !== said) remark.textContent = said;
	};
	field.addEventListener('input', () => {
		clearTimeout(timer);
		timer = window.setTimeout(look, PAUSE);
	});
	field.addEventListener('change', look);
	look();
}
