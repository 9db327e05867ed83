/** Every question on the page, each by its kind. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { find, findAll } from '../dom.js';
import { startChoice } from './choice.js';
import { startContrast } from './contrast.js';
import { startOpen } from './open.js';
import { startTicks } from './ticks.js';

/** @type {Record<Question['kind'], (element: HTMLElement, question: Question, screen: Screen) => void>} */
const STARTS = {
	open: startOpen,
	choice: startChoice,
	opinion: startTicks,
	acknowledge: startTicks,
	checklist: startTicks,
};

/** @param {Screen} screen */
export function startQuestions(screen) {
	for (const question of screen.course.questions) {
		STARTS[question.kind](find(`#q_${question.id}`), question, screen);
	}
	for (const group of findAll('.contrast')) startContrast(group, screen);
}
