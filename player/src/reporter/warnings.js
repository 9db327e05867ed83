/** A remark beneath an answer that seems to name somebody: said when a learner pauses, and never in the way. */

import { find, make } from '../dom.js';
import { QUESTION_KINDS } from '../question-kinds.js';
import { findPersonalData } from './personal-data.js';

/** @import { Screen } from '../parts' */

const AFTER_TYPING = 2_000;

/** @param {Screen} screen */
export function startWarnings(screen) {
	for (const { id } of screen.course.questions.filter(({ kind }) => QUESTION_KINDS[kind].rule === 'words')) addWarning(/** @type {HTMLTextAreaElement} */ (find(`#q_${id}`)), screen);
}

/** @param {HTMLTextAreaElement} field @param {Screen} screen */
function addWarning(field, { t, watch }) {
	const remark = make('p', 'remark warning personal');
	remark.setAttribute('role', 'status');
	(field.nextElementSibling ?? field).after(remark);
	/** @type {number | undefined} */
	let timer;
	let text = '';
	const look = () => {
		clearTimeout(timer);
		text = field.value;
		const found = findPersonalData(text, new Date().getFullYear());
		const message = found.map((key) => t(key)).filter((text, place) => text !== found[place]).join('\n');
		if (remark.textContent !== message) remark.textContent = message;
	};
	field.addEventListener('input', () => {
		clearTimeout(timer);
		timer = window.setTimeout(look, AFTER_TYPING);
	});
	field.addEventListener('change', look);
	watch(() => {
		if (field.value !== text && document.activeElement !== field) look(); // words that came back
	});
}
