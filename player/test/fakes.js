/** A browser, a clock and an LMS of nothing but values: passed in where the real ones would be. */

import { openSession } from '../src/session.js';
import { openScorm12 } from '../src/lms/scorm12/scorm12.js';

/** Time that passes when a test says so. Timers fire in order, and promises settle in between. */
export function fakeTime() {
	let now = new Date(2026, 0, 5, 9, 0, 0).getTime();
	let queue = [];
	let id = 0;
	return {
		now: () => now,
		setTimeout(act, after = 0) {
			queue.push({ id: ++id, act, at: now + after });
			return id;
		},
		clearTimeout(gone) {
			queue = queue.filter((timer) => timer.id !== gone);
		},
		waiting: () => queue.length,
		/** Of whoever waits for anything, nothing more is heard: a tab that is killed. */
		kill() {
			queue = [];
		},
		async pass(milliseconds) {
			const end = now + milliseconds;
			for (await settled(); ; await settled()) {
				const [next] = queue.sort((a, b) => a.at - b.at || a.id - b.id);
				if (!next || next.at > end) break;
				queue.shift();
				now = Math.max(now, next.at);
				next.act();
			}
			now = end;
		},
	};
}

/** Work of WebCrypto, which has threads of its own and takes no part in the clock. @type {Set<Promise<unknown>>} */
const working = new Set();

/** All that doesn't wait for time has happened. */
async function settled() {
	do {
		await Promise.allSettled(working);
		await new Promise(setImmediate);
	} while (working.size);
}

/** WebCrypto, as pages of https have it. */
export function fakeCrypto() {
	const watched = (name) => (...values) => {
		const work = crypto.subtle[name](...values);
		working.add(work);
		const done = () => working.delete(work);
		work.then(done, done);
		return work;
	};
	const subtle = Object.fromEntries(['digest', 'importKey', 'encrypt', 'decrypt'].map((name) => [name, watched(name)]));
	return { getRandomValues: (bytes) => crypto.getRandomValues(bytes), subtle };
}

/**
 * IndexedDB with as much as a map of text needs, shared by the tabs of one device. `trouble` is looked at on every act:
 * `blocked` (it can't be opened), `full` (a put is undone), `slow` (nothing more is heard of anything).
 */
export function fakeIndexedDB() {
	const device = { copies: new Map(), trouble: {}, puts: 0, open };
	/** A request or a transaction that ends a moment later, by one of its handlers. */
	const later = (end, request = {}) => {
		queueMicrotask(() => { if (!device.trouble.slow) request[end(request)]?.(); });
		return request;
	};
	const succeed = (result) => later((request) => ((request.result = result()), 'onsuccess'));
	function open() {
		if (device.trouble.blocked) return later((request) => ((request.error = new Error('blocked')), 'onerror'));
		return later((request) => ((request.result = { transaction, createObjectStore() {} }), request.onupgradeneeded?.(), 'onsuccess'));
	}
	function transaction() {
		const changes = [];
		const end = () => {
			if (device.trouble.full && changes.some(([text]) => text !== undefined)) return 'onabort';
			for (const [text, key] of changes) if (text === undefined) device.copies.delete(key); else device.copies.set(key, text);
			return 'oncomplete';
		};
		const all = later(end, { error: new Error('QuotaExceededError') });
		const change = (...change) => ((device.puts += change[0] === undefined ? 0 : 1), changes.push(change), succeed(() => {}));
		return {
			objectStore: () => ({
				transaction: all,
				getAllKeys: () => succeed(() => [...device.copies.keys()]),
				getAll: () => succeed(() => [...device.copies.values()]),
				put: (text, key) => change(text, key),
				delete: (key) => change(undefined, key),
			}),
		};
	}
	return device;
}

/** All that a browser keeps, as one text: what somebody finds who looks into the storage. */
export function everythingIn({ localStorage, sessionStorage, indexedDB }) {
	return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, [...(indexedDB?.copies ?? [])]]);
}

