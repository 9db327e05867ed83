/** Search in all that the course says. There is no index: every page is in the document, so that nothing more is fetched. */

/** @import { Page, Screen } from './parts' */

import { find, findAll, make, makeLink, textOf } from './dom.js';

/** @typedef {{ page: Page, element: HTMLElement, text: string, folded: string }} Passage */

const MOST_RESULTS = 30;
const PASSAGES = 'h1, h2, h3, h4, h5, h6, p, li, td, th, dt, dd, figcaption, summary, blockquote, label, pre';

/** @param {Screen} screen */
export function startSearch({ pages, t }) {
	const dialog = /** @type {HTMLDialogElement} */ (find('#_search'));
	const field = /** @type {HTMLInputElement} */ (find('input', dialog));
	const [status, list] = [find('[role=status]', dialog), find('ol', dialog)];
	/** @type {Passage[]} */
	let passages = [];
	const show = () => {
		const words = fold(field.value).split(/\s+/).filter((word) => word.length > 1);
		const found = words.length ? passages.filter(({ folded }) => words.every((word) => folded.includes(word))) : [];
		status.textContent = words.length ? t('found', { n: found.length }) : '';
		list.replaceChildren(...found.slice(0, MOST_RESULTS).map((passage) => makeResult(passage, words[0] ?? '', dialog)));
	};
	find('#_find').onclick = () => {
		passages = pages.flatMap(passagesOf);
		show();
		dialog.showModal();
		field.select();
	};
	find('.close', dialog).onclick = () => dialog.close();
	field.oninput = show;
	// Enter leads to the first result: on a phone that key says "search".
	field.onkeydown = (event) => {
		if (event.key !== 'Enter') return;
		event.preventDefault(); // or it would press the button too that gets the focus back
		list.querySelector('a')?.click();
	};
}

/** What stands on a page by itself and can be read there: a feedback that is still to come would be told too early. @param {Page} page @returns {Passage[]} */
function passagesOf(page) {
	const elements = findAll(PASSAGES, page.section).filter((element) => !element.querySelector(PASSAGES) && element.closest('[hidden]') === page.section.closest('[hidden]'));
	return elements.map((element) => {
		const text = textOf(element).normalize();
		return { page, element, text, folded: fold(text) };
	});
}

/** Without capitals, accents and curls; of as many characters. @param {string} text */
function fold(text) {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
}

/**
 * The page's title as a link, and the sentence with the word.
 * @param {Passage} passage @param {string} word @param {HTMLDialogElement} dialog
 */
function makeResult({ page, element, text, folded }, word, dialog) {
	const link = makeLink(page.id, page.title);
	link.onclick = () => {
		dialog.close();
		// Once the page is open, which a listener further up sees to. The sheet that search was opened from lies over it.
		setTimeout(() => {
			/** @type {HTMLDialogElement} */ (find('#_sheet')).close();
			for (let around = element.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true;
			element.tabIndex = -1;
			element.focus({ preventScroll: true });
			element.scrollIntoView({ block: 'center' });
		});
	};
	return make('li', '', link, make('p', '', ...sentenceOf(text, folded, word)));
}

/** @param {string} text @param {string} folded @param {string} word @returns {(Node | string)[]} */
function sentenceOf(text, folded, word) {
	// A letter that folds into two moves all behind it: then the whole passage, unmarked.
	if (folded.length !== text.length) return [text];
	const at = folded.indexOf(word);
	const start = Math.max(...['. ', '? ', '! ', ': '].map((end) => text.lastIndexOf(end, at) + 2 * Number(text.lastIndexOf(end, at) >= 0)), 0);
	const end = /[.?!](?=\s)/.exec(text.slice(at));
	const stop = end ? at + end.index + 1 : text.length;
	return [text.slice(start, at), make('mark', '', text.slice(at, at + word.length)), text.slice(at + word.length, stop)];
}
