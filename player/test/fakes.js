/** A browser, a clock and an LMS of nothing but values: passed in where the real ones would be. */

import { openSession } from '../src/session.js';

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

async function settled() {
	for (let turn = 0; turn < 10; turn++) await null;
}

/** localStorage: keys are its own properties, as in a browser. */
export function fakeStorage() {
	return Object.defineProperties({}, {
		getItem: { value(key) { return Object.hasOwn(this, key) ? this[key] : null; } },
		setItem: { value(key, value) { this[key] = String(value); } },
		removeItem: { value(key) { delete this[key]; } },
	});
}

/** A window with just what the player asks of it; `fire` gives it an event. */
export function fakeWindow({ API, storage = fakeStorage(), fetch, protocol = 'https:' } = {}) {
	const listeners = {};
	const addEventListener = (name, act) => (listeners[name] ??= []).push(act);
	const window = {
		API,
		fetch,
		localStorage: storage,
		navigator: { onLine: true },
		location: { protocol, href: `${protocol}//lms.example/course/index.html`, reloads: 0, reload() { this.reloads += 1; } },
		document: { visibilityState: 'visible', addEventListener },
		opener: null,
		addEventListener,
		fire(name, event = {}) {
			for (const act of listeners[name] ?? []) act(event);
		},
		listeners,
	};
	return Object.assign(window, { parent: window });
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
 * one, whether it arrives or not. `trouble` is looked at on every call: `reach` false (says "true", stores nothing),
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
		let count = 0;
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
			if (!FORMATS[name].test(value) || value.length > (LIMITS[name] ?? 255)) return answer(405);
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
		completion: { pages: 'all', questions: 'all', score: null },
		...more,
	};
}

let launches = 0;

/** One launch of a course in a window; the same `lms`, `storage` and `time` given again are the next launch. */
export function launch({ lms = fakeLms(), storage = fakeStorage(), time = fakeTime(), fetch, protocol, course: wanted = course() } = {}) {
	const window = fakeWindow({ API: lms?.launch(), storage, fetch, protocol });
	const random = () => 0.1 + (launches++ % 1000) / 7919;
	const session = openSession({ window, course: wanted, now: time.now, timers: time, random });
	return { session, window, lms, storage, time, leave: () => window.fire('pagehide', { persisted: false }) };
}
