/** Hears what a course on this page tells its LRS, and simulates what goes wrong there: the course asks by the frame's own `fetch`. */

/** @typedef {import('./xapi-words.js').LrsRequest} LrsRequest */
/** @typedef {import('./xapi-words.js').Statement} Statement */
/** @typedef {Record<string, boolean | string>} Switches */
/** @typedef {{requests: LrsRequest[], statements: Statement[]}} Heard */

const SLOW = 1_000;
const MOST = 1_000;

/**
 * Of the course that has just loaded: the LRS that it names, '' where it names none.
 * @param {Window} window @param {Heard} heard  gets what is new @param {() => Switches} switches @param {() => void} onNews
 */
export function listenToLrs(window, heard, switches, onNews) {
	const { endpoint = '' } = parse(window.document.querySelector('#_lrs')?.textContent ?? '');
	if (typeof endpoint !== 'string' || !endpoint) return '';
	const frame = /** @type {Window & typeof globalThis} */ (window);
	const ask = frame.fetch.bind(frame);
	frame.fetch = async (input, options = {}) => {
		const address = String(input);
		if (!address.startsWith(endpoint)) return ask(input, options);
		const body = String(options.body ?? '');
		const statements = statementsOf(body);
		const number = (heard.requests.at(-1)?.number ?? 0) + 1;
		const verbs = statements.map(({ verb }) => String(verb?.id).split('/').pop() ?? '');
		const request = { number, session: 1, method: options.method ?? 'GET', resource: address.slice(endpoint.length + 1), document: '', status: 0, size: body.length, verbs, rule: '' };
		heard.requests.push(request);
		if (heard.requests.length > MOST) heard.requests.shift();
		try {
			const answer = (await simulate(switches())) ?? (await ask(input, options));
			request.status = answer.status;
			if (answer.status === 200) heard.statements.push(...statements);
			heard.statements.splice(0, Math.max(0, heard.statements.length - MOST));
			return answer;
		} finally {
			onNews();
		}
	};
	return endpoint;
}

/** The answer of an LRS that fails; nothing where it doesn't. @param {Switches} switches */
async function simulate(switches) {
	if (switches.slow) await new Promise((resolve) => void setTimeout(resolve, SLOW));
	if (switches['commits-lie']) throw new TypeError('nobody answers');
	if (switches['session-expired']) return new Response('{}', { status: 401 });
	return switches['commits-fail'] ? new Response('{}', { status: 500 }) : null;
}

/** @param {string} body @returns {Statement[]} */
function statementsOf(body) {
	const given = parse(body);
	return Array.isArray(given) ? given : [];
}

/** @param {string} text @returns {any} */
function parse(text) {
	try {
		return JSON.parse(text) ?? {};
	} catch {
		return {};
	}
}
