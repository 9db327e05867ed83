/** Which pages a learner can open: those of their role, once the pages that come before them are done. */

import { isSeen, openQuestions, openQuizzes, ownPages } from './progress.js';

/** @import { Page, Screen } from './parts' */

/** The pages that are to be done before this one opens. @param {Page | undefined} page @param {Screen} screen @returns {Page[]} */
export function pagesBefore(page, screen) {
	if (!page?.after.length) return [];
	return ownPages(screen).filter((each) => page.after.includes(each.id) && !isPageDone(each, screen));
}

/** Whether it can be opened; what is no page of the author's always can. @param {string} id @param {Screen} screen */
export function canOpen(id, screen) {
	const page = screen.pages.find((each) => each.id === id);
	return !page || (ownPages(screen).includes(page) && !pagesBefore(page, screen).length);
}

/** @param {Page} page @param {Screen} screen */
function isPageDone(page, screen) {
	return isSeen(page, screen) && !openQuestions(page, screen).length && !openQuizzes(page, screen).length;
}
