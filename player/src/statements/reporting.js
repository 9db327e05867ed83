/** A session that also tells the receiver what a learner does, and keeps words out of the LMS where the author says so. */

import { wellFormed } from '../codec.js';
import { answered } from '../completion.js';
import { valueNow } from '../scorm-api.js';
import { openSession } from '../session.js';
import { answersOf } from '../state.js';
import { openStorage } from '../storage.js';
import { openOutbox } from './outbox.js';
import { register } from './registration.js';
import { openSending } from './sending.js';
import { openShelf } from './shelf.js';
import { asLmsKnows, isPrivate } from './statements.js';
import { openTeller } from './teller.js';

/** @import { Course, Session } from '../types' */
/** @import { Timers } from '../connection.js' */
/** @import { Receiver } from './types' */
/** @import { Outbox } from './outbox.js' */
/** @import { Teller } from './teller.js' */

/** @typedef {{ window: Window, course: Course, now: () => number, timers: Timers, random: () => number }} Surroundings */

/**
 * Begins the one session of this page load. Listeners stand on both sides of the core's: what is left to say is said before the
 * LMS hears the last, and sent after that, for the LMS comes first.
 * @param {Surroundings} surroundings @param {Receiver} receiver
 */
export function openReporting(surroundings, receiver) {
	const { window, course, now } = surroundings;
	const { outline } = receiver;
	const hidden = new Map(outline.questions.filter(isPrivate).map(({ id, answers }) => [id, answers]));
	/** @type {Teller | null} */
	let teller = null;
	/** What else is to be done when the page goes. @type {(() => void)[]} */
	const goodbyes = [];
	onLeaving(window, () => teller?.settle(), () => {
		for (const act of goodbyes) act();
		teller?.end();
	});
	window.document.addEventListener('focusout', () => teller?.settle());
	const questions = course.questions.map((question) => asLmsKnows(question, hidden.has(question.id)));
	const session = openSession({ ...surroundings, course: { ...course, questions } });
	const { standing: { kind, status }, state: { extra, behind } } = session;
	const student = valueNow(window, 'cmi.core.student_id');
	// As the core has it: '' without an LMS, null with one that doesn't say who it is.
	const owner = student || (/alone|nowhere|refused/.test(kind) ? '' : null);
	const outbox = student && session.writable ? openOutbox(window, course.id, student, `${[receiver.endpoint, receiver.key, course.version]}`, now) : null;
	const words = openShelf(window, `+words:${course.id}`, owner, now, ({ answers }) => ({ answers: answersOf(answers) }));
	const own = () => words.read().answers;
	for (const question of course.questions) {
		if (hidden.has(question.id) && answered(question, own()[question.id])) session.answer(question.id, 't'); // the LMS may have lost it
	}
	const { origin } = window.location;
	const sending = outbox && receiver.endpoint && /^http/.test(origin) ? openSending(surroundings, receiver, outbox) : null;
	if (outbox) {
		const ours = [...hidden.keys(), ...Object.keys(openStorage(window, course.id, owner, now).read().answers)];
		outbox.change((kept) => register(extra, kept, status, /refused|newer/.test(kind), ours));
		const actor = { objectType: 'Agent', account: { homePage: origin, name: student } };
		teller = openTeller(session, outline, actor, outbox, sending, own, new Set(behind.filter((id) => !ours.includes(id))), now);
	}
	onLeaving(window, () => sending?.last(), () => sending?.last());
	return { session: wrapped(session, course, hidden, words, outbox, teller, sending !== null), teller: sending && teller, outbox, goodbyes };
}

/** @param {Window} window @param {() => void} hide @param {() => void} leave */
function onLeaving(window, hide, leave) {
	window.document.addEventListener('visibilitychange', () => {
		if (window.document.visibilityState === 'hidden') hide();
	});
	window.addEventListener('pagehide', leave);
}

/**
 * The same session for the pages, with the words that the LMS doesn't get.
 * @param {Session} session @param {Course} course
 * @param {Map<string, string>} hidden Where the words go that don't go to the LMS, by question.
 * @param {ReturnType<typeof openShelf<Pick<Session['state'], 'answers'>>>} words
 * @param {Outbox | null} outbox Null where nobody can tell who the learner is, or nothing may be written.
 * @param {Teller | null} teller The same. @param {boolean} reports @returns {Session}
 */
function wrapped(session, course, hidden, words, outbox, teller, reports) {
	let first = true;
	const answers = () => {
		if (!hidden.size) return session.state.answers;
		const all = answersOf(session.state.answers);
		for (const id of hidden.keys()) delete all[id];
		return Object.assign(all, words.read().answers);
	};
	return {
		...session,
		get state() { return { ...session.state, answers: answers() }; },
		get standing() { return session.standing; },
		answer(id, text) {
			const [value, before] = [wellFormed(text), answers()[id] ?? ''];
			const question = course.questions.find((question) => question.id === id);
			const own = hidden.has(id);
			if (!question || !session.writable || value === before) return void (own || session.answer(id, value));
			const act = (/** @type {boolean} */ another) => {
				if (!own) return session.answer(id, value);
				words.keep();
				words.change((kept) => { kept.answers[id] = value; });
				// The same "t" again is no news to the LMS; another revision is.
				if (another) session.answer(id, '');
				session.answer(id, answered(question, value) ? 't' : '');
			};
			if (teller) teller.edit(id, before, question.kind === 'open', act);
			else act(false);
		},
		visit(page) {
			teller?.settle();
			// The first page of a launch is news, so that the LMS gets the number of the launch too.
			if (teller && first && session.state.page === page) session.state.page = '';
			first = false;
			session.visit(page);
			teller?.tell();
		},
		/** Words that wait for the receiver, or have no other place than this browser, are wiped only on request. */
		forget(anyway) {
			teller?.settle();
			const alone = Object.entries(words.read().answers).some(([id, text]) => text && (!reports || hidden.get(id) === 'nowhere'));
			const kept = outbox?.read();
			const only = alone || Boolean(kept?.queue.length || kept?.aside.length);
			if (only && !anyway) return false;
			const all = session.forget(anyway);
			if (all || anyway) [words, outbox].forEach((shelf) => shelf?.clear());
			return all && !only;
		},
	};
}
