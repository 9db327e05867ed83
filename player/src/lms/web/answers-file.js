/** Answers as a file: to read by whoever has it, with a last line from which this course takes them back. */

import { idsOf } from '../../course.js';
import { keysOf } from '../../completion.js';
import { find, inputsOf } from '../../dom.js';
import { downloadText } from '../../export-answers.js';
import { answersText } from '../../my-answers.js';
import { QUESTION_KINDS } from '../../question-kinds.js';
import { shortKey } from '../../short-key.js';
import { decodeState, emptyState, encodeState, toRecord } from '../../state.js';

/** @import { Answer, State } from '../../types' */
/** @import { Screen } from '../../parts' */

/** Begins the last line. */
const MARK = 'scormbuild:';
/** Characters: more is no file of answers, and would only keep the browser busy. */
const LONGEST = 500_000;

/** @param {Screen} screen */
export function startLoading(screen) {
	const { t, course, session } = screen;
	find('#_download').onclick = () => {
		downloadText(`${answersText(screen)}\n${t('load_line')}\n${encodeAnswers(screen)}\n`, `${course.id}.txt`);
		find('#_copied').textContent = t('downloaded');
	};
	const input = /** @type {HTMLInputElement} */ (find('#_load'));
	input.disabled = !session.writable;
	input.onchange = async () => {
		const [file] = input.files ?? [];
		if (!file) return;
		const text = file.size > LONGEST ? '' : await file.text();
		find('#_loaded').textContent = loadAnswers(text, screen);
		input.value = ''; // so that the same file can be chosen again
	};
}

/** @param {Screen} screen */
function encodeAnswers({ course, session }) {
	const { answers, seen, finished } = session.state;
	const text = encodeState({ ...emptyState(), answers, seen, finished, version: course.version, extra: { course: course.id } });
	return `${MARK}${shortKey(text)}.${text}`;
}

/** Takes back what a file has, and says how that went. @param {string} text @param {Screen} screen */
function loadAnswers(text, screen) {
	const { t, course, session } = screen;
	const state = readFile(text, screen);
	if (!state) return t('load_unreadable');
	if (state.extra.course !== course.id) return t('load_other');
	const answers = toRecord(Object.entries(state.answers).filter(([id, answer]) => answer !== '' && isPossible(id, answer, screen)));
	const differ = Object.entries(answers).filter(([id, answer]) => answer !== screen.answerOf(id));
	session.merge({ answers, seen: state.seen.filter((id) => course.pages.includes(id)), finished: state.finished });
	const n = differ.filter(([id, answer]) => answer === screen.answerOf(id)).length;
	return [t('loaded', { n }), n < differ.length ? t('load_kept') : ''].join(' ').trim();
}

/** What the last line holds; null where it is not as it was written. @param {string} text @param {Screen} screen @returns {State | null} */
function readFile(text, { course }) {
	const [, line = ''] = text.split(`\n${MARK}`).slice(-2);
	const [sum = '', packed = ''] = line.replace(/\s+/g, '').split('.'); // mail breaks long lines
	if (!packed || sum !== shortKey(packed)) return null;
	const { state, kind } = decodeState(packed, idsOf(course));
	return kind === 'ours' ? state : null;
}

/** Whether somebody could have answered so: the file may be of another version, or of somebody's own making. @param {string} id @param {Answer} answer @param {Screen} screen */
function isPossible(id, answer, { course }) {
	const question = course.questions.find((question) => question.id === id);
	if (!question) return course.quizzes?.some((quiz) => quiz.id === id) && /^\S{1,4000}( \d{1,4}){0,2}$/.test(answer);
	const { rule, type } = QUESTION_KINDS[question.kind];
	if (rule === 'words') return true;
	if (rule === 'ticked') return answer === 't';
	if (rule === 'checked' || type === 'numeric') return /^\S{1,4000}( \d{1,4}( \S{0,4000})?)?$/.test(answer);
	const keys = inputsOf(find(`#q_${id}`)).map(({ value }) => value);
	return keysOf(answer).split(',').every((key) => keys.includes(key));
}