/** sessionStorage or localStorage: keys are its own properties, as in a browser. */
export function fakeStorage() {
	return Object.defineProperties({}, {
		getItem: { value(key) { return Object.hasOwn(this, key) ? this[key] : null; } },
		setItem: { value(key, value) { this[key] = String(value); } },
		removeItem: { value(key) { delete this[key]; } },
	});
}

/**
 * A window with just what the player asks of it; `fire` gives it an event. `storage` is the tab's; without `crypto` it is as
 * on plain http; `parent` is the LMS's page, where that is another one.
 */
export function fakeWindow({ API, storage = fakeStorage(), localStorage = fakeStorage(), indexedDB, crypto, fetch, protocol = 'https:', ...more } = {}) {
	const listeners = {};
	const addEventListener = (name, act) => (listeners[name] ??= []).push(act);
	const { getRandomValues } = fakeCrypto();
	const window = {
		API,
		fetch,
		localStorage,
		sessionStorage: storage,
		indexedDB,
		crypto: crypto ?? { getRandomValues },
		navigator: { onLine: true, storage: { asked: 0, persist: async () => { window.navigator.storage.asked += 1; return true; } } },
		location: { protocol, origin: `${protocol}//lms.example`, href: `${protocol}//lms.example/course/index.html`, reloads: 0, reload() { this.reloads += 1; } },
		document: { visibilityState: 'visible', referrer: '', addEventListener },
		opener: null,
		addEventListener,
		fire(name, event = {}) {
			for (const act of listeners[name] ?? []) act(event);
		},
		hide() {
			window.document.visibilityState = 'hidden';
			window.fire('visibilitychange');
		},
		listeners,
	};
	window.parent = window;
	return Object.assign(window, more);
}

const LIMITS = { 'cmi.suspend_data': 4096, 'cmi.core.lesson_location': 255, 'cmi.interactions.n.student_response': 255 };
const FORMATS = {
	'cmi.core.lesson_status': /^(passed|completed|failed|incomplete|browsed)$/,
	'cmi.core.exit': /^(time-out|suspend|logout|)$/,
	'cmi.core.session_time': /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/,
	'cmi.core.score.raw': /^\d{1,3}(\.\d+)?$/,
	'cmi.core.score.min': /^\d+$/,
	'cmi.core.score.max': /^\d+$/,
	'cmi.core.lesson_location': /^/,
	'cmi.suspend_data': /^/,
	'cmi.interactions.n.id': /^[\w-]{1,255}$/,
	'cmi.interactions.n.type': /^(true-false|choice|fill-in|matching|performance|sequencing|likert|numeric)$/,
	'cmi.interactions.n.time': /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/,
	'cmi.interactions.n.student_response': /^/,
	'cmi.interactions.n.result': /^(correct|wrong|unanticipated|neutral|-?\d+(\.\d+)?)$/,
};

/**
 * A strict LMS that keeps its server and its page apart, as Moodle does: a commit carries what changed since the last
 * one, whether it arrives or not. `options`: `counts` (interactions of earlier launches), `limit` (of suspend_data). `trouble` is looked at on every call: `reach` false (says "true", stores nothing),
 * `commit` an error code, `set` (element, value) => an error code, `throws` true.
 */
