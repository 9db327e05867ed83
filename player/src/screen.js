/** The screen: what every part of it is given, and all of them started in order. */

/** @import { Course, Question, Session } from './types' */
/** @import { Blocks, Page, StartPart, StartQuestion, StartQuizzes, Translate, Screen } from './parts' */

import { find, findAll } from './dom.js';
import { startMenu } from './menu.js';
import { startMyAnswers } from './my-answers.js';
import { startPages } from './pages.js';
import { startPrint } from './print.js';
import { startProgress } from './progress.js';
import { QUESTION_KINDS } from './question-kinds.js';
import { startStatusLine } from './status-line.js';

/**
 * Bring the page to life: from here on the learner leads.
 * @param {Course} course
 * @param {Page[]} pages
 * @param {Session} session
 * @param {Translate} t
 * @param {Blocks} blocks
 * @param {(StartPart | undefined)[]} parts That not every course has.
 * @param {(page: Page, screen: Screen) => Page[]} [pagesBefore]
 */
export function showCourse(course, pages, session, t, blocks, parts, pagesBefore = () => []) {
	const screen = makeScreen(course, pages, session, t, pagesBefore);
	for (const element of findAll('.scripted')) element.hidden = false;
	startBlocks(screen, blocks);
	startMenu(screen);
	startProgress(screen);
	startStatusLine(screen);
	startMyAnswers(screen);
	startPrint();
	for (const start of parts) start?.(screen);
	// Last: opening the first page is what begins to send, and all the others listen by then.
	startPages(screen);
	document.documentElement.classList.add('started');
	return screen;
}

/** Each question by its kind, and what isn't a question. @param {Screen} screen @param {Blocks} blocks */
function startBlocks(screen, { quiz, ...blocks }) {
	/** @param {Question} question */
	const start = (question) => /** @type {StartQuestion | undefined} */ (blocks[question.kind])?.(find(`#q_${question.id}`), question, screen);
	/** @type {StartQuizzes | undefined} */ (quiz)?.(screen, start);
	screen.course.questions.forEach(start);
	for (const [name, startPart] of Object.entries(blocks)) if (!(name in QUESTION_KINDS)) /** @type {StartPart} */ (startPart)(screen);
}

/**
 * @param {Course} course
 * @param {Page[]} pages
 * @param {Session} session
 * @param {Translate} t
 * @param {(page: Page, screen: Screen) => Page[]} pagesBefore
 * @returns {Screen}
 */
function makeScreen(course, pages, session, t, pagesBefore) {
	/** @type {Parameters<Screen['watch']>[0][]} */
	const listeners = [];
	const emit = () => {
		const { saveStatus } = session;
		for (const listener of listeners) listener(saveStatus);
	};
	/** @type {Screen} */
	const screen = {
		course,
		pages,
		session,
		t,
		page: '',
		pagesBefore: (page) => pagesBefore(page, screen),
		answerOf(id) {
			return session.state.answers[id] ?? '';
		},
		answer(id, value) {
			session.answer(id, value);
			emit();
		},
		type(id, value) {
			session.type(id, value);
			emit();
		},
		open(page) {
			screen.page = page;
			if (page !== '_glossary') session.visit(page); // who looks up a word comes back where they were
			emit();
		},
		announce(text) {
			find('#_announcement').textContent = text;
		},
		watch(listener) {
			listeners.push(listener);
			listener(session.saveStatus);
		},
	};
	session.watch(emit);
	return screen;
}
