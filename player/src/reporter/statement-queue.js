/** Statements that wait until the LRS has acknowledged them, and the ids of all that were made here. */

import { emptyQueueState } from './queue-state.js';

/** @import { QueueState, Statement } from './statement' */
/** @typedef {ReturnType<typeof openStatementQueue>} StatementQueue */

/** Browsers let requests that outlive a page take 64 KiB together. */
const MOST_BYTES = 60_000;

/** @param {(state: QueueState, sent: boolean) => void} onChange Called at each change, before anything is sent. */
export function openStatementQueue(onChange) {
	let state = emptyQueueState('');
	/** All ids, to be looked up. @type {Set<string>} */
	let ids = new Set();
	/** Ids of what was made before the LRS's clock was known. @type {Set<string>} */
	const unsure = new Set();

	const isEmpty = () => !state.queue.length && !state.rejected.length;
	/** @param {(state: QueueState) => void} edit */
	const change = (edit) => {
		edit(state);
		onChange(state, isEmpty());
	};

	return {
		get state() { return state; },
		/** Whether the LRS has all. */
		isEmpty,
		change,
		/** @param {QueueState} earlier What earlier launches left. */
		begin(earlier) {
			state = earlier;
			ids = new Set(state.ids);
			change(() => {});
		},
		/** Whether anything is new. @param {Statement[]} statements @param {boolean} sure Whether the clock is. */
		add(statements, sure) {
			const fresh = statements.filter(({ id }) => !ids.has(id));
			if (!fresh.length) return false;
			for (const { id } of fresh) {
				ids.add(id);
				if (!sure) unsure.add(id);
			}
			change(({ queue }) => {
				state.ids = [...ids];
				queue.push(...fresh);
			});
			return true;
		},
		/**
		 * The oldest, at most so many and so large: from here on they don't change. One that is larger goes alone, but not on leaving.
		 * @param {number} most @param {Set<string>} underway Ids of what is on its way already. @param {boolean} [leaving]
		 */
		batch(most, underway, leaving) {
			let room = MOST_BYTES - 1;
			const batch = /** @type {string[]} */ ([]);
			const texts = [];
			for (const statement of state.queue.filter(({ id }) => !underway.has(id))) {
				const text = JSON.stringify(statement);
				room -= new TextEncoder().encode(text).length + 1;
				if (batch.length === most || (room < 0 && (batch.length || leaving))) break;
				unsure.delete(statement.id);
				batch.push(statement.id);
				texts.push(text);
			}
			return { ids: batch, body: `[${texts}]` };
		},
		/** They are with the LRS; or it refused them for good, and they don't keep the others back. @param {string[]} dropIds @param {boolean} isRejected */
		drop(dropIds, isRejected) {
			change(({ queue, rejected }) => {
				if (isRejected) rejected.push(...queue.filter(({ id }) => dropIds.includes(id)));
				state.queue = queue.filter(({ id }) => !dropIds.includes(id));
			});
		},
		/** What was made by a wrong clock. @param {number} offset */
		correct(offset) {
			change(({ queue }) => {
				for (const statement of queue) {
					if (unsure.delete(statement.id)) statement.timestamp = new Date(Date.parse(statement.timestamp) + offset).toISOString();
				}
			});
		},
	};
}
