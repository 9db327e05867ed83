/** The learner's own page: what is done or still to do, and all answers with their questions. */

/** @import { Question, Standing } from './types' */
/** @import { Page, Screen } from './parts' */

import { keys } from './completion.js';
import { startCopies } from './copies.js';
import { find, inputsOf, make, makeLink, textOf } from './dom.js';
import { isSeen, openQuestions } from './progress.js';
import { isTrouble } from './status-line.js';

/** @param {Screen} screen */
export function startMyAnswers(screen) {
	let shown = '';
	screen.watch((standing) => {
		const now = JSON.stringify([screen.page, standing, screen.session.state.answers]);
		if (screen.page !== '_answers' || now === shown) return;
		shown = now;
		showOutcome(standing, screen);
		find('#_given').replaceChildren(...screen.pages.flatMap((page) => given(page, screen)));
		find('#_readers').textContent = screen.say(hasLms(standing) ? 'readers' : 'readers_alone');
		find('.wipe').hidden = standing.kind === 'nowhere';
	});
	startCopies(screen, () => asText(screen));
}

/** @param {Standing} standing */
function hasLms({ kind }) {
	return kind !== 'alone' && kind !== 'nowhere';
}

/**
 * Done, and what that means; or what is still to do.
 * @param {Standing} standing
 * @param {Screen} screen
 */
function showOutcome(standing, screen) {
	const box = find('#_outcome');
	const [title = '', ...lines] = outcome(standing).map((key) => screen.say(key));
	const todo = standing.status === 'incomplete' ? stillToDo(screen) : [];
	box.hidden = !todo.length && !lines.length;
	box.replaceChildren(make('p', 'title', title), ...lines.map((line) => make('p', '', line)), make('ul', '', ...todo));
}

/**
 * The keys of what is to be said, its title first.
 * @param {Standing} standing
 */
function outcome(standing) {
	const { status, kind } = standing;
	if (status === 'incomplete') return ['not_done'];
	if (status === 'failed') return ['failed', 'failed_means'];
	if (isTrouble(standing) || kind === 'waiting') return ['done', 'done_unsent'];
	return hasLms(standing) ? ['done', status, 'leave'] : ['done', 'done_alone'];
}

/**
 * A link for each page that the course still waits for, and for each question on the pages that were read.
 * @param {Screen} screen
 */
function stillToDo(screen) {
	const { pages, questions } = screen.course.completion;
	return screen.pages.flatMap((page) => {
		const unseen = pages === 'all' && !isSeen(page, screen);
		if (unseen) return [make('li', '', makeLink(page.id, page.title), ` – ${screen.say('page_new')}`)];
		const open = questions === 'all' ? openQuestions(page, screen) : [];
		return open.map((question) => make('li', '', makeLink(`q_${question.id}`, asked(question))));
	});
}

/**
 * The questions of a page with what was answered.
 * @param {Page} page
 * @param {Screen} screen
 */
function given({ title, questions }, { say, given }) {
	if (!questions.length) return [];
	const pairs = questions.map((question) => {
		const answer = inWords(question, given(question.id));
		const missing = [make('i', '', say(question.required ? 'unanswered' : 'skipped')), ' ', makeLink(`q_${question.id}`, say('to_question'))];
		return make('div', '', make('dt', '', asked(question)), make('dd', '', ...(answer ? [answer] : missing)));
	});
	return [make('h2', '', title), make('dl', '', ...pairs)];
}

/**
 * The question as text; of two answers to one question, also which of the two.
 * @param {Question} question
 */
function asked({ id }) {
	const prompt = find(`#q_${id}`).closest('.question')?.querySelector('.prompt');
	const side = document.querySelector(`[for=q_${id}]`);
	return [side, prompt].map(textOf).filter(Boolean).join(': ');
}

/**
 * An answer as the learner gave it: keys become the words beside the boxes.
 * @param {Question} question
 * @param {string} answer
 */
function inWords({ id, kind }, answer) {
	if (kind === 'open') return answer.trim();
	const chosen = keys(answer).split(',');
	const inputs = inputsOf(find(`#q_${id}`)).filter((input) => chosen.includes(input.value));
	return inputs.map((input) => textOf(input.nextElementSibling)).join('\n');
}

/**
 * All of it as plain text, to keep.
 * @param {Screen} screen
 */
function asText({ pages, say, given }) {
	const missing = `(${say('unanswered')})`;
	const lines = pages.flatMap(({ title, questions }) => [
		...(questions.length ? [title.toUpperCase(), ''] : []),
		...questions.flatMap((question) => [asked(question), inWords(question, given(question.id)) || missing, '']),
	]);
	return [document.title, '', ...lines].join('\n');
}
