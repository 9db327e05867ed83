/** The learner's own page: what is done or still to do, and all answers with their questions. */

/** @import { Question, Standing } from './types' */
/** @import { Page, Screen } from './parts' */

import { keys } from './completion.js';
import { find, findAll, inputsOf, make, makeButton, makeLink, textOf } from './dom.js';
import { isSeen, openQuestions, wasAdded } from './progress.js';
import { isAlone, troubleOf } from './sentences.js';
import { startTakeAlong } from './take-along.js';

/** @param {Screen} screen */
export function startMyAnswers(screen) {
	let before = '';
	screen.watch((standing) => {
		for (const place of findAll('.readers')) place.textContent = screen.say(readers(standing));
		if (screen.page !== '_answers') return void (before = '');
		const now = JSON.stringify([standing, screen.session.state.answers]);
		if (now === before) return;
		before = now;
		showOutcome(standing, screen);
		find('#_given').replaceChildren(...screen.pages.flatMap((page) => given(page, screen)));
		find('.wipe').hidden = standing.kept === 'nowhere';
	});
	startTakeAlong(screen, () => answersText(screen));
}

/** @param {Standing} standing */
function readers(standing) {
	if (!isAlone(standing)) return 'readers';
	return standing.kept === 'device' ? 'readers_alone' : 'readers_tab';
}

/**
 * Done, and what that means; or what is still to do.
 * @param {Standing} standing
 * @param {Screen} screen
 */
function showOutcome(standing, screen) {
	const { say, session } = screen;
	const box = find('#_outcome');
	const [title = '', ...lines] = outcome(standing).map((key) => say(key));
	const todo = standing.status === 'incomplete' && !standing.ready ? stillToDo(screen) : [];
	box.hidden = !todo.length && !lines.length;
	const finish = standing.ready && session.writable ? [makeButton(say('finish'), () => session.finish())] : [];
	box.replaceChildren(make('p', 'title', title), ...lines.map((line) => make('p', '', line)), make('ul', '', ...todo), ...finish);
}

/**
 * The keys of what is to be said, its title first.
 * @param {Standing} standing
 */
function outcome(standing) {
	const { status, kind, ready } = standing;
	if (ready) return ['ready', 'ready_means'];
	if (status === 'incomplete') return ['not_done'];
	if (status === 'failed') return ['failed', 'failed_means'];
	if (isAlone(standing) || kind === 'looking') return ['done', 'done_alone'];
	if (troubleOf(standing) === 'reopen') return ['done', 'done_reopen'];
	if (troubleOf(standing) || kind === 'waiting') return ['done', 'done_unsent'];
	return ['done', kind === 'sent' ? 'done_sent' : status, 'leave'];
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
function given({ title, questions }, screen) {
	const { say, given } = screen;
	if (!questions.length) return [];
	const pairs = questions.map((question) => {
		const answer = inWords(question, given(question.id));
		const why = wasAdded(question, screen) ? 'added' : question.required ? 'unanswered' : 'skipped';
		const missing = [make('i', '', say(why)), ' ', makeLink(`q_${question.id}`, say('to_question'))];
		return make('div', '', make('dt', '', asked(question)), make('dd', '', ...(answer ? [answer] : missing)));
	});
	return [make('h2', '', title), make('dl', '', ...pairs)];
}

/**
 * The question as text; of two answers to one question, also which of the two.
 * @param {Question} question
 */
function asked({ id }) {
	const around = find(`#q_${id}`).closest('.question'); // looking in here, not in the whole page for each
	const [prompt, side] = [around?.querySelector('.prompt'), around?.querySelector(`[for=q_${id}]`)];
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
export function answersText({ pages, say, given }) {
	const missing = `(${say('unanswered')})`;
	const lines = pages.flatMap(({ title, questions }) => [
		...(questions.length ? [title.toUpperCase(), ''] : []),
		...questions.flatMap((question) => [asked(question), inWords(question, given(question.id)) || missing, '']),
	]);
	return [document.title, '', ...lines].join('\n');
}