export function fakeLms(start = {}, options = {}) {
	const server = { 'cmi.core.student_id': 'anna', 'cmi.core.lesson_mode': 'normal', 'cmi.core.lesson_status': 'not attempted', ...start };
	const lms = { server, calls: [], trouble: {}, options, launch };

	/** The API of a new launch. */
	function launch() {
		const page = { ...server };
		const sent = { ...server };
		let error = 0;
		let phase = 'new';
		let count = options.counts ? new Set(Object.keys(server).flatMap((key) => key.match(/^cmi\.interactions\.\d+/) ?? [])).size : 0;
		const answer = (code, value) => ((error = code), code ? 'false' : value);
		const deliver = () => {
			const changed = Object.keys(page).filter((key) => page[key] !== sent[key]);
			for (const key of changed) sent[key] = page[key];
			if (lms.trouble.commit) return answer(lms.trouble.commit);
			if (lms.trouble.reach !== false) for (const key of changed) server[key] = page[key];
			return answer(0, 'true');
		};
		const read = (element) => {
			if (phase !== 'open') return (error = 301), '';
			if (options.broken?.[element]) return (error = options.broken[element]), '';
			error = 0;
			if (element === 'cmi.interactions._children') return options.interactions === false ? ((error = 401), '') : 'id,type,time,student_response,result';
			if (element === 'cmi.interactions._count') return count;
			return page[element] ?? '';
		};
		const write = (element, value) => {
			if (phase !== 'open') return answer(301);
			const [, index] = element.match(/^cmi\.interactions\.(\d+)\./) ?? [];
			const name = element.replace(/\.\d+\./, '.n.');
			if (!FORMATS[name]) return answer(401);
			if (index !== undefined && Number(index) > count) return answer(201);
			if (!FORMATS[name].test(value) || value.length > ((name === 'cmi.suspend_data' && options.limit) || LIMITS[name] || 255)) return answer(405);
			const refused = lms.trouble.set?.(element, value);
			if (refused) return answer(refused);
			if (index !== undefined) count = Math.max(count, Number(index) + 1);
			page[element] = value;
			return answer(0, 'true');
		};
		const acts = {
			LMSInitialize: () => (phase !== 'new' || lms.trouble.initialize ? answer(101) : ((phase = 'open'), answer(0, 'true'))),
			LMSFinish: () => (phase !== 'open' ? answer(301) : (deliver(), (phase = 'over'), answer(0, 'true'))),
			LMSGetValue: read,
			LMSSetValue: write,
			LMSCommit: () => (phase === 'open' ? deliver() : answer(301)),
		};
		const api = { LMSGetLastError: () => String(error) };
		for (const [name, act] of Object.entries(acts)) {
			api[name] = (...values) => {
				lms.calls.push([name, ...values]);
				if (lms.trouble.throws) throw new Error('the LMS fell over');
				return act(...values);
			};
		}
		return api;
	}
	return lms;
}

/** What the LMS was given for one element, in order. */
export function given(lms, element) {
	return lms.calls.filter(([name, key]) => name === 'LMSSetValue' && key === element).map(([, , value]) => value);
}

/** How often a function of the API was called. */
export function times(lms, name) {
	return lms.calls.filter(([call]) => call === name).length;
}

export const open = (id, more = {}) => ({ id, kind: 'open', required: true, minimum: 1, keys: [], ...more });
export const choice = (id, keys = ['a'], more = {}) => ({ id, kind: 'choice', required: true, minimum: 1, keys, ...more });

export function course(more = {}) {
	return {
		id: 'webcare',
		version: '1.0.0',
		language: 'nl',
		pages: ['begin', 'end'],
		questions: [open('why'), open('how')],
		completion: { pages: 'all', questions: 'all', score: null, finish: 'auto', report: 'completed' },
		grade: 'score',
		device: 'own',
		room: 4096,
		...more,
	};
}

let launches = 0;

/**
 * One launch of a course in a browser of its own. `launch(first)` is the next launch in the same tab; with another `storage` it
 * is another tab of the same browser, and `launch({ lms, time })` is another device.
 */
export function launch({
	lms = fakeLms(), storage = fakeStorage(), localStorage = fakeStorage(), indexedDB = fakeIndexedDB(), crypto = fakeCrypto(),
	time = fakeTime(), course: wanted = course(), openDriver = openScorm12, fetch, protocol, around = {},
} = {}) {
	const window = fakeWindow({ API: lms?.launch(), storage, localStorage, indexedDB, crypto, fetch, protocol, ...around });
	const random = () => 0.1 + (launches++ % 1000) / 7919;
	const session = openSession({ window, course: wanted, openDriver, now: time.now, timers: time, random });
	return { session, window, lms, storage, localStorage, indexedDB, crypto, time, course: wanted, openDriver, around, leave: () => window.fire('pagehide', { persisted: false }) };
}
