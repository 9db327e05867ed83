/** The panel beside a course of SCORM: what the LMS keeps, what was called, what is wrong. */

import { byId, element, showEntries, showSwitchValues } from './elements.js';
import { stateEntries, stateSummary } from './state-words.js';
import { readSuspendData } from './suspend-data.js';

/** @typedef {import('./run-time.js').Call} Call */
/** @typedef {import('./standards.js').Standard} Standard */

/** @type {Record<string, string>} */
const ENTRIES = { 'ab-initio': 'first visit', resume: 'returning' };
const ROWS = 500;
const SHORT = 90;
/** Characters of suspend_data in an LMS that keeps more than its standard asks for. */
export const MOST = 64_000;

/** Who opens the course, and how the LMS says that it is opened. @param {string} learner @param {number} attempt @param {Record<string, string>} cmi @param {Standard} standard */
export function showLaunch(learner, attempt, cmi, standard) {
	const [mode, entry] = [cmi[standard.mode], cmi[standard.entry]];
	byId('who').textContent = [learner, `attempt ${attempt}`, mode && `mode ${mode}`, entry && ENTRIES[entry]].filter(Boolean).join(', ');
}

/**
 * What the LMS holds of the learner's newest attempt.
 * @param {Record<string, string>} data
 * @param {number} room  how many characters suspend_data may have
 * @param {Standard} standard
 * @param {Map<string, string>} ids  of the course, by their short keys
 */
export async function showData(data, room, { shown }, ids) {
	showEntries(byId('kept'), shown.map(([name, key]) => [name, data[key] ?? '']));
	const written = data['cmi.suspend_data'] ?? '';
	const limited = Number.isFinite(room);
	byId('room').hidden = !limited;
	if (limited) Object.assign(byId('room'), { max: room, high: room * 0.8, value: written.length });
	byId('used').textContent = limited ? `${written.length} of ${room} characters` : `${written.length} characters, without a limit`;
	const found = await readSuspendData(written);
	byId('state-summary').textContent = stateSummary(written, found);
	showEntries(byId('state'), stateEntries(found, ids));
}

/** @param {Call} call @param {Standard} standard */
export function showCall(call, standard) {
	const fault = errorText(call, standard);
	const row = element('tr', element('td', `${call.number}`), callCell(call), element('td', shorten(call.answer)), element('td', fault));
	row.classList.toggle('write', !standard.functions[call.method]?.startsWith('Get'));
	row.classList.toggle('error', fault !== '');
	const rows = byId('calls');
	rows.prepend(row);
	rows.children[ROWS]?.remove();
}

/** @param {Call} call */
function callCell({ method, arguments: args, note, ms }) {
	const text = args.map((value) => JSON.stringify(value) ?? 'undefined').join(', ');
	const name = element('code', method.replace(/^LMS/, ''));
	const place = element('td', name, ' ', text.length > SHORT ? foldText(text) : element('span', text));
	if (note) place.append(element('small', `${note}, ${ms} ms`));
	return place;
}

/** @param {string} text */
function foldText(text) {
	return element('details', element('summary', `${text.slice(0, SHORT)}… (${text.length})`), element('span', text));
}

/** @param {unknown} answer */
function shorten(answer) {
	const text = String(answer);
	return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

/** @param {Call} call @param {Standard} standard */
function errorText({ error, method }, { errors, functions, blanks }) {
	return error === '0' || error === blanks || functions[method] === 'GetLastError' ? '' : `${error} ${errors[error] ?? ''}`;
}

/** How many commits there were and how long they took. @param {number[]} times  in milliseconds */
export function showCommits(times) {
	const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
	byId('commits').textContent = times.length === 1 ? `Saved once, in ${mean} ms` : `Saved ${times.length} times, in ${mean.toFixed()} ms on average, the last in ${times.at(-1)} ms`;
}

/** @param {Record<string, RunTime>} runTimes */
export function offerRunTimes(runTimes) {
	const options = Object.entries(runTimes).map(([name, { label }]) => new Option(label, name));
	byId('behave-like').replaceChildren(...options);
}

/** @param {Record<string, boolean | string>} switches @param {number} room  of a strict LMS */
export function showSwitches(switches, room) {
	const little = byId('little');
	little.textContent = `${room.toLocaleString('en')} characters for all answers, not ${MOST.toLocaleString('en')}`;
	/** @type {HTMLElement} */ (little.parentElement).hidden = room >= MOST; // the standard itself asks for as much
	showSwitchValues(switches);
}
