/** The panel beside a course with an LRS: how it was launched, what is kept, which rules were broken, what was said. */

import { byId, element, showEntries } from './elements.js';
import { readSuspendData } from './suspend-data.js';
import { stateEntries, stateSummary } from './state-words.js';
import { answerWords, isError, isOfCmi5, requestWords, statementWords } from './xapi-words.js';

/** @typedef {import('./xapi-words.js').LrsRequest} LrsRequest */
/** @typedef {import('./xapi-words.js').Statement} Statement */
/** @typedef {{number: number, mode: string, state: 'open' | 'ended' | 'abandoned'}} Session */
/**
 * @typedef {object} LearnerData
 * @property {string} learner
 * @property {number} attempt
 * @property {string} moveOn
 * @property {number | null} masteryScore
 * @property {boolean} satisfied
 * @property {string} language
 * @property {Session[]} sessions
 * @property {Record<string, string>} documents
 * @property {Statement[]} statements  the newest
 * @property {number} earlier  how many came before these
 * @property {LrsRequest[]} requests
 * @property {(LrsRequest & {sentence: string})[]} broken
 */

/** @type {Record<string, string>} */
const DONE_BY = {
	Completed: 'once completed', Passed: 'once passed', CompletedAndPassed: 'once completed and passed', CompletedOrPassed: 'once completed or passed',
	NotApplicable: 'at once, whatever happens', '': 'once completed or passed',
};
const STATES = { open: 'open', ended: 'ended by the course', abandoned: 'over: launched elsewhere' };
const ROWS = 300;
const SHORT = 160;

/** @param {LearnerData} data @param {number} session */
export function showLaunchOf({ learner, attempt, sessions }, session) {
	const isCmi5 = document.body.dataset.standard === 'cmi5';
	const mode = sessions.find(({ number }) => number === session)?.mode;
	byId('who').textContent = [learner, `attempt ${attempt}`, `launch ${session}`, isCmi5 && mode].filter(Boolean).join(', ');
	for (const id of ['rules', 'launch-terms']) byId(id).hidden = !isCmi5;
}

/** @param {LearnerData} data @param {number} session @param {Map<string, string>} ids  of the course, by their short keys */
export async function showLearner(data, session, ids) {
	const { moveOn, masteryScore, satisfied, sessions, documents } = data;
	const state = sessions.find(({ number }) => number === session)?.state;
	showEntries(byId('kept'), [
		['Done', satisfied ? 'yes' : 'not yet'],
		['Counts as done', DONE_BY[moveOn] ?? moveOn],
		...(masteryScore === null ? [] : [/** @type {[string, string]} */ (['Score to reach', `${Math.round(masteryScore * 100)}%`])]),
		['This launch', state ? STATES[state] : ''],
	]);
	const language = /** @type {HTMLSelectElement} */ (byId('language'));
	language.value = data.language;
	/** @type {HTMLButtonElement} */ (byId('abandon')).disabled = state !== 'open';
	await showState(documents.scormbuild ?? '', ids);
	showRules(data.broken);
}

/** @param {string} written  the State document @param {Map<string, string>} ids */
async function showState(written, ids) {
	const { data = '' } = written ? JSON.parse(written) : {};
	const found = await readSuspendData(data);
	byId('state-summary').textContent = stateSummary(data, found);
	showEntries(byId('state'), stateEntries(found, ids));
}

/** @param {LearnerData['broken']} broken */
function showRules(broken) {
	byId('rules-kept').textContent = broken.length ? '' : 'Every rule was kept so far.';
	byId('rules-kept').classList.toggle('good', !broken.length);
	byId('broken').replaceChildren(...broken.map(({ rule, sentence }) => element('li', element('code', rule), ` ${sentence}`)).reverse());
}

/** The newest first. @param {Pick<LearnerData, 'statements' | 'earlier' | 'requests' | 'broken'>} data @param {string} filter */
export function showList({ statements, earlier, requests, broken }, filter) {
	const rows = filter === 'statements'
		? statements.map((statement, place) => statementRow(statement, earlier + place + 1))
		: requests.filter(({ status }) => filter === 'requests' || isError(status)).map((request) => requestRow(request, broken));
	byId('calls').replaceChildren(...rows.reverse().slice(0, ROWS));
	byId('commits').textContent = rows.length ? '' : filter === 'errors' ? 'No errors.' : 'Nothing yet.';
}

/** @param {Statement} statement @param {number} number */
function statementRow(statement, number) {
	const { verb, object, result } = statementWords(statement);
	const what = element('td', element('code', verb), ` ${object}`);
	if (result) what.append(element('small', result.length > SHORT ? `${result.slice(0, SHORT)}…` : result));
	what.append(element('details', element('summary', 'as it was sent'), element('pre', JSON.stringify(statement, null, 1))));
	const row = element('tr', element('td', `${number}`), what, element('td', isOfCmi5(statement) ? 'taken, by cmi5' : 'taken'));
	row.classList.add('statement');
	return row;
}

/** @param {LrsRequest} request @param {LearnerData['broken']} broken */
function requestRow(request, broken) {
	const what = element('td', requestWords(request));
	if (request.method !== 'GET' && request.size) what.append(element('small', `${request.size.toLocaleString('en')} bytes`));
	const { sentence = '' } = broken.find(({ number }) => number === request.number) ?? {};
	const answer = element('td', answerWords(request));
	if (sentence) answer.append(element('small', `${request.rule} ${sentence}`));
	const row = element('tr', element('td', `${request.number}`), what, answer);
	row.classList.toggle('error', isError(request.status));
	return row;
}
