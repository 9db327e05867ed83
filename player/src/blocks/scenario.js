/** A story in scenes: one at a time, each with what a learner can do next, and the path so far above it. */

import { find, findAll, make, makeButton, textOf } from '../dom.js';

/** @import { Answer, Question } from '../types' */
/** @import { Screen } from '../parts' */

/**
 * An answer is `<path> <tries> <path>`: the path that was walked to an end last, how many were, and the one that is being
 * walked. The first that is walked stands alone.
 * @param {Answer} answer
 */
function pathsOf(answer) {
	const [ended = '', tries, walked] = answer.split(' ');
	return { ended, tries: Number(tries) || 0, walked: walked ?? ended };
}

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startScenario(group, question, screen) {
	const { session } = screen;
	const scenes = findAll('.scene', group);
	const links = findAll('a[data-step]', group);
	const [path, outcome, again] = [find('details.path', group), find('.outcome', group), find(':scope > button', group)];
	/** @type {string | null} */
	let answer = null;

	/** The choices of a path, up to the first that this version of the course doesn't have. @param {string} steps */
	const choicesOf = (steps) => {
		const all = steps.split(',').map((step) => links.find(({ dataset }) => dataset.step === step));
		const unknown = all.indexOf(undefined);
		return /** @type {HTMLElement[]} */ (unknown < 0 ? all : all.slice(0, unknown));
	};
	/** Where the last of these choices leads. @param {HTMLElement[]} chosen */
	const sceneAfter = (chosen) => scenes.find(({ id }) => `#${id}` === chosen[chosen.length - 1]?.getAttribute('href')) ?? scenes[0];
	/** @param {HTMLElement | undefined} link */
	const outcomeOf = (link) => [...(link?.parentElement?.querySelector('.outcome')?.cloneNode(true).childNodes ?? [])];

	const show = () => {
		const chosen = choicesOf(pathsOf(answer ?? '').walked);
		const now = sceneAfter(chosen);
		const over = now?.dataset.end !== undefined;
		for (const scene of scenes) scene.hidden = scene !== now;
		outcome.replaceChildren(...outcomeOf(chosen[chosen.length - 1]));
		find('ol', path).replaceChildren(...chosen.map((link) => make('li', '', textOf(link), ...outcomeOf(link))));
		path.hidden = !chosen.length;
		path.toggleAttribute('open', over);
		again.hidden = !over || !session.writable;
	};
	/** @param {string} value @param {'answer' | 'type'} act What is under way is like a word that is being typed. */
	const go = (value, act) => {
		screen[act](question.id, value);
		if (act === 'answer') session.settle();
		scenes.find(({ hidden }) => !hidden)?.focus();
	};
	/** @param {HTMLElement} link */
	const choose = (link) => {
		const { ended, tries, walked } = pathsOf(answer ?? '');
		// Who goes round in circles makes no path without an end: as many steps are kept as there are scenes.
		const chosen = [...choicesOf(walked), link].slice(-scenes.length);
		const steps = chosen.map(({ dataset }) => dataset.step).join();
		if (sceneAfter(chosen)?.dataset.end !== undefined) go(`${steps} ${tries + 1}`, 'answer');
		else go(tries ? `${ended} ${tries} ${steps}` : steps, 'type');
	};

	question.format = (given) => {
		const chosen = choicesOf(pathsOf(given).ended);
		return [...chosen.map(textOf), textOf(sceneAfter(chosen)?.querySelector('.title'))].filter(Boolean).join('\n');
	};
	for (const link of links) {
		const button = makeButton('', () => choose(link));
		button.append(...[...link.childNodes].map((node) => node.cloneNode(true)));
		link.hidden = true;
		link.after(button);
	}
	again.onclick = () => {
		const { ended, tries } = pathsOf(answer ?? '');
		go(`${ended} ${tries} `, 'type');
	};
	screen.watch(() => {
		for (const button of findAll('.choices button', group)) button.toggleAttribute('disabled', !session.writable);
		if (answer !== (answer = screen.answerOf(question.id))) show();
		else again.hidden ||= !session.writable;
	});
}
