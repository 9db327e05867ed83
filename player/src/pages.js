/** One page at a time; the address follows, and so do the title and the focus. */

/** @import { Screen } from './parts' */

import { tryCall } from './try-call.js';
import { showCover } from './cover.js';
import { find, findAll, textOf } from './dom.js';
import { SHEET } from './menu.js';

/** @param {Screen} screen */
export function startPages(screen) {
	document.addEventListener('click', (event) => {
		const link = event.target instanceof Element ? event.target.closest('a') : null;
		const hash = link?.getAttribute('href') ?? '';
		const target = targetOf(hash);
		if (!target) return;
		event.preventDefault();
		// In place of the sheet, if that is where it was pressed.
		tryCall(() => history[history.state === SHEET ? 'replaceState' : 'pushState'](null, '', hash));
		goToTarget(target, screen);
	});
	window.addEventListener('hashchange', () => {
		const target = targetOf(location.hash);
		if (target && pageOf(target)?.id !== screen.page) goToTarget(target, screen);
	});
	const asked = targetOf(location.hash);
	if (!asked && showCover(screen)) return;
	const first = asked ?? targetOf(`#${screen.session.state.page}`) ?? find('.page');
	tryCall(() => history.replaceState(null, '', `#${first.id}`));
	openPage(first, screen);
}

/**
 * The page, or the thing on a page, that an address points at.
 * @param {string} hash
 */
function targetOf(hash) {
	const target = document.getElementById(hash.slice(1));
	return target && pageOf(target) && target;
}

/**
 * @param {HTMLElement} target
 * @returns {HTMLElement | null}
 */
function pageOf(target) {
	return target.closest('.page');
}

/**
 * To a page, or to a question: the focus goes there too, so that it is read aloud and the keyboard goes on from there.
 * @param {HTMLElement} target
 * @param {Screen} screen
 */
function goToTarget(target, screen) {
	openPage(target, screen);
	find('#_restored').hidden = true;
	for (const details of findAll('details')) if (details.contains(target)) details.setAttribute('open', '');
	target.dispatchEvent(new Event('reveal', { bubbles: true })); // to what else may hide it
	const isPage = target.matches('.page');
	const fields = 'input, select, textarea, button';
	const field = target.matches(fields) ? target : target.querySelector(isPage ? 'h1' : fields);
	if (isPage) document.body.scrollIntoView();
	(field instanceof HTMLElement ? field : target).focus({ preventScroll: isPage });
}

/**
 * @param {HTMLElement} target
 * @param {Screen} screen
 */
function openPage(target, screen) {
	for (const cover of findAll('#_cover')) cover.hidden = true;
	find('.steps').hidden = false;
	const sections = findAll('.page');
	const place = sections.findIndex((section) => section.contains(target));
	sections.forEach((section, each) => (section.hidden = each !== place));
	updateStepLink('.previous', sections[place - 1]);
	updateStepLink('.next', sections[place + 1]);
	document.title = `${titleOf(sections[place])} – ${textOf(find('header .title'))}`;
	screen.open(sections[place]?.id ?? '');
}

/**
 * @param {string} selector
 * @param {HTMLElement | undefined} section
 */
function updateStepLink(selector, section) {
	const link = /** @type {HTMLAnchorElement} */ (find(selector));
	link.hidden = !section;
	link.href = `#${section?.id}`;
	find('b', link).textContent = titleOf(section);
}

/** @param {HTMLElement | undefined} section */
function titleOf(section) {
	return textOf(section?.querySelector('h1'));
}
