/** How far the learner is: in words, and as a bar. */

/** @import { Question } from './types' */
/** @import { Page, Screen } from './parts' */

import { countedOf, isAnswered, isSuccess } from './completion.js';
import { find, make } from './dom.js';

/** @param {Screen} screen */
export function startProgress(screen) {
	const { t } = screen;
	const words = find('#_progress p');
	const bar = /** @type {HTMLProgressElement} */ (find('#_progress progress'));
	screen.watch(() => {
		const pages = ownPages(screen);
		const { questions, quizzes } = counted(screen);
		const n = [...questions, ...quizzes].filter((each) => each.required && !wasAdded(each, screen)).length;
		const done = n - pages.flatMap((page) => [...openQuestions(page, screen), ...openQuizzes(page, screen)]).length;
		const place = pages.findIndex(({ id }) => id === screen.page) + 1;
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
 * @param {Pick<Question, 'id' | 'required'>} question
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
	return ownQuestions(page.questions, screen).filter((question) => {
		const answer = screen.answerOf(question.id);
		if (!question.required || isAnswered(question, answer)) return false;
		return !(done && answer) && !wasAdded(question, screen);
	});
}

/**
 * The quizzes on a page that are yet to be handed in.
 * @param {Page} page
 * @param {Screen} screen
 */
export function openQuizzes({ id }, screen) {
	return counted(screen).quizzes.filter((quiz) => quiz.page === id && quiz.required && !quiz.done && !wasAdded(quiz, screen));
}

/** The pages that are for this learner. @param {Screen} screen */
export function ownPages(screen) {
	const { pages } = counted(screen);
	return screen.pages.filter(({ id }) => pages.includes(id));
}

/** Those of these questions that are asked of this learner. @param {Question[]} questions @param {Screen} screen */
export function ownQuestions(questions, screen) {
	const own = counted(screen).questions;
	return own === screen.course.questions ? questions : questions.filter((question) => own.includes(question));
}

/** @param {Screen} screen */
function counted({ course, session }) {
	return countedOf(course, session.state);
}
