/** One page at a time; the address follows, and so do the title and the focus. */

/** @import { Screen } from './parts' */

import { tryCall } from './try-call.js';
import { showCover } from './cover.js';
import { find, findAll, textOf } from './dom.js';
import { SHEET } from './menu.js';
import { ownPages } from './progress.js';

/** @param {Screen} screen */
export function startPages(screen) {
	document.addEventListener('click', (event) => {
		const link = event.target instanceof Element ? event.target.closest('a') : null;
		const hash = link?.getAttribute('href') ?? '';
		const target = targetOf(hash);
		if (!target) return;
		event.preventDefault();
		// The list of pages says why it is closed.
		if (!canOpen(pageOf(target)?.id ?? '', screen)) return;
		// In place of the sheet, if that is where it was pressed.
		tryCall(() => history[history.state === SHEET ? 'replaceState' : 'pushState'](null, '', hash));
		goToTarget(target, screen);
	});
	screen.watch(() => updateSteps(screen));
	window.addEventListener('hashchange', () => {
		const target = targetOf(location.hash);
		const page = target && pageOf(target)?.id;
		if (target && page && page !== screen.page && canOpen(page, screen)) goToTarget(target, screen);
	});
	const [asked, before] = [location.hash, `#${screen.session.state.page}`].map(targetOf).map((target) => (target && canOpen(pageOf(target)?.id ?? '', screen) ? target : null));
	if (!asked && showCover(screen)) return;
	const first = asked ?? before ?? find(`#${screen.pages.find(({ id }) => canOpen(id, screen))?.id}`);
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
	// What can have the focus itself is a field, a footnote or what refers to one.
	const fields = 'input, select, textarea, button';
	const field = target.matches(`${fields}, a, [tabindex]`) ? target : target.querySelector(isPage ? 'h1' : fields);
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
	document.title = `${titleOf(sections[place])} – ${textOf(find('header .title'))}`;
	screen.open(sections[place]?.id ?? '');
}

/** Whether it can be opened: it is for this learner, and no other page comes first. The page of answers always can. @param {string} id @param {Screen} screen */
function canOpen(id, screen) {
	const page = screen.pages.find((each) => each.id === id);
	return !page || (ownPages(screen).includes(page) && !screen.pagesBefore(page).length);
}

/** Back and forth between the pages that are open: an answer may open the next one. @param {Screen} screen */
function updateSteps(screen) {
	const sections = findAll('.page:not(.beside)').filter(({ id }) => id === screen.page || canOpen(id, screen));
	const place = sections.findIndex(({ id }) => id === screen.page);
	// What is no step, such as the glossary, has none before it and none after it.
	updateStepLink('.previous', sections[place - 1]);
	updateStepLink('.next', place < 0 ? undefined : sections[place + 1]);
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
