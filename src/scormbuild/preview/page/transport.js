/**
 * How commits reach the server, as in Moodle: a synchronous POST with the elements that changed since the last one, sent
 * well or not; by beacon while a page goes away; "true" when there is no connection.
 */

/** @typedef {{result: string, errorCode: number}} Result */

const TRUE = { result: 'true', errorCode: 0 };
const FALSE = { result: 'false', errorCode: 101 };

/**
 * What scorm-again takes as its HTTP service, and what became of the last commit, in words.
 * @param {string} learner
 * @param {number} attempt
 * @param {{page: string, sent: number, leaving: boolean}} traffic  of this load of the LMS page; `sent` is counted here
 */
export function openTransport(learner, attempt, traffic) {
	/** @type {Record<string, string>} */
	let sent = {};
	const url = `/commit?learner=${encodeURIComponent(learner)}`;

	const transport = {
		fate: '',
		/** What the LMS holds already. Exit is left out: each session says anew how it ends.
		 * @param {Record<string, unknown>} held */
		begin(held) {
			sent = texts(held);
			delete sent['cmi.core.exit'];
		},
		/** @param {string} _url @param {Record<string, unknown>} elements @param {boolean} finish @returns {Result} */
		processHttpRequest(_url, elements, finish) {
			const now = texts(elements);
			const changed = Object.fromEntries(Object.entries(now).filter(([name, value]) => sent[name] !== value));
			Object.values(changed).forEach(encodeURIComponent); // throws on half a character, as Moodle does
			const { page, leaving } = traffic;
			sent = now;
			traffic.sent += 1;
			const body = JSON.stringify({ page, attempt, finish, leaving, changed });
			const { fate, result } = leaving ? beacon(url, body) : post(url, body);
			transport.fate = `${fate} (${Object.keys(changed).length} elements)`;
			return result;
		},
		updateSettings() {},
	};
	return transport;
}

/** The elements that have a value; an empty list comes as {}.
 * @param {Record<string, unknown>} elements */
function texts(elements) {
	const kept = Object.entries(elements).filter(([, value]) => typeof value !== 'object');
	return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** @param {string} url @param {string} body */
function post(url, body) {
	const request = new XMLHttpRequest();
	request.open('POST', url, false);
	try {
		request.send(body);
	} catch {
		return { fate: 'no connection: lost', result: TRUE };
	}
	if (request.status === 200) return { fate: 'stored', result: TRUE };
	return { fate: `the server answered ${request.status}: lost`, result: FALSE };
}

/** @param {string} url @param {string} body */
function beacon(url, body) {
	if (navigator.sendBeacon(url, body)) return { fate: 'sent by beacon', result: TRUE };
	return { fate: 'too large for a beacon: lost', result: FALSE };
}
