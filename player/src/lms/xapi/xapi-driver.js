/** A driver for learning systems whose LRS keeps the state and hears of each answer: what cmi5 and tincan.xml share. */

import { score } from '../../completion.js';
import { listStatements } from '../../reporter/statements.js';
import { uuid5 } from '../../reporter/uuid.js';
import { verbIri } from '../../reporter/vocabulary.js';
import { decodeState } from '../../state.js';
import { openDelivery } from './delivery.js';

/** @import { Outline, Statement } from '../../reporter/statement' */
/** @import { Course, Status } from '../../types' */
/** @import { Driver, Launch } from '../driver' */
/** @import { Outgoing } from './delivery.js' */
/** @import { StateDocument } from './state-document.js' */
/** @import { AskLrs } from './xapi-client.js' */

/** What is said of how a course ended. @typedef {'completed' | 'passed' | 'failed'} FinalVerb */
/**
 * @typedef {object} XapiLaunch
 * @property {AskLrs} ask
 * @property {Record<string, string>} parameters Of the State document.
 * @property {StateDocument | null} document Null: there is one, and it can't be read.
 * @property {Omit<Launch, 'status' | 'data' | 'readFailed'> & { actor: object, registration: string }} launch
 * @property {(status: Status) => FinalVerb[]} finalVerbs What is said of a status.
 * @property {(verb: FinalVerb, score: number | null, id: string) => Statement} finalStatement
 * @property {(statement: Statement) => Statement} inContext A statement with all that the launch asks of each.
 * @property {() => Statement | null} lastStatement Null where the page goes and comes back.
 */

/** The verbs that a driver says itself are not among them. */
const REPORTED = ['experienced', 'answered', 'acknowledged', 'progressed'].map(verbIri);

/** @param {XapiLaunch} begun @param {Course} course @param {Outline} outline @param {() => number} now @param {() => void} onSettled @returns {Driver} */
export function xapiDriver({ ask, parameters, document, launch, finalVerbs, finalStatement, inContext, lastStatement }, course, outline, now, onSettled) {
	const { actor, registration } = launch;
	const { iri } = outline.course;
	outline.count = course.count;
	const kept = document ?? { data: '', status: /** @type {Status} */ ('incomplete'), unsent: [] };
	const delivery = openDelivery(ask, parameters, kept, document === null, onSettled);
	const ids = [...outline.pages, ...outline.questions, ...(outline.quizzes ?? [])].map(({ id }) => id);
	let { data, status: told } = kept;
	/** What the course said last of how it ends. @type {{ status: Status, grade: number | null }} */
	let latest = { status: told, grade: null };
	/** Ids of statements that were made. @type {Set<string>} */
	const made = new Set();

	const stateNow = () => decodeState(data, ids).state;
	/** What the state proves beside how it ended. @param {Status} status */
	const proven = (status) => {
		const attempt = { outline, registration, actor, timestamp: new Date(now()).toISOString() };
		return listStatements(attempt, stateNow(), status).filter(({ verb }) => REPORTED.includes(verb.id));
	};
	/** By name, so that one that may have arrived can be asked for. @param {FinalVerb} verb */
	const finalId = (verb) => uuid5(registration, `${verb} as launched`);
	/** @param {Statement} statement @param {boolean} doubtful @returns {Outgoing} */
	const report = (statement, doubtful) => ({ statement: inContext(statement), final: false, doubtful });
	/** @param {FinalVerb} verb @param {number | null} score @param {boolean} doubtful @returns {Outgoing} */
	const end = (verb, score, doubtful) => ({ statement: finalStatement(verb, score, finalId(verb)), final: true, doubtful });

	/** Of how the course ends, what wasn't said yet. */
	const tell = () => {
		const { status, grade } = latest;
		const verbs = finalVerbs(status).filter((verb) => !finalVerbs(told).includes(verb));
		if (!verbs.length) return;
		told = status;
		delivery.add(told, verbs.map((verb) => end(verb, grade, false)));
	};
	/** What an earlier launch couldn't hear of any more. */
	const resume = () => {
		const all = proven(told);
		for (const { id } of all) made.add(id);
		const unsent = all.filter(({ id }) => kept.unsent.includes(id)).map((statement) => report(statement, true));
		const ends = finalVerbs(told).filter((verb) => kept.unsent.includes(finalId(verb)));
		delivery.give({ data, status: told, unsent: [] }, [...unsent, ...ends.map((verb) => end(verb, score(course, stateNow()), true))]);
		delivery.send();
	};

	return {
		begin() {
			if (launch.mode !== 'browse') resume();
			return { ...launch, status: told, data, readFailed: document === null };
		},
		put({ data: words, status, score: grade, typing }, last) {
			data = words ?? data;
			const fresh = proven(status).filter(({ id }) => !made.has(id));
			// What is in mid-sentence, and what follows from it, is reported once its field is left.
			const unsettled = new Set(typing.length ? [iri, ...typing.map((id) => `${iri}/interactions/${id}`)] : []);
			const settled = fresh.filter(({ object }) => !unsettled.has(object.id));
			for (const { id } of settled) made.add(id);
			const unsent = fresh.filter(({ object }) => unsettled.has(object.id)).map(({ id }) => id);
			latest = { status, grade };
			delivery.give({ data, status: told, unsent }, settled.map((statement) => report(statement, false)));
			// Who has failed may still do better until the course is left: nobody both passes and fails in one session.
			if (status !== 'failed') tell();
			if (!last) delivery.send();
		},
		sure: delivery.certainty,
		failure: delivery.failure,
		end(stays) {
			const statement = lastStatement();
			if (statement) tell();
			return delivery.leave(statement, stays);
		},
	};
}
