/** The player's state in words: what a panel says of the saved answers. */

// In version 2 an answer that another device holds is 0.
const ELSEWHERE = '(on another device)';

/** @typedef {Awaited<ReturnType<typeof import('./suspend-data.js').readSuspendData>>} ReadState */

/** @param {string} written @param {ReadState} found */
export function stateSummary(written, found) {
	if (!written) return 'nothing yet';
	if (!found) return 'not written by this player';
	const answers = Object.keys(found.state.answers ?? {}).length;
	return `version ${found.version}, ${answers} ${answers === 1 ? 'answer' : 'answers'}`;
}

/** The fields of the state, but for the key, which opens what a browser keeps: somebody may take a picture of this.
 * @param {ReadState} found @param {Map<string, string>} ids  of the course, by their short keys @returns {[string, string][]} */
export function stateEntries(found, ids) {
	const nameOf = (/** @type {unknown} */ key) => ids.get(String(key)) ?? String(key);
	return Object.entries(found?.state ?? {}).filter(([name]) => name !== 'key').flatMap((field) => fieldEntries(field, nameOf));
}

/** One field of the state; the answers each on a line of their own.
 * @param {[string, unknown]} field @param {(key: unknown) => string} nameOf @returns {[string, string][]} */
function fieldEntries([name, value], nameOf) {
	if (name === 'answers' && value && typeof value === 'object') return Object.entries(value).map(([id, answer]) => [nameOf(id), answer === 0 ? ELSEWHERE : String(answer)]);
	if (Array.isArray(value)) return [[name, value.map(nameOf).join(', ')]];
	return [[name, typeof value === 'object' ? JSON.stringify(value) : name === 'page' ? nameOf(value) : String(value)]];
}
