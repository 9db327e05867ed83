/** Ids of the course in the frame: its state has short keys in their place (player/src/short-key.js). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SHORTEST = 4;

/** Ids of pages and questions, by their short keys; none while no course is there. @param {Document | null | undefined} course @returns {Map<string, string>} */
export function readIds(course) {
	const pages = [...(course?.querySelectorAll('.page[id]') ?? [])].map(({ id }) => id);
	const questions = [...(course?.querySelectorAll('[data-id]') ?? [])].map((each) => each.getAttribute('data-id') ?? '');
	return new Map([...pages, ...questions].map((id) => [shortKey(id), id]));
}

/** @param {string} id */
function shortKey(id) {
	if (id.length < SHORTEST) return id;
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193);
	const bits = hash ^ (hash >>> 24);
	return [18, 12, 6, 0].map((shift) => ALPHABET[(bits >>> shift) & 63]).join('');
}
