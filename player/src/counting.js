/** Which pages and questions count for a learner: those of their role, and those drawn in a quiz; lms/counting.py says the same. */

import { shortKey } from './short-key.js';

/** @import { Answer, CountCourse, Course, Quiz, State } from './types' */

/** @typedef {Pick<State, 'answers'>} Answers */

/** @type {CountCourse} */
export function countCourse(course, state) {
	const quizzes = course.quizzes ?? [];
	const pages = countPages(course, state);
	const drawn = new Set(quizzes.flatMap((quiz) => drawnQuestions(course, quiz, state)));
	const placed = course.questions.filter(({ id, quiz }) => quiz === undefined || !quizzes.length || drawn.has(id));
	return {
		pages,
		placed,
		questions: placed.filter(({ page }) => page === undefined || pages.includes(page)),
		quizzes: quizzes.filter(({ page }) => pages.includes(page)).map((quiz) => ({ ...quiz, done: isQuizDone(quiz, state.answers[quiz.id]) })),
	};
}

/** The pages that are for everyone, and those for the role that the learner chose. @param {Pick<Course, 'pages' | 'questions' | 'roles'>} course @param {Answers} state */
function countPages({ pages, questions, roles = {} }, { answers }) {
	const role = answers[questions.find(({ kind }) => kind === 'role')?.id ?? ''] ?? '';
	return pages.filter((page) => (roles[page] ?? role) === role);
}

/**
 * Ids of the questions that were drawn, as the state has it; then of what was answered, then of others in order. So a quiz
 * that was never opened, or from which a new version took questions, has as many as ever.
 * @param {Pick<Course, 'questions'>} course @param {Quiz} quiz @param {Answers} state @returns {string[]}
 */
export function drawnQuestions({ questions }, { id, draw }, { answers }) {
	const pool = questions.filter(({ quiz }) => quiz === id).map((question) => question.id);
	const names = new Map(pool.map((each) => [shortKey(each), each]));
	const kept = (answers[id] ?? '').split(' ')[0]?.split(',').map((key) => names.get(key) ?? '').filter(Boolean) ?? [];
	const order = [...new Set([...kept, ...pool.filter((each) => answers[each]), ...pool])];
	return draw ? order.slice(0, draw) : order;
}

/** What is kept of a quiz is `<drawn> <tries> <percent>`, without the percent while it is under way. @param {Answer} [answer] */
export function quizResult(answer = '') {
	const found = /^[^ ]* (\d{1,4})(?: (\d{1,3}))?$/.exec(answer);
	return { tries: Number(found?.[1] ?? 0), percent: found?.[2] === undefined ? null : Number(found[2]) };
}

/** Whether it was handed in, and that well enough, or for the last time. @param {Quiz} quiz @param {Answer} [answer] */
export function isQuizDone({ pass, tries: most }, answer) {
	const { tries, percent } = quizResult(answer);
	return percent !== null && (percent >= pass || tries >= most);
}
