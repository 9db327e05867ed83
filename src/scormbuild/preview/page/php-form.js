/** A commit as a form that isn't URL-encoded, as Chamilo 1.11 sends it: suspend_data near the end, interactions last. */

const ORDER = ['cmi.core.score', 'cmi.core.lesson', 'cmi.core.session_time', 'cmi.suspend_data', 'cmi.core.exit'];
// The order in which an interaction's parts stand in its list.
const PARTS = ['id', 'type', 'time', 'weighting', 'correct_responses.0.pattern', 'student_response', 'result', 'latency'];
const INTERACTION = /^cmi\.interactions\.(\d+)\.(.+)$/;

/** @param {Record<string, string>} changed */
export function encodePhpForm(changed) {
	const names = Object.keys(changed).filter((name) => !INTERACTION.test(name)).sort((one, other) => elementOrder(one) - elementOrder(other));
	return [...names.map((name) => `${name}=${changed[name]}`), ...encodeInteractions(changed)].join('&');
}

/** @param {string} name */
function elementOrder(name) {
	return ORDER.findIndex((start) => name.startsWith(start));
}

/** @param {Record<string, string>} changed */
function encodeInteractions(changed) {
	/** @type {Record<string, string[]>} */
	const lists = {};
	for (const [name, value] of Object.entries(changed)) {
		const [, index = '', part = ''] = INTERACTION.exec(name) ?? [];
		if (!PARTS.includes(part)) continue;
		const list = (lists[index] ??= PARTS.map(() => ''));
		list[PARTS.indexOf(part)] = value.replaceAll(',', '@.|@'); // a comma parts the list
	}
	return Object.entries(lists).map(([index, list]) => `interact[${index}]=[${list}]`);
}
