/** Pages that open once others are done. */

import { isSeen, openQuestions, openQuizzes, ownPages } from './progress.js';

/** @import { Page, Screen } from './parts' */

/** The pages that are to be done before this one opens. @param {Page} page @param {Screen} screen @returns {Page[]} */
export function pagesBefore({ after }, screen) {
	return ownPages(screen).filter((page) => after.includes(page.id) && !isPageDone(page, screen));
}

/** @param {Page} page @param {Screen} screen */
function isPageDone(page, screen) {
	return isSeen(page, screen) && !openQuestions(page, screen).length && !openQuizzes(page, screen).length;
}
