/** Questions that are answered together: drawn, put in another order, handed in, and tried again. */

import { isAnswered, isCorrect, keysOf } from '../completion.js';
import { drawnQuestions, isQuizDone, quizResult } from '../counting.js';
import { find, findAll } from '../dom.js';
import { shortKey } from '../short-key.js';

/** @import { Question, Quiz } from '../types' */
/** @import { Screen } from '../parts' */

/** @param {Screen} screen @param {(question: Question) => void} start Brings a question to life. */
export function startQuizzes(screen, start) {
	for (const page of screen.pages) for (const quiz of page.quizzes) startQuiz(find(`#q_${quiz.id}`), quiz, page.id, screen, start);
}

/** @param {HTMLElement} box @param {Quiz} quiz @param {string} page @param {Screen} screen @param {(question: Question) => void} start */
function startQuiz(box, quiz, page, screen, start) {
	const { t, session, course } = screen;
	const { id, draw, tries: most, pass } = quiz;
	const { shuffle, atEnd, review } = box.dataset;
	const [handIn, again] = findAll(':scope > .buttons button', box);
	const result = find(':scope > .verdict', box);
	const pool = course.questions.filter((question) => question.quiz === id);
	/** @param {Question} question */
	const boxOf = (question) => find(`#q_${question.id}`);
	// As they were before anything was chosen. What is judged at the end has one try.
	for (const question of pool) if (atEnd !== undefined) boxOf(question).dataset.retries = '0';
	const fresh = new Map(pool.map((question) => [question.id, boxOf(question).cloneNode(true)]));
	const slots = pool.map((question) => boxOf(question).parentNode?.insertBefore(document.createComment(''), boxOf(question)));
	let before = '';

	const kept = () => screen.answerOf(id);
	const drawn = () => drawnQuestions(course, quiz, session.state).map((each) => /** @type {Question} */ (pool.find((question) => question.id === each)));
	/** What is drawn is kept by short keys, so that a new version, another device and another order draw the same. @param {number} [tries] */
	const drawAnew = (tries) => {
		// What was answered before stays: the quiz may be younger than its questions.
		const order = pool.map((question) => ({ question, place: (screen.answerOf(question.id) ? 0 : 1) + Math.random() }));
		const chosen = draw || shuffle !== undefined ? order.sort((a, b) => a.place - b.place).slice(0, draw || order.length) : [];
		if (shuffle === undefined) chosen.sort((a, b) => pool.indexOf(a.question) - pool.indexOf(b.question));
		const keys = chosen.map(({ question }) => shortKey(question.id)).join() || '-';
		screen.answer(id, tries ? `${keys} ${tries}` : keys);
	};
	const arrange = () => {
		const shown = drawn();
		const order = [...shown, ...pool.filter((question) => !shown.includes(question))];
		order.forEach((question, place) => {
			const each = boxOf(question);
			if (slots[place]?.nextSibling !== each) slots[place]?.after(each);
			each.hidden = place >= shown.length;
		});
	};
	const show = () => {
		const { tries, percent } = quizResult(kept());
		const left = most - tries;
		const passed = percent !== null && percent >= pass;
		const over = percent !== null;
		const next = !over ? '' : !pass ? '' : passed ? t('quiz_passed', { pass }) : left > 0 ? t('quiz_more', { pass, n: left }) : t('quiz_failed', { pass });
		result.textContent = over ? [t('quiz_result', { percent }), next].filter(Boolean).join(' ') : '';
		result.className = `verdict${over && pass ? (passed ? ' right' : ' wrong') : ''}`;
		box.classList.toggle('deferred', atEnd !== undefined && !over);
		box.classList.toggle('sealed', atEnd !== undefined && over && review === undefined);
		if (handIn) handIn.hidden = over || !session.writable;
		if (again) again.hidden = !over || isQuizDone(quiz, kept()) || !session.writable;
	};
	/** @param {Question} question */
	const isOpen = (question) => {
		const answer = screen.answerOf(question.id);
		return atEnd === undefined ? !isAnswered(question, answer) : keysOf(answer).split(',').includes('');
	};

	if (handIn) handIn.onclick = () => {
		const asked = drawn();
		const open = asked.filter(isOpen);
		if (open[0]) {
			result.textContent = t('quiz_open', { n: open.length });
			find('input, select, button', boxOf(open[0])).focus();
			return;
		}
		// Each judges what was chosen, as it does where its own button is pressed.
		if (atEnd !== undefined) for (const question of asked) find('.check', boxOf(question)).click();
		const right = asked.filter((question) => isCorrect(question, screen.answerOf(question.id))).length;
		const keys = keysOf(kept()) || '-';
		screen.answer(id, `${keys} ${quizResult(kept()).tries + 1} ${Math.round((100 * right) / asked.length)}`);
		session.settle();
		result.focus();
	};
	if (again) again.onclick = () => {
		const { tries } = quizResult(kept());
		for (const question of pool) {
			if (screen.answerOf(question.id)) screen.answer(question.id, '');
			boxOf(question).replaceWith(/** @type {HTMLElement} */ (fresh.get(question.id)?.cloneNode(true)));
			start(question);
		}
		drawAnew(tries);
		find('input, select, button', box).focus();
	};
	screen.watch(() => {
		if (screen.page === page && !kept() && session.writable) drawAnew();
		const now = JSON.stringify([kept(), drawn().map((question) => question.id), session.writable]);
		if (now === before) return;
		before = now;
		arrange();
		show();
	});
}
