/** The list of pages, with what is done: at the side of a wide screen; on others a sheet, behind a button. */

/** @import { Page, Screen } from './parts' */

import { find, findAll, make } from './dom.js';
import { isSeen, openQuestions, openQuizzes, ownPages } from './progress.js';
import { tryCall } from './try-call.js';

/** As in the style sheet (core.css). */
const WIDE_SCREEN = '(min-width: 68.75em)';
/** The state of the history while the sheet is open: the way back closes it. */
export const SHEET = 'sheet';

/** @param {Screen} screen */
export function startMenu(screen) {
	const menu = find('#_menu');
	startSheet(menu);
	const links = findAll('a', menu);
	const marks = links.map((link) => link.appendChild(make('small', 'mark')));
	screen.watch(() => {
		for (const link of links) markCurrent(link, `#${screen.page}`);
		const own = ownPages(screen);
		screen.pages.forEach((each, place) => {
			const item = links[place]?.closest('li');
			if (item) item.hidden = !own.includes(each);
			markPage(links[place], marks[place], each, screen);
		});
	});
}

/** @param {HTMLElement} menu */
function startSheet(menu) {
	const sheet = /** @type {HTMLDialogElement} */ (find('#_sheet'));
	const side = menu.parentElement;
	const wide = matchMedia(WIDE_SCREEN);
	const place = () => {
		sheet.close();
		(wide.matches ? side : sheet)?.append(menu);
	};
	place();
	wide.onchange = place;
	const button = find('#_menu_button');
	button.onclick = () => {
		tryCall(() => history.pushState(SHEET, ''));
		sheet.showModal();
	};
	sheet.onclick = ({ target }) => {
		// Beside it, on the cross, or on a page.
		if (target === sheet || (target instanceof Element && target.closest('a, #_sheet > button'))) sheet.close();
	};
	let leaving = false;
	sheet.onclose = () => {
		leaving = history.state === SHEET;
		if (leaving) history.back();
	};
	window.addEventListener('popstate', () => {
		// A step back in the history takes the focus that the sheet gave back.
		if (leaving || sheet.open) setTimeout(() => button.focus());
		leaving = false;
		sheet.close();
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
 * @param {HTMLElement | undefined} link
 * @param {HTMLElement | undefined} mark
 * @param {Page} page
 * @param {Screen} screen
 */
function markPage(link, mark, page, screen) {
	if (!link || !mark) return;
	const n = openQuestions(page, screen).length + openQuizzes(page, screen).length;
	const seen = isSeen(page, screen);
	const before = screen.pagesBefore(page);
	if (before.length) link.setAttribute('aria-disabled', 'true');
	else link.removeAttribute('aria-disabled');
	if (before.length) mark.textContent = screen.t('page_closed', { pages: before.map(({ title }) => title).join(', ') });
	else mark.textContent = !seen ? screen.t('page_new') : n ? screen.t('page_open', { n }) : screen.t('page_done');
	link.className = before.length ? 'closed' : !seen ? 'new' : n ? 'begun' : 'done';
}
