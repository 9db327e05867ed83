/** The words of private answers, and when each was typed: of two tabs that both kept an answer, the newer words count. */

import { answersOf, isRecord, toRecord, wholeNumber } from './state.js';

/** @import { Answer } from './types' */
/** @typedef {ReturnType<typeof openPrivateText>} PrivateText */

/** @param {() => number} now */
export function openPrivateText(now) {
	/** @type {Record<string, Answer>} */
	const answers = toRecord([]);
	/** @type {Record<string, number>} */
	const times = toRecord([]);
	return {
		answers,
		/** @param {string} id @param {Answer} value */
		change(id, value) {
			delete answers[id]; // so that it comes last: the newest edit
			answers[id] = value;
			times[id] = now();
		},
		/** What an earlier launch kept, of these questions. @param {Record<string, unknown>} json @param {string[]} ids */
		merge(json, ids) {
			const earlier = answersOf(json.answers);
			for (const id of ids) {
				const time = wholeNumber(isRecord(json.times) ? json.times[id] : 0);
				if (earlier[id] === undefined || time <= (times[id] ?? -1)) continue;
				answers[id] = earlier[id];
				times[id] = time;
			}
		},
		/** What is to be kept of these questions; null where nothing is. @param {string[]} ids */
		pick(ids) {
			const some = ids.filter((id) => answers[id] !== undefined);
			const kept = { answers: toRecord(some.map((id) => [id, answers[id] ?? ''])), times: toRecord(some.map((id) => [id, times[id] ?? 0])) };
			return some.length ? kept : null;
		},
	};
}
