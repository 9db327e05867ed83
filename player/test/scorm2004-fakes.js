/** An LMS of SCORM 2004: scorm-again, which checks every value, before a server of nothing but values. */

import { Scorm2004API } from 'scorm-again/scorm2004';

import { openScorm2004 } from '../src/lms/scorm2004/scorm2004.js';
import { course, launch } from './fakes.js';

const FUNCTIONS = ['Initialize', 'Terminate', 'GetValue', 'SetValue', 'Commit'];

/**
 * `server` holds what commits brought; `errors` each call with an error, but for "never set". `trouble` is looked at on every
 * call: name of a function -> the code that it fails with, or (values) => that code or 0.
 */
export function scorm2004Lms(start = {}) {
	const lms = { server: { 'cmi.learner_id': 'anna', 'cmi.mode': 'normal', 'cmi.entry': 'ab-initio', ...start }, calls: [], errors: [], commits: [], trouble: {}, launch: openApi };

	/** The API of a new launch. */
	function openApi() {
		const store = (_address, elements, ends) => {
			const values = Object.entries(elements).filter(([, value]) => typeof value !== 'object');
			Object.assign(lms.server, Object.fromEntries(values));
			lms.commits.push(ends);
			return { result: 'true', errorCode: 0 };
		};
		const settings = { autocommit: false, logLevel: 5, lmsCommitUrl: '/commit', dataCommitFormat: 'flattened' };
		const inner = new Scorm2004API(settings, { processHttpRequest: store, updateSettings() {} });
		const { 'cmi.exit': exit, 'cmi.session_time': _time, ...kept } = lms.server;
		inner.loadFromFlattenedJSON({ ...kept, ...(exit === 'suspend' && { 'cmi.entry': 'resume' }) });
		let failure = 0;
		const api = { GetLastError: () => String(failure || inner.GetLastError()) };
		for (const name of FUNCTIONS) {
			api[name] = (...values) => {
				lms.calls.push([name, ...values]);
				const trouble = lms.trouble[name];
				failure = (typeof trouble === 'function' ? trouble(...values) : trouble) ?? 0;
				if (failure) return name === 'GetValue' ? '' : 'false';
				const answer = inner[name](...values);
				const code = Number(inner.GetLastError());
				if (code && code !== 403) lms.errors.push([name, ...values, code]);
				return answer;
			};
		}
		return api;
	}
	return lms;
}

/** A launch in such an LMS, or the next one after `before`. */
export function launch2004({ lms = scorm2004Lms(), course: wanted = course(), around = {}, ...before } = {}) {
	return launch({ ...before, lms: null, openDriver: openScorm2004, course: wanted, around: { ...around, API_1484_11: lms.launch() }, ...{ lms2004: lms } });
}

/** What the LMS was given for one element, in order. */
export function given2004(lms, element) {
	return lms.calls.filter(([name, key]) => name === 'SetValue' && key === element).map(([, , value]) => value);
}

/** What the server has of the interaction at a place, but for the time. */
export function interactionAt({ server }, place) {
	const start = `cmi.interactions.${place}.`;
	const fields = Object.entries(server).filter(([key]) => key.startsWith(start)).map(([key, value]) => [key.slice(start.length), value]);
	return Object.fromEntries(fields.filter(([field, value]) => field !== 'timestamp' && value !== ''));
}
