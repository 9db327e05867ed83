/** A course whose statements go to an LRS, and that LRS: all of it plain values. */

import { isPrivate } from '../src/private.js';
import { openPrivateAnswers } from '../src/private-answers.js';
import { openReporter } from '../src/reporter/reporter.js';
import { openSession } from '../src/session.js';
import { course, fakeIndexedDB, fakeLms, fakeStorage, fakeTime, fakeWindow } from './fakes.js';
import { openScorm12 } from '../src/lms/scorm12/scorm12.js';

export const ENDPOINT = 'https://lrs.example/xapi';

const asked = (id, more = {}) => ({
	id, page: 'begin', kind: 'open', form: 'reflection', prompt: `${id}?`, minimum: 1, required: true, answers: 'both', options: [], keys: [], ...more,
});
export const options = [{ key: 'a', text: 'A' }, { key: 'b', text: 'B' }];
export const questions = {
	why: asked('why'),
	how: asked('how'),
	motive: asked('motive'),
	pick: asked('pick', { kind: 'choice', form: 'choice', options, keys: ['a'] }),
	pick2: asked('pick2', { kind: 'choice', form: 'choice', options, keys: ['a'] }),
	read: asked('read', { kind: 'acknowledge', form: 'acknowledge' }),
	rate: asked('rate', { kind: 'opinion', form: 'opinion', options: [{ key: '1', text: 'no' }, { key: '9', text: 'yes' }], required: false }),
	list: asked('list', { kind: 'checklist', form: 'checklist', options, keys: ['a', 'b'] }),
	secret: asked('secret', { answers: 'receiver', minimum: 2 }),
	diary: asked('diary', { answers: 'nowhere' }),
	notes: asked('notes', { answers: 'nowhere' }),
	plain: asked('plain', { answers: 'lms' }),
};

/** The outline of a course with these questions. */
export function outline(ids = ['why', 'how'], completion = {}) {
	return {
		course: {
			iri: 'urn:scormbuild:course:webcare', id: 'webcare', title: 'Webcare', description: 'About it.', language: 'nl', version: '1.0.0',
			completion: { pages: 'all', questions: 'all', score: null, finish: 'auto', report: 'completed', ...completion },
		},
		pages: [{ id: 'begin', title: 'Begin' }, { id: 'end', title: 'The end' }],
		questions: ids.map((id) => questions[id]),
		videos: [{ id: 'film', title: 'A film' }],
	};
}

/** An LRS: `is` 'up', 'down', or a function of the ids that gives a status. */
export function fakeLrs({ date } = {}) {
	const lrs = { is: 'up', asked: [], posts: [], stored: new Map(), headers: {}, fetch, get ids() { return [...lrs.stored.keys()]; } };
	const answer = (status, json, headers = {}) => ({ status, type: 'cors', headers: { get: (name) => headers[name] ?? null }, json: async () => json });
	async function fetch(url, request = {}) {
		if (request.method === 'HEAD') return { type: 'basic', status: 200 };
		lrs.asked.push(`${request.method ?? 'GET'} ${url}`);
		if (lrs.is === 'down') throw new TypeError('Failed to fetch');
		if (url.endsWith('/about')) return answer(200, {}, date ? { Date: date() } : {});
		const statements = JSON.parse(request.body);
		lrs.posts.push({ statements, request, url });
		const status = lrs.is === 'up' ? 200 : lrs.is(statements);
		if (status === 200) for (const statement of statements) if (!lrs.stored.has(statement.id)) lrs.stored.set(statement.id, statement);
		return answer(status, lrs.body ?? statements.map(({ id }) => id), lrs.headers);
	}
	return lrs;
}

/** What was reported, in order: "answered why". */
export function said(statements) {
	return [...statements].map(({ verb, object }) => `${verb.display.en} ${object.id.replace(/^.*?webcare\/?/, '').replace(/^\w+\//, '')}`.trim());
}

/** What a browser keeps under a name, by launch: legible, for without WebCrypto nothing is sealed. */
export function copiesOf({ indexedDB, storage }, name) {
	const text = storage.getItem(`scormbuild:journal:${name}`);
	const written = [...indexedDB.copies].filter(([key]) => key.startsWith(`${name}:`)).map(([key, copy]) => {
		const { sealed, sent } = JSON.parse(copy);
		return [key.split(':')[2], { ...JSON.parse(sealed.slice(1)), sent }];
	});
	const { by, value } = JSON.parse(text ?? '{}');
	return new Map([...written, ...(by ? [[by, value]] : [])]);
}

let launches = 0;

/**
 * One launch; `report(first)` is the next one in the same tab, with another `storage` it is another tab, and with another
 * `indexedDB` too another device. With `later` the learning system appears after so many milliseconds;
 * `early` acts before this browser has given back what it held.
 */
export async function report({
	lms = fakeLms(), storage = fakeStorage(), localStorage = fakeStorage(), indexedDB = fakeIndexedDB(), crypto, time = fakeTime(),
	lrs = fakeLrs(), questions: ids, completion, endpoint = ENDPOINT, origin = 'https://lms.example', now = time.now,
	version = '1.0.0', key = 'sb_public', later = 0, early = () => {},
} = {}) {
	const window = fakeWindow({ API: later ? undefined : lms?.launch(), storage, localStorage, indexedDB, crypto, fetch: lrs.fetch });
	Object.assign(window.location, { origin });
	if (later) window.opener = {}; // somewhere a learning system could appear
	const about = outline(ids, completion);
	about.course.version = version;
	const asPage = ({ id, kind, required, minimum, keys, answers }) => ({ id, kind, required, minimum, keys, answers });
	const page = course({ version, questions: about.questions.map(asPage), completion: about.course.completion });
	const random = () => 0.1 + (launches++ % 1000) / 7919;
	const surroundings = { window, now, timers: time, random };
	const open = (course) => openSession({ ...surroundings, course, openDriver: openScorm12 });
	const given = about.questions.some(isPrivate) ? openPrivateAnswers(page, open, now) : open(page);
	const { session, ready, onUnload } = openReporter({ ...surroundings, session: given }, { endpoint, key, secret: 'public', outline: about });
	window.fire('load');
	if (later) time.setTimeout(() => { window.API = lms.launch(); }, later);
	early(session, window);
	await time.pass(0);
	const parts = { lms, storage, localStorage, indexedDB, crypto, time, lrs };
	const kept = () => copiesOf(parts, 'statements').get(session.state.by);
	return {
		...parts, session, ready, onUnload, window, kept,
		reported: () => said(lrs.stored.values()),
		queued: () => said(kept()?.queue ?? []),
		settle: () => session.settle(),
		hide: () => window.hide(),
		leave: () => window.fire('pagehide', { persisted: false }),
		/** Nothing that this page has under way arrives any more. */
		kill: () => { window.fetch = async () => { throw new TypeError('gone'); }; },
	};
}
