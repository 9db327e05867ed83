/** Statements that wait until the receiver has acknowledged them, and the ids of all that were made here. */

import { finished } from '../completion.js';
import { wholeNumber } from '../state.js';
import { openShelf } from './shelf.js';
import { uuidOf } from './uuid.js';

/** @import { Kept, Statement } from './types' */
/** @typedef {ReturnType<typeof openOutbox>} Outbox */

const MOST_BYTES = 60_000;

/**
 * @param {Window} window
 * @param {string} course @param {string} student Another one never sees it.
 * @param {string} target What was refused under another one is tried again.
 * @param {() => number} now
 */
export function openOutbox(window, course, student, target, now) {
	const shelf = openShelf(window, `+statements:${course}`, student, now, keptOf);
	/** Ids of what was made before the receiver's clock was known. @type {Set<string>} */
	const unsure = new Set();
	shelf.change((kept) => {
		if (kept.target !== target) kept.queue.unshift(...kept.aside.splice(0));
		kept.target = target;
	});
	return {
		...shelf,
		/** Whether anything is new. @param {Statement[]} statements @param {boolean} sure Whether the clock is. @param {Kept['status']} status */
		tell(statements, sure, status) {
			const { told } = shelf.read();
			const fresh = statements.filter(({ id }) => !told.includes(id));
			if (!fresh.length) return false;
			shelf.change((kept) => {
				kept.status = status;
				kept.queue.push(...fresh);
				for (const { id } of fresh) {
					kept.told.push(id);
					if (!sure) unsure.add(id);
				}
			});
			return true;
		},
		/**
		 * The oldest, at most so many and so large: from here on they don't change. One that is larger goes alone, but not on leaving.
		 * @param {number} most @param {boolean} [leaving]
		 */
		batch(most, leaving) {
			let room = MOST_BYTES - 1;
			const ids = /** @type {string[]} */ ([]);
			const texts = [];
			for (const statement of shelf.read().queue) {
				const text = JSON.stringify(statement);
				room -= new TextEncoder().encode(text).length + 1;
				if (ids.length === most || (room < 0 && (ids.length || leaving))) break;
				unsure.delete(statement.id);
				ids.push(statement.id);
				texts.push(text);
			}
			return { ids, body: `[${texts}]` };
		},
		/** They are with the receiver; or it refused them for good, and they don't keep the others back. @param {string[]} ids @param {boolean} refused */
		drop(ids, refused) {
			shelf.change((kept) => {
				if (refused) kept.aside.push(...kept.queue.filter(({ id }) => ids.includes(id)));
				kept.queue = kept.queue.filter(({ id }) => !ids.includes(id));
			});
		},
		/** What was made by a wrong clock. @param {number} offset */
		correct(offset) {
			shelf.change(({ queue }) => {
				for (const statement of queue) {
					if (unsure.delete(statement.id)) statement.timestamp = new Date(Date.parse(statement.timestamp) + offset).toISOString();
				}
			});
		},
	};
}

/** @param {Record<string, unknown>} json @returns {Kept} */
function keptOf({ registration, back, sessions, revisions, told, queue, aside, target, films, status }) {
	return {
		registration: uuidOf(registration),
		back: back === true,
		sessions: wholeNumber(sessions),
		revisions: Object(revisions),
		told: list(told),
		queue: list(queue).filter(hasId),
		aside: list(aside).filter(hasId),
		target,
		status: finished(status),
		films: Object(films),
	};
}

/** @param {unknown} value @returns {any[]} */
function list(value) {
	return Array.isArray(value) ? value : [];
}

/** @param {Statement | null} statement */
function hasId(statement) {
	return uuidOf(statement?.id);
}
