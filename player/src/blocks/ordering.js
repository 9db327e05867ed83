/** Steps to put in order, by a button up and a button down at each. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { keysOf } from '../completion.js';
import { find, findAll, textOf } from '../dom.js';
import { makeMark, startCheck } from './check.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startOrdering(group, question, screen) {
	const list = find('ol', group);
	const items = () => findAll('li', list);
	/** @param {HTMLElement} item */
	const textOfItem = (item) => textOf(item.firstElementChild);
	const byKey = new Map(items().map((item) => [item.dataset.key ?? '', item]));
	question.format = (answer) => keysOf(answer).split(',').flatMap((key) => byKey.get(key) ?? []).map((item, place) => `${place + 1}. ${textOfItem(item)}`).join('\n');

	/** @param {HTMLElement} item @param {HTMLElement} button @param {boolean} up */
	const move = (item, button, up) => {
		if (up) item.previousElementSibling?.before(item);
		else item.nextElementSibling?.after(item);
		button.focus(); // who is moved loses it
		const n = items().indexOf(item) + 1;
		screen.announce(screen.t('moved', { text: textOfItem(item), n, total: byKey.size }));
		for (const type of ['input', 'change']) group.dispatchEvent(new Event(type));
	};
	for (const item of items()) findAll('.move', item).forEach((button, place) => (button.onclick = () => move(item, button, !place)));

	startCheck(group, question, screen, {
		read: () => items().map((item) => item.dataset.key).join(','),
		write: (keys) => keys.split(',').forEach((key) => list.append(...[byKey.get(key) ?? []].flat())),
		missing: () => '',
		mark(over) {
			items().forEach((item, place) => {
				const n = question.keys.indexOf(item.dataset.key ?? '') + 1;
				const right = n === place + 1;
				item.append(makeMark(right ? 'right' : 'wrong', screen.t(right ? 'mark_right' : over ? 'mark_place' : 'mark_wrong', { n })));
			});
		},
	});
}
