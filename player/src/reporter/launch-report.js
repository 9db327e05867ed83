/** What is reported of one launch, and when: an answer once its field is left, all else at once, and nothing twice. */

import { shortKey } from '../short-key.js';
import { courseStatement, listStatements, revisionOf } from './statements.js';

/** @import { Answer, Session } from '../types' */
/** @import { LrsClient } from './lrs-client.js' */
/** @import { Attempt, Outline, Statement } from './statement' */
/** @import { StatementQueue } from './statement-queue.js' */
/** @typedef {ReturnType<typeof openLaunchReport>} LaunchReport */

/**
 * @typedef {object} LaunchParts
 * @property {Session} core The session as the learning system knows it.
 * @property {() => Record<string, Answer>} readAnswers All answers, with those that it doesn't get.
 * @property {Outline} outline
 * @property {object} actor The learner.
 * @property {StatementQueue} queue
 * @property {LrsClient | null} client Null where nothing is reported.
 * @property {Set<string>} typingIds Ids of answers that are being typed.
 * @property {Set<string>} elsewhere Ids of answers whose newest words are on another device.
 * @property {number} startedAt When the launch began.
 * @property {() => number} now
 */

/** @param {LaunchParts} parts */
export function openLaunchReport({ core, readAnswers, outline, actor, queue, client, typingIds, elsewhere, startedAt, now }) {
	const { iri } = outline.course;
	const { registration, sessions } = queue.state;
	/** Objects of answers with a revision that wasn't reported yet. @type {Set<string>} */
	const fresh = new Set();
	/** @returns {Attempt} */
	const attempt = () => ({ outline, registration, actor, timestamp: new Date(client?.now() ?? now()).toISOString() });
	/** @param {Statement[]} statements */
	const report = (statements) => {
		if (client && queue.add(statements, client.isClockKnown())) client.sendSoon();
	};
	/** What follows from an answer that is being typed waits too. @param {Statement[]} [first] */
	const update = (first = []) => {
		const state = { ...core.state, behind: [...elsewhere, ...typingIds] };
		const all = listStatements(attempt(), state, core.saveStatus.status, readAnswers()).filter(({ object }) => !typingIds.size || object.id !== iri);
		for (const { object } of all) fresh.delete(object.id);
		report([...first, ...all]);
	};
	/** @param {string} verb @param {object} [result] */
	const aboutLaunch = (verb, result) => courseStatement(attempt(), verb, [sessions], result);
	return {
		sessions,
		queue,
		attempt,
		report,
		begin: () => update([aboutLaunch('initialized'), ...(sessions > 1 ? [aboutLaunch('resumed')] : [])]),
		update: () => update(),
		/** An answer has changed, which makes it another revision when the last one was reported. @param {string} id @param {Answer} before */
		edit(id, before) {
			const { state } = core;
			const [object, revision] = [`${iri}/interactions/${id}`, revisionOf(state.extra, id)];
			const another = !fresh.has(object) && (before !== '' || revision > 1);
			fresh.add(object);
			elsewhere.delete(id);
			if (!another) return;
			const revisions = { ...queue.state.revisions, [shortKey(id)]: revision + 1 };
			state.extra.revisions = revisions;
			queue.change((queueState) => { queueState.revisions = revisions; });
			core.touch();
		},
		/** The page goes. */
		end() {
			const duration = `PT${Math.max(0, Math.round((now() - startedAt) / 1000))}S`;
			report([...(core.saveStatus.status === 'incomplete' ? [aboutLaunch('suspended')] : []), aboutLaunch('terminated', { duration })]);
		},
	};
}
