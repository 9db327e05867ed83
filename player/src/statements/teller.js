/** What is told, and when: an answer once its field is left, all else at once, and nothing twice. */

import { aboutCourse, proven, revisionOf } from './statements.js';

/** @import { Answer, Session } from '../types' */
/** @import { Outbox } from './outbox.js' */
/** @import { Sending } from './sending.js' */
/** @import { Attempt, Outline, Statement } from './types' */
/** @typedef {ReturnType<typeof openTeller>} Teller */

/**
 * @param {Session} session The core's, whose state is the one that the LMS gets.
 * @param {Outline} outline @param {object} actor @param {Outbox} outbox
 * @param {Sending | null} sending Null where nothing is told.
 * @param {() => Record<string, Answer>} own Words that the LMS doesn't get.
 * @param {Set<string>} elsewhere Ids of answers whose newest words are on another device.
 * @param {() => number} now
 */
export function openTeller(session, outline, actor, outbox, sending, own, elsewhere, now) {
	const { extra } = session.state;
	const { registration, sessions } = outbox.read();
	const { iri } = outline.course;
	const began = now();
	/** Ids of answers that are being typed. @type {Set<string>} */
	const typing = new Set();
	/** Ids of answers with a revision that wasn't told yet. @type {Set<string>} */
	const fresh = new Set();
	/** @returns {Attempt} */
	const attempt = () => ({ outline, registration, actor, timestamp: new Date(sending?.now() ?? now()).toISOString() });
	/** @param {Statement[]} statements */
	const report = (statements) => {
		if (sending && outbox.tell(statements, sending.isSure(), session.standing.status)) sending.soon();
	};
	/** What follows from an answer that is being typed waits too. @param {Statement[]} [first] */
	const tell = (first = []) => {
		const state = { ...session.state, behind: [...elsewhere, ...typing] };
		const ready = proven(attempt(), state, session.standing.status, own()).filter(({ object }) => !typing.size || object.id !== iri);
		for (const { object } of ready) fresh.delete(object.id);
		report([...first, ...ready]);
	};
	const settle = () => {
		if (!typing.size) return;
		typing.clear();
		tell();
	};
	/** @param {string} verb @param {object} [result] */
	const launch = (verb, result) => aboutCourse(attempt(), verb, [sessions], result);
	tell([launch('initialized'), ...(sessions > 1 ? [launch('resumed')] : [])]);
	return {
		sessions,
		attempt,
		report,
		settle,
		tell: () => tell(),
		/**
		 * An answer changes, which makes it another revision when the last one was told.
		 * @param {string} id @param {Answer} before @param {boolean} typed It may change again soon.
		 * @param {(another: boolean) => void} act What changes it.
		 */
		edit(id, before, typed, act) {
			outbox.keep();
			elsewhere.delete(id);
			const key = `${iri}/interactions/${id}`;
			const revision = revisionOf(extra, id);
			const another = !fresh.has(key) && (before !== '' || revision > 1);
			fresh.add(key);
			const revisions = another ? { ...Object(extra.revisions), [id]: revision + 1 } : extra.revisions;
			extra.revisions = revisions;
			act(another);
			if (another) outbox.change((kept) => { kept.revisions = revisions; });
			if (typed) typing.add(id);
			else tell();
		},
		/** The page goes. */
		end() {
			settle();
			const duration = `PT${Math.max(0, Math.round((now() - began) / 1000))}S`;
			report([...(session.standing.status === 'incomplete' ? [launch('suspended')] : []), launch('terminated', { duration })]);
		},
	};
}
