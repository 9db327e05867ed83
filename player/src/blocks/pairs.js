/** Things that are laid at others, each with a list to choose from: "a.2,b.1". */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { keysOf } from '../completion.js';
import { findAll, textOf } from '../dom.js';
import { markControl, startCheck, textWith } from './check.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startPairs(group, question, screen) {
	const selects = /** @type {HTMLSelectElement[]} */ (findAll('select', group));
	/** What a response lays at a thing, by its key. @param {string} response @param {HTMLSelectElement} select */
	const targetIn = (response, { name }) => response.split(',').find((pair) => pair.startsWith(`${name}.`))?.slice(2) ?? '';
	/** @param {HTMLSelectElement} select @param {string} target */
	const textOfTarget = (select, target) => (target ? textOf([...select.options].find(({ value }) => value === target)) : '');
	question.format = (answer) => {
		const words = selects.map((select) => textOfTarget(select, targetIn(keysOf(answer), select)));
		const things = selects.map(({ id }) => textOf(group.querySelector(`[for=${id}]`)));
		return textWith(words.map((word, place) => (things[place] ? `${things[place]}: ${word}` : word)), group);
	};
	// In the order of the keys: things to sort stand in another one.
	const pairs = () => selects.filter(({ value }) => value).map(({ name, value }) => `${name}.${value}`).sort();
	startCheck(group, question, screen, {
		read: () => pairs().join(','),
		write: (response) => selects.forEach((select) => (select.value = targetIn(response, select))),
		missing: () => (pairs().length === selects.length ? '' : 'choose_all'),
		mark(over, response) {
			for (const select of selects) {
				const wanted = targetIn(question.keys.join(','), select);
				markControl(select, targetIn(response, select) === wanted, over ? textOfTarget(select, wanted) : '', screen);
			}
		},
	});
}
