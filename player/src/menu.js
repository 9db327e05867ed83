/** The list of pages, behind a button, with what is done. */

/** @import { Page, Screen } from './parts' */

import { find, findAll, make } from './dom.js';
import { isSeen, openQuestions } from './progress.js';

/** @param {Screen} screen */
export function startMenu(screen) {
	const button = find('#_menu_button');
	const menu = find('#_menu');
	/** @param {boolean} open */
	const toggle = (open) => {
		menu.hidden = !open;
		button.setAttribute('aria-expanded', String(open));
	};
	button.onclick = () => toggle(Boolean(menu.hidden));
	find('header').addEventListener('keydown', (event) => {
		if (event.key !== 'Escape' || menu.hidden) return;
		toggle(false);
		button.focus();
	});
	const marks = findAll('a', menu).map((link) => link.appendChild(make('span', 'mark')));
	let page = '';
	screen.watch(() => {
		if (page !== screen.page) toggle(false);
		page = screen.page;
		findAll('a', menu).forEach((link) => markCurrent(link, `#${page}`));
		screen.pages.forEach((each, place) => markPage(marks[place], each, screen));
	});
}

/**
 * @param {HTMLElement} link
 * @param {string} hash
 */
function markCurrent(link, hash) {
	if (link.getAttribute('href') === hash) link.setAttribute('aria-current', 'page');
	else link.removeAttribute('aria-current');
}

/**
 * @param {HTMLElement | undefined} mark
 * @param {Page} page
 * @param {Screen} screen
 */
function markPage(mark, page, screen) {
	if (!mark) return;
	const n = openQuestions(page, screen).length;
	const seen = isSeen(page, screen);
	mark.textContent = !seen ? screen.t('page_new') : n ? screen.t('page_open', { n }) : screen.t('page_done');
	mark.classList.toggle('done', seen && !n);
}
