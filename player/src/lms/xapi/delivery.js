/** From this page to the LRS, one request at a time: the words first, then the statements that follow from them. */

import { isGood } from './xapi-client.js';

/** @import { Statement } from '../../reporter/statement' */
/** @import { Certainty, Failure } from '../driver' */
/** @import { AskLrs } from './xapi-client.js' */
/** @import { StateDocument } from './state-document.js' */

/** `final` says how it ended, and so must arrive; `doubtful` may have arrived already. @typedef {{ statement: Statement, final: boolean, doubtful: boolean }} Outgoing */
/** @typedef {ReturnType<typeof openDelivery>} Delivery */

const MOST_TOGETHER = 25;

/**
 * @param {AskLrs} ask @param {Record<string, string>} parameters Of the State document. @param {StateDocument} document As the LRS has it.
 * @param {boolean} locked Whether there is another document, which mustn't be written over.
 * @param {() => void} onSettled Called when all that matters is known to have arrived, or not.
 */
export function openDelivery(ask, parameters, document, locked, onSettled) {
	let { data, status, unsent: later } = document;
	/** @type {Outgoing[]} */
	let queue = [];
	/** Of the queue, what is on its way. @type {Outgoing[]} */
	let underway = [];
	/** The document as the LRS is known to have it; and as it is on its way. */
	let stored = text();
	let [writing, busy, settled, over] = ['', false, true, false];
	/** The data that the LRS is known to have. */
	let storedData = data;
	/** @type {Failure | ''} */
	let trouble = '';
	let running = Promise.resolve();
	/** How many go together: fewer once a batch was refused, which is refused whole. */
	let most = MOST_TOGETHER;

	function text() {
		const unsent = [...queue.map(({ statement }) => statement.id), ...later];
		return JSON.stringify({ ...document, data, status, unsent });
	}

	/** @param {string} content */
	const put = (content) => ask('PUT', 'activities/state', parameters, content);
	/** @param {Statement[]} statements */
	const postAll = (statements) => ask('POST', 'statements', {}, JSON.stringify(statements));

	const write = async () => {
		const words = data;
		writing = text();
		const answer = await put(writing);
		if (isGood(answer)) [stored, storedData] = [writing, words];
		else fail(answer.status);
		writing = '';
	};

	/** @param {Outgoing[]} sent */
	const drop = (sent) => { queue = queue.filter((each) => !sent.includes(each)); };

	/** Whether there is any use in going on. @param {Outgoing} first */
	const post = async (first) => {
		if (first.doubtful) {
			// It was made in an earlier launch, and nobody knows whether it arrived.
			const { status } = await ask('GET', 'statements', { statementId: first.statement.id });
			first.doubtful = false;
			if (status === 200) drop([first]);
			return true;
		}
		// What must arrive goes alone: nothing beside it can keep it back.
		const others = queue.findIndex(({ final, doubtful }) => final || doubtful);
		underway = queue.slice(0, first.final ? 1 : Math.min(others < 0 ? most : others, most));
		const answer = await postAll(underway.map(({ statement }) => statement));
		const goesOn = conclude(answer.status, underway);
		underway = [];
		return goesOn;
	};

	/** @param {number} status @param {Outgoing[]} sent @returns {boolean} */
	const conclude = (status, sent) => {
		const refused = status >= 400 && status < 500 && status !== 401 && status !== 429;
		// 409: that id is known, so it arrived before.
		const arrived = status === 200 || status === 204 || (sent.length === 1 && status === 409);
		// The words are safe: a report that nobody takes is no trouble of the learner's.
		if (arrived || (refused && sent.length === 1 && !sent[0]?.final)) drop(sent);
		else if (sent[0]?.final) fail(status);
		else if (refused) most = 1;
		else return false;
		return true;
	};

	/** @param {number} status */
	const fail = (status) => { trouble = status === 401 || status === 403 ? 'expired' : status ? 'refused' : 'offline'; };

	const run = async () => {
		busy = true;
		for (let goesOn = true; goesOn && !trouble && !over; settle()) {
			const [first] = queue;
			if (!locked && text() !== stored) await write();
			else goesOn = first !== undefined && (await post(first));
		}
		busy = false;
		settle();
	};

	const settle = () => {
		if (settled || certainty() === 'pending') return;
		settled = true;
		onSettled();
	};

	/** Whether the words are there, and what says how it ended. @returns {Certainty} */
	const certainty = () => {
		if (trouble) return busy ? 'pending' : 'no';
		return data === storedData && !queue.some(({ final }) => final) ? 'yes' : 'pending';
	};

	return {
		certainty,
		/** @returns {Failure} */
		failure: () => trouble || 'refused',
		/** @param {Omit<StateDocument, 'registration'>} news `unsent`: of statements that are yet to be made. @param {Outgoing[]} made */
		give(news, made) {
			({ data, status, unsent: later } = news);
			queue.push(...made);
			[trouble, settled] = ['', false];
		},
		/** @param {StateDocument['status']} said What the learning system was told by these. @param {Outgoing[]} made */
		add(said, made) {
			status = said;
			queue.push(...made);
		},
		/** Sends what was given. */
		send() {
			if (!busy) running = run();
		},
		/**
		 * The end: all that waits in one go, for of a page that goes nothing can be sent after an answer any more. The last
		 * statement shuts out what comes after it, so it goes only where nothing else is under way.
		 * @param {Statement | null} last @param {boolean} [stays] The page is still there, and can wait.
		 */
		async leave(last, stays) {
			if (stays) await running;
			over = true; // nothing may follow the last statement, not even what the document says of it
			if (trouble === 'expired') return;
			const [content, isSafe] = [text(), data === storedData && !writing && !underway.length];
			// What may be there already would have all of them refused.
			const waiting = queue.filter((each) => !underway.includes(each) && !each.doubtful).map(({ statement }) => statement);
			const statements = last && isSafe ? [...waiting, last] : waiting;
			await Promise.all([
				data !== storedData && content !== writing && put(content),
				statements.length > 0 && postAll(statements),
			]);
		},
	};
}
