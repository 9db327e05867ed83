/** When a course is done, by its own rule: pages seen, questions answered, score. */

import { JUDGES } from './judgement.js';
import { QUESTION_KINDS } from './question-kinds.js';

/** @import { Answer, Counted, Course, Question, SaveStatus, State } from './types' */
/** @typedef {SaveStatus['status']} Status */

/** What of a course counts for a learner: all of it, where it has neither quizzes nor roles. @param {Course} course @param {State} state @returns {Counted} */
export function countedOf(course, state) {
	const { pages, questions, count } = course;
	return count?.(course, state) ?? { pages, questions, placed: questions, quizzes: [] };
}

const RANK = { incomplete: 0, failed: 1, completed: 2, passed: 3 };

/** The status of a finished course; whatever else an LMS or a browser may say is incomplete. @param {unknown} status @returns {Status} */
export function parseStatus(status) {
	const name = /** @type {Status} */ (String(status).trim().toLowerCase());
	return RANK[name] > 0 ? name : 'incomplete';
}

/** Whether a course that ended so is done. @param {Status} status */
export function isSuccess(status) {
	return RANK[status] > RANK.failed;
}

/** How many words an open answer has. @param {string} text @returns {number} */
export function countWords(text) {
	return text.split(/\s+/).filter(Boolean).length;
}

/**
 * Whether this counts as an answer: enough words, a choice, every item ticked, or checked.
 * @param {Question} question @param {Answer | undefined} answer @returns {boolean}
 */
export function isAnswered(question, answer = '') {
	const { rule } = QUESTION_KINDS[question.kind];
	if (rule === 'words') return countWords(answer) >= Math.max(1, question.minimum);
	if (rule === 'ticked') return answer === 't';
	if (rule === 'every') return answer === question.keys.join(',');
	return rule === 'checked' ? answer.includes(' ') : keysOf(answer) !== '';
}

/** The keys of a choice, without the number of tries. @param {Answer} answer @returns {string} */
export function keysOf(answer) {
	return answer.split(' ')[0] ?? '';
}

/** @param {Question} question @param {Answer | undefined} answer @returns {boolean} */
export function isCorrect(question, answer = '') {
	const { rule, judge = 'keys' } = QUESTION_KINDS[question.kind];
	// What is still to be checked isn't right yet.
	return (rule !== 'checked' || isAnswered(question, answer)) && Boolean(JUDGES[judge]?.(keysOf(answer), question.keys));
}

/** The questions that make the score: optional ones never count. @param {Course} course @param {State} state */
function scoredQuestions(course, state) {
	return countedOf(course, state).questions.filter(({ kind, required }) => required && QUESTION_KINDS[kind].scored);
}

/** Whether each question that must be answered is, and each quiz handed in. @param {Course} course @param {State} state @returns {boolean[]} */
export function requiredAnswers(course, state) {
	const { questions, quizzes } = countedOf(course, state);
	return [
		...questions.filter(({ required }) => required).map((question) => isAnswered(question, state.answers[question.id])),
		...quizzes.filter(({ required }) => required).map(({ done }) => done),
	];
}

/**
 * The percentage of the choice questions that are right; null before the first is answered, or where none counts.
 * @param {Course} course @param {State} state @returns {number | null}
 */
export function score(course, state) {
	const { answers } = state;
	const counted = scoredQuestions(course, state);
	if (!counted.some((question) => isAnswered(question, answers[question.id]))) return null;
	return Math.round((100 * counted.filter((question) => isCorrect(question, answers[question.id])).length) / counted.length);
}

/**
 * The status by the course's rule, never lower than it was: done stays done.
 * @param {Course} course @param {State} state @param {Status} before @returns {Status}
 */
export function lessonStatus(course, state, before) {
	const waits = course.completion.finish === 'button' && !state.finished;
	const now = isDone(course, state) && !waits ? finalStatus(course, state) : 'incomplete';
	return RANK[now] > RANK[before] ? now : before;
}

/** Whether all that the course asks for is there; where it has a button to finish, that is still to be pressed. @param {Course} course @param {State} state */
export function isDone(course, state) {
	const { pages, questions } = course.completion;
	const read = pages === 'none' || countedOf(course, state).pages.every((page) => state.seen.includes(page));
	return read && (questions === 'none' || requiredAnswers(course, state).every(Boolean));
}

/** Failed only when there is nothing left to answer. @param {Course} course @param {State} state @returns {Status} */
function finalStatus(course, state) {
	const wanted = course.completion.score;
	const counted = scoredQuestions(course, state);
	if (wanted === null || !counted.length) return 'completed';
	if ((score(course, state) ?? 0) >= wanted) return 'passed';
	return counted.every((question) => isAnswered(question, state.answers[question.id])) ? 'failed' : 'incomplete';
}

/**
 * What goes into a gradebook, 0 to 100: the score; or 100 for who is done; or nothing.
 * @param {Course} course @param {State} state @param {Status} status @returns {number | null}
 */
export function grade(course, state, status) {
	if (course.grade === 'none') return null;
	// Moodle's "highest grade" shows 0 to who finishes without a score.
	if (course.grade === 'completion') return isSuccess(status) ? 100 : null;
	return score(course, state);
}
