/** How an LMS launches a course (cmi5 section 8): what the address says, and the token that it gives once. */

import { isGood, request } from '../xapi/xapi-client.js';
import { isRecord } from '../../state.js';
import { tryCall } from '../../try-call.js';

/** @typedef {{ endpoint: string, fetch: string, actor: { name?: string, account: { homePage: string, name: string } }, registration: string, activityId: string }} LaunchParameters */

/** What a tab remembers of its session: a reload needs it again, and an LMS gives it once. @typedef {{ token: string, startedAt?: number }} TabSession */

/** Null without them: the course stands by itself. @param {Location} location @returns {LaunchParameters | null} */
export function readLaunchParameters(location) {
	const query = new URLSearchParams(location.search);
	const [endpoint, fetch, registration, activityId] = ['endpoint', 'fetch', 'registration', 'activityId'].map((name) => query.get(name) ?? '');
	const actor = tryCall(() => JSON.parse(query.get('actor') ?? ''));
	if (!endpoint || !fetch || !registration || !activityId || !isRecord(actor?.account)) return null;
	return { endpoint, fetch, actor, registration, activityId };
}

/** @param {string} fetch */
const sessionKey = (fetch) => `cmi5:${fetch}`;

/** @param {Window} window @param {string} fetch @returns {TabSession | null} */
export function readTabSession(window, fetch) {
	const session = tryCall(() => JSON.parse(window.sessionStorage.getItem(sessionKey(fetch)) ?? ''));
	return typeof session?.token === 'string' ? session : null;
}

/** @param {Window} window @param {string} fetch @param {TabSession} session */
export function writeTabSession(window, fetch, session) {
	tryCall(() => window.sessionStorage.setItem(sessionKey(fetch), JSON.stringify(session)));
}

/** An LMS that gives none says why with a 200 (cmi5 8.2.3): `status` is that of the answer. @param {Window} window @param {string} fetch */
export async function fetchToken(window, fetch) {
	const answer = await request(window, fetch, { method: 'POST' });
	const token = isGood(answer) && answer.json?.['auth-token'];
	return { status: answer.status, json: typeof token === 'string' && token ? token : null };
}
