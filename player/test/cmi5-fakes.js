/** An LMS that launches by cmi5, of nothing but values: its LRS answers at once, or when a test lets it. */

import { openCmi5 } from '../src/lms/cmi5/cmi5.js';
import { fakeStorage, fakeTime, launch } from './fakes.js';
import { outline } from './lrs-fakes.js';

export const TEMPLATE = { contextActivities: { grouping: [{ id: 'urn:publisher' }] }, extensions: { 'urn:session': 's1' } };
const ACTOR = { account: { homePage: 'https://lms.example', name: 'anna' } };
const QUERY = new URLSearchParams({
	endpoint: 'https://lrs.example/xapi', fetch: 'https://lms.example/fetch/1', actor: JSON.stringify(ACTOR), registration: '11111111-1111-4111-8111-111111111111', activityId: 'https://lms.example/activity',
});

/** `is(request)` may give a status, or a promise of one, in place of the LRS's own. */
export function fakeCmi5Lms({ data = {}, state } = {}) {
	const lms = { state, statements: [], requests: [], is: () => undefined, fetch, verbs, ids: new Set(), token: 'once' };
	const answer = (status, json) => ({ status, ok: status < 300, text: async () => JSON.stringify(json ?? {}) });
	async function fetch(url, { method, body, keepalive, headers }) {
		const { pathname, searchParams } = new URL(url);
		const [resource, id] = [pathname.replace('/xapi/', ''), searchParams.get('stateId') ?? ''];
		const request = { method, resource, id, body: body && JSON.parse(body), keepalive, headers, name: `${method} ${resource} ${id}`.trim() };
		lms.requests.push(request);
		const status = await lms.is(request);
		if (status === 0) throw new TypeError('Failed to fetch');
		if (status) return answer(status);
		if (resource.startsWith('/fetch')) return answer(200, lms.token ? { 'auth-token': lms.token } : { 'error-code': '1' });
		if (id === 'LMS.LaunchData') return answer(200, { contextTemplate: TEMPLATE, launchMode: 'Normal', moveOn: 'Completed', returnURL: 'https://lms.example/back', ...data });
		if (resource === 'agents/profile') return answer(404);
		if (resource === 'activities/state') {
			if (method === 'GET') return lms.state ? answer(200, lms.state) : answer(404);
			lms.state = request.body;
			return answer(204);
		}
		if (method === 'GET') return answer(lms.ids.has(searchParams.get('statementId')) ? 200 : 404);
		const given = [request.body].flat();
		if (given.some((statement) => lms.ids.has(statement.id))) return answer(409);
		for (const statement of given) {
			lms.ids.add(statement.id);
			lms.statements.push(statement);
		}
		return answer(200, given.map((statement) => statement.id));
	}
	/** What was said of the course as the LMS calls it. */
	function verbs() {
		return lms.statements.filter(({ object }) => object.id === 'https://lms.example/activity').map(({ verb }) => verb.display.en);
	}
	return lms;
}

/** The course, launched by this LMS. */
export const launchCmi5 = (lms, more) => launchXapi(openCmi5, lms, more);

/** The course with any driver that speaks xAPI. */
export async function launchXapi(open, lms, { time = fakeTime(), storage = fakeStorage(), completion, search = QUERY, ...more } = {}) {
	const went = [];
	const openDriver = (window, course, ...rest) => {
		const page = JSON.stringify({ outline: outline(course.questions.map(({ id }) => id), completion) });
		Object.assign(window, { setTimeout: time.setTimeout, clearTimeout: time.clearTimeout });
		Object.assign(window.location, { search: `?${search}`, assign: (url) => went.push(url) });
		window.document.querySelector = () => ({ textContent: page });
		return open(window, course, ...rest);
	};
	const launched = launch({ lms: null, openDriver, fetch: lms.fetch, time, storage, ...more });
	await time.pass(0);
	return { ...launched, went };
}

/** An answer that a test gives when it wants. */
export function held() {
	let release = () => {};
	const answer = new Promise((resolve) => { release = resolve; });
	return { answer, release };
}
