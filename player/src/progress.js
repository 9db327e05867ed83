/** How far the learner is: in words, and as a bar. */

/** @import { Question } from './types' */
/** @import { Page, Screen } from './parts' */

import { isAnswered, isSuccess } from './completion.js';
import { find, make } from './dom.js';

/** @param {Screen} screen */
export function startProgress(screen) {
	const { course, pages, t } = screen;
	const words = find('#_progress p');
	const bar = /** @type {HTMLProgressElement} */ (find('#_progress progress'));
	screen.watch(() => {
		const n = course.questions.filter((question) => question.required && !wasAdded(question, screen)).length;
		const done = n - pages.flatMap((page) => openQuestions(page, screen)).length;
		const place = course.pages.indexOf(screen.page) + 1;
		const parts = [place && t('page_of', { n: place, total: pages.length }), n && t('answered', { n, done })];
		words.replaceChildren(...parts.flatMap((part) => (part ? [make('span', '', part), ' '] : [])));
		bar.max = pages.length + n;
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

/** @param {Screen} screen */
function isFinished({ session }) {
	return isSuccess(session.saveStatus.status);
}

/**
 * Whether a question came with a later version, after the learner was done: nobody asks it of them. Who is done has answered
 * all that was asked; an answer that was emptied later is there, and empty.
 * @param {Question} question
 * @param {Screen} screen
 */
export function wasAdded(question, screen) {
	const { course, session } = screen;
	return isFinished(screen) && course.completion.questions === 'all' && question.required && session.state.answers[question.id] === undefined;
}

/**
 * The questions on a page that still want an answer.
 * @param {Page} page
 * @param {Screen} screen
 */
export function openQuestions(page, screen) {
	const done = isFinished(screen);
	return page.questions.filter((question) => {
		const answer = screen.answerOf(question.id);
		if (!question.required || isAnswered(question, answer)) return false;
		return !(done && answer) && !wasAdded(question, screen);
	});
}
