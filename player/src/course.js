/** @import { Course, Question, Quiz } from './types' */
/** @import { Page } from './parts' */

import { find, findAll, inputsOf, textOf } from './dom.js';

/** Of a strict learning system, in characters (SCORM 1.2, CMIString4096). */
const ROOM = 4096;

/**
 * The author's pages, in order.
 * @returns {Page[]}
 */
export function readPages() {
	return findAll('.page:not([id^=_])').map((section) => ({
		id: section.id,
		title: textOf(find('h1', section)),
		section,
		questions: findAll('[data-kind]', section).map(readQuestion),
		quizzes: findAll('[data-quiz]', section).map(readQuiz),
		after: section.dataset.after?.split(' ') ?? [],
		role: section.dataset.role ?? '',
	}));
}

/**
 * What the page says about the course, in data attributes.
 * @param {HTMLElement} root
 * @param {Page[]} pages
 * @returns {Course}
 */
export function readCourse(root, pages) {
	const { course = '', version = '', score, finish, report, grade, device, room = ROOM } = root.dataset;
	return {
		id: course,
		version,
		language: root.lang,
		pages: pages.map((page) => page.id),
		questions: pages.flatMap((page) => page.questions),
		quizzes: pages.flatMap((page) => page.quizzes),
		roles: Object.fromEntries(pages.filter(({ role }) => role).map(({ id, role }) => [id, role])),
		completion: {
			pages: root.dataset.pages === 'none' ? 'none' : 'all',
			questions: root.dataset.questions === 'none' ? 'none' : 'all',
			score: score ? Number(score) : null,
			finish: finish === 'button' ? finish : 'auto',
			report: report === 'passed' ? report : 'completed',
		},
		grade: grade === 'completion' || grade === 'none' ? grade : 'score',
		device: device === 'shared' ? device : 'own',
		room: Number(room),
	};
}

/**
 * @param {HTMLElement} element
 * @returns {Question}
 */
function readQuestion(element) {
	const { id = '', kind = 'open', keys, minimum = '1', optional, answers } = element.dataset;
	return {
		id,
		kind: /** @type {Question['kind']} */ (kind),
		// Of two answers to one question each has words of its own before it.
		prompt: textOf(document.querySelector(`#p_${id},[for=q_${id}]`)),
		required: optional === undefined,
		minimum: Number(minimum),
		answers: answers === 'receiver' || answers === 'nowhere' ? answers : 'both',
		page: element.closest('.page')?.id,
		quiz: /** @type {HTMLElement | null} */ (element.closest('[data-quiz]'))?.dataset.id,
		keys: keys?.split(',') ?? inputsOf(element).map((input) => input.value).sort(),
	};
}

/**
 * @param {HTMLElement} element
 * @returns {Quiz}
 */
function readQuiz(element) {
	const { id = '', draw, tries, pass, optional } = element.dataset;
	return {
		id,
		page: element.closest('.page')?.id ?? '',
		draw: Number(draw),
		tries: Number(tries),
		pass: Number(pass),
		required: optional === undefined,
	};
}

/** Ids of all that a state has by id, but the page of one's own answers. @param {Pick<Course, 'pages' | 'questions' | 'quizzes'>} course */
export function idsOf({ pages, questions, quizzes = [] }) {
	return [...pages, ...[...questions, ...quizzes].map(({ id }) => id)];
}
