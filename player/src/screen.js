/** @import { Course, Session } from './types' */
/** @import { Page, Say, Screen } from './parts' */

import { find, findAll } from './dom.js';
import { startMenu } from './menu.js';
import { startMyAnswers } from './my-answers.js';
import { startPages } from './pages.js';
import { startProgress } from './progress.js';
import { startQuestions } from './blocks/question.js';
import { startStatusLine } from './status-line.js';
import { startVideos } from './blocks/video.js';

/**
 * Bring the page to life: from here on the learner leads.
 * @param {Course} course
 * @param {Page[]} pages
 * @param {Session} session
 * @param {Say} say
 */
export function showCourse(course, pages, session, say) {
	const screen = makeScreen(course, pages, session, say);
	for (const element of findAll('.scripted')) element.hidden = false;
	startVideos();
	startQuestions(screen);
	startMenu(screen);
	startProgress(screen);
	startStatusLine(screen);
	startMyAnswers(screen);
	startPages(screen);
	document.documentElement.classList.add('started');
}

/**
 * @param {Course} course
 * @param {Page[]} pages
 * @param {Session} session
 * @param {Say} say
 * @returns {Screen}
 */
function makeScreen(course, pages, session, say) {
	/** @type {Parameters<Screen['watch']>[0][]} */
	const listeners = [];
	const tell = () => {
		const { standing } = session;
		for (const listener of listeners) listener(standing);
	};
	/** @type {Screen} */
	const screen = {
		course,
		pages,
		session,
		say,
		page: '',
		given(id) {
			return session.state.answers[id] ?? '';
		},
		answer(id, value) {
			session.answer(id, value);
			tell();
		},
		open(page) {
			screen.page = page;
			session.visit(page);
			tell();
		},
		announce(text) {
			find('#_announcement').textContent = text;
		},
		watch(listener) {
			listeners.push(listener);
			listener(session.standing);
		},
	};
	session.watch(tell);
	return screen;
}
