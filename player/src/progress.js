/** How far the learner is: in words, and as a bar. */

/** @import { Page, Screen } from './parts' */

import { answered } from './completion.js';
import { find } from './dom.js';

/** @param {Screen} screen */
export function startProgress(screen) {
	const { course, pages, say } = screen;
	const words = find('#_progress p');
	const bar = /** @type {HTMLProgressElement} */ (find('#_progress progress'));
	const n = course.questions.filter((question) => question.required).length;
	bar.max = pages.length + n;
	screen.watch(() => {
		const done = n - pages.flatMap((page) => openQuestions(page, screen)).length;
		const place = course.pages.indexOf(screen.page) + 1;
		const parts = [place && say('page_of', { n: place, total: pages.length }), n && say('answered', { n, done })];
		words.textContent = parts.filter(Boolean).join(' · ');
		bar.value = pages.filter((page) => isSeen(page, screen)).length + done;
	});
}

/**
 * @param {Page} page
 * @param {Screen} screen
 */
export function isSeen(page, screen) {
	return screen.session.state.seen.includes(page.id);
}

/**
 * The questions on a page that still want an answer.
 * @param {Page} page
 * @param {Screen} screen
 */
export function openQuestions(page, screen) {
	return page.questions.filter((question) => question.required && !answered(question, screen.given(question.id)));
}
