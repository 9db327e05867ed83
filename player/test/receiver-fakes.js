/** A course whose statements go to a receiver, and that receiver: all of it plain values. */

import { openReporting } from '../src/statements/reporting.js';
import { fakeLms, fakeStorage, fakeTime, fakeWindow } from './fakes.js';

export const ENDPOINT = 'https://lrs.example/xapi';
export const KEY = 'scormbuild:+statements:webcare:anna';
export const WORDS = 'scormbuild:+words:webcare:anna';

const asked = (id, more = {}) => ({
	id, page: 'begin', kind: 'open', form: 'reflection', prompt: `${id}?`, minimum: 1, required: true, answers: 'both', options: [], keys: [], ...more,
});
export const options = [{ key: 'a', text: 'A' }, { key: 'b', text: 'B' }];
export const questions = {
	why: asked('why'),
	how: asked('how'),
	pick: asked('pick', { kind: 'choice', form: 'choice', options, keys: ['a'] }),
	read: asked('read', { kind: 'acknowledge', form: 'acknowledge' }),
	rate: asked('rate', { kind: 'opinion', form: 'opinion', options: [{ key: '1', text: 'no' }, { key: '9', text: 'yes' }], required: false }),
	list: asked('list', { kind: 'checklist', form: 'checklist', options, keys: ['a', 'b'] }),
	secret: asked('secret', { answers: 'receiver', minimum: 2 }),
	diary: asked('diary', { answers: 'nowhere' }),
	plain: asked('plain', { answers: 'lms' }),
};

/** The outline of a course with these questions. */
export function outline(ids = ['why', 'how'], completion = {}) {
	return {
		course: {
			iri: 'urn:scormbuild:course:webcare', id: 'webcare', title: 'Webcare', description: 'About it.', language: 'nl', version: '1.0.0',
			completion: { pages: 'all', questions: 'all', score: null, ...completion },
		},
		pages: [{ id: 'begin', title: 'Begin' }, { id: 'end', title: 'The end' }],
		questions: ids.map((id) => questions[id]),
		videos: [{ id: 'film', title: 'A film' }],
	};
}

/** A receiver: `is` 'up', 'down', or a function of the ids that gives a status. */
export function fakeReceiver({ date } = {}) {
	const receiver = { is: 'up', asked: [], posts: [], stored: new Map(), headers: {}, fetch, get ids() { return [...receiver.stored.keys()]; } };
	const answer = (status, json, headers = {}) => ({ status, type: 'cors', headers: { get: (name) => headers[name] ?? null }, json: async () => json });
	async function fetch(url, request = {}) {
		if (request.method === 'HEAD') return { type: 'basic', status: 200 };
		receiver.asked.push(`${request.method ?? 'GET'} ${url}`);
		if (receiver.is === 'down') throw new TypeError('Failed to fetch');
		if (url.endsWith('/about')) return answer(200, {}, date ? { Date: date() } : {});
		const statements = JSON.parse(request.body);
		receiver.posts.push({ statements, request, url });
		const status = receiver.is === 'up' ? 200 : receiver.is(statements);
		if (status === 200) for (const statement of statements) if (!receiver.stored.has(statement.id)) receiver.stored.set(statement.id, statement);
		return answer(status, receiver.body ?? statements.map(({ id }) => id), receiver.headers);
	}
	return receiver;
}

/** What was told, in order: "answered why". */
export function said(statements) {
	return [...statements].map(({ verb, object }) => `${verb.display.en} ${object.id.replace(/^.*?webcare\/?/, '').replace(/^\w+\//, '')}`.trim());
}

let launches = 0;

/** One launch; the same lms, storage, time and receiver given again are the next one. */
export function report({
	lms = fakeLms(), storage = fakeStorage(), time = fakeTime(), receiver = fakeReceiver(), questions: ids, completion, endpoint = ENDPOINT,
	origin = 'https://lms.example', now = time.now, version = '1.0.0', key = 'sb_public',
} = {}) {
	const window = fakeWindow({ API: lms?.launch(), storage, fetch: receiver.fetch });
	Object.assign(window.location, { origin });
	const about = outline(ids, completion);
	const course = { id: 'webcare', version, language: 'nl', pages: ['begin', 'end'], questions: about.questions.map(({ id, kind, required, minimum, keys }) => ({ id, kind, required, minimum, keys })), completion: about.course.completion };
	const random = () => 0.1 + (launches++ % 1000) / 7919;
	const opened = openReporting({ window, course, now, timers: time, random }, { endpoint, key, secret: 'public', outline: about });
	window.fire('load');
	const kept = () => JSON.parse(storage[KEY] ?? 'null');
	return {
		...opened, window, lms, storage, time, receiver, kept,
		told: () => said(receiver.stored.values()),
		queued: () => said(kept()?.queue ?? []),
		blur: () => window.fire('focusout'),
		hide() { window.document.visibilityState = 'hidden'; window.fire('visibilitychange'); },
		leave: () => window.fire('pagehide', { persisted: false }),
	};
}
