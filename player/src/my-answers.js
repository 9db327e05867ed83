/** The learner's own page: what is done or still to do, and all answers with their questions. */

/** @import { Question, SaveStatus } from './types' */
/** @import { Page, Screen } from './parts' */

import { isSuccess, keysOf } from './completion.js';
import { find, findAll, inputsOf, make, makeButton, makeLink, textOf } from './dom.js';
import { isSeen, openQuestions, openQuizzes, ownPages, ownQuestions, wasAdded } from './progress.js';
import { QUESTION_KINDS } from './question-kinds.js';
import { isAlone, troubleOf } from './sentences.js';
import { startExport } from './export-answers.js';

/** @param {Screen} screen */
export function startMyAnswers(screen) {
	let before = '';
	screen.watch((saveStatus) => {
		for (const place of findAll('.readers')) place.textContent = screen.t(readersKey(saveStatus));
		if (screen.page !== '_answers') return void (before = '');
		const now = JSON.stringify([saveStatus, screen.session.state.answers]);
		if (now === before) return;
		before = now;
		showOutcome(saveStatus, screen);
		find('#_given').replaceChildren(...ownPages(screen).flatMap((page) => makeAnswerList(page, screen)));
		find('.wipe').hidden = saveStatus.storage === 'nowhere';
	});
	startExport(screen, () => answersText(screen));
}

/** @param {SaveStatus} saveStatus */
function readersKey(saveStatus) {
	if (!isAlone(saveStatus)) return 'readers';
	return saveStatus.storage === 'device' ? 'readers_alone' : 'readers_tab';
}

/**
 * Done, and what that means; or what is still to do.
 * @param {SaveStatus} saveStatus
 * @param {Screen} screen
 */
function showOutcome(saveStatus, screen) {
	const { t, session } = screen;
	const box = find('#_outcome');
	const { status, ready } = saveStatus;
	const [title = '', ...lines] = outcomeKeys(saveStatus).map((key) => t(key));
	const todo = status === 'incomplete' && !ready ? makeTodoItems(screen) : [];
	box.hidden = !todo.length && !lines.length;
	box.className = isSuccess(status) || ready ? 'end' : 'callout';
	const finish = ready && session.writable ? [makeButton(t('finish'), () => session.finish())] : [];
	const parts = [...lines.map((line) => make('p', '', line)), make('ul', '', ...todo), ...makeDeeds(lines, screen), ...finish];
	find('div', box).replaceChildren(make('p', 'title', title), ...parts);
}

/**
 * What a learner has done, and the way to what was written: where something has ended.
 * @param {string[]} lines
 * @param {Screen} screen
 */
function makeDeeds(lines, { t, course }) {
	if (!lines.length || !course.questions.length) return [];
	return [make('p', 'small', textOf(find('#_progress p'))), make('p', '', makeLink('_given', t('see_answers')))];
}

/**
 * The keys of what is to be said, its title first.
 * @param {SaveStatus} saveStatus
 */
function outcomeKeys(saveStatus) {
	const { status, kind, ready } = saveStatus;
	if (ready) return ['ready', 'ready_means'];
	if (status === 'incomplete') return ['not_done'];
	if (status === 'failed') return ['failed', 'failed_means'];
	if (isAlone(saveStatus) || kind === 'looking') return ['done', 'done_alone'];
	if (troubleOf(saveStatus) === 'reopen') return ['done', 'done_reopen'];
	if (troubleOf(saveStatus) || kind === 'waiting') return ['done', 'done_unsent'];
	return ['done', kind === 'sent' ? 'done_sent' : status, 'leave'];
}

/**
 * A link for each page that the course still waits for, and for each question on the pages that were read.
 * @param {Screen} screen
 */
function makeTodoItems(screen) {
	const { pages, questions } = screen.course.completion;
	return ownPages(screen).flatMap((page) => {
		const unseen = pages === 'all' && !isSeen(page, screen);
		if (unseen) return [make('li', '', makeLink(page.id, page.title), ` – ${screen.t('page_new')}`)];
		if (questions === 'none') return [];
		const open = openQuestions(page, screen).map((question) => make('li', '', makeLink(`q_${question.id}`, questionText(question))));
		return [...open, ...openQuizzes(page, screen).map(({ id }) => make('li', '', makeLink(`q_${id}`, screen.t('quiz_todo'))))];
	});
}

/**
 * The questions of a page with what was answered.
 * @param {Page} page
 * @param {Screen} screen
 */
function makeAnswerList({ title, questions: all }, screen) {
	const { t, answerOf } = screen;
	const questions = ownQuestions(all, screen);
	if (!questions.length) return [];
	const pairs = questions.map((question) => {
		const answer = formatAnswer(question, answerOf(question.id));
		const why = wasAdded(question, screen) ? 'added' : question.required ? 'unanswered' : 'skipped';
		const missing = [make('i', '', t(why)), ' ', makeLink(`q_${question.id}`, t('to_question'))];
		return make('div', '', make('dt', '', questionText(question)), make('dd', '', ...(answer ? [answer] : missing)));
	});
	return [make('h2', '', title), make('dl', '', ...pairs)];
}

/**
 * The question as text; of several answers to one question, also which of them.
 * @param {Question} question
 */
function questionText({ id, prompt = '' }) {
	const whole = textOf(find(`#q_${id}`).closest('.question')?.querySelector('.prompt'));
	return [...new Set([prompt, whole])].filter(Boolean).join(': ');
}

/**
 * An answer as the learner gave it: keys become the words beside the boxes.
 * @param {Question} question
 * @param {string} answer
 */
function formatAnswer({ id, kind, format }, answer) {
	if (format) return answer && format(answer);
	if (QUESTION_KINDS[kind].rule === 'words') return answer.trim();
	const chosen = keysOf(answer).split(',');
	const inputs = inputsOf(find(`#q_${id}`)).filter((input) => chosen.includes(input.value));
	return inputs.map((input) => textOf(input.nextElementSibling)).join('\n');
}

/**
 * All of it as plain text, to keep.
 * @param {Screen} screen
 */
export function answersText(screen) {
	const { t, answerOf } = screen;
	const missing = `(${t('unanswered')})`;
	const own = ownPages(screen).map(({ title, questions }) => ({ title, questions: ownQuestions(questions, screen) }));
	const lines = own.flatMap(({ title, questions }) => [
		...(questions.length ? [title.toUpperCase(), ''] : []),
		...questions.flatMap((question) => [questionText(question), formatAnswer(question, answerOf(question.id)) || missing, '']),
	]);
	return [document.title, '', ...lines].join('\n');
}
