/** cmi5 (AICC CMI-5 specification, Quartz): the launch in the order that LMSs need, and what is said of how a course ended. */

import { find } from '../../dom.js';
import { isRecord } from '../../state.js';
import { cmi5Statement, inTemplate } from './cmi5-context.js';
import { fetchToken, readLaunchParameters, readTabSession, writeTabSession } from './cmi5-launch.js';
import { askUntilAnswered, isGood, openXapiClient } from '../xapi/xapi-client.js';
import { stateDocumentOf, STATE_ID } from '../xapi/state-document.js';
import { xapiDriver } from '../xapi/xapi-driver.js';
import { activityStatement, duration, finalResult } from '../xapi/xapi-statement.js';

/** @import { Course, Status } from '../../types' */
/** @import { Outline } from '../../reporter/statement' */
/** @import { Driver } from '../driver' */
/** @import { LaunchParameters, TabSession } from './cmi5-launch.js' */
/** @import { FinalVerb } from '../xapi/xapi-driver.js' */
/** @import { AskLrs } from '../xapi/xapi-client.js' */

/** @typedef {{ contextTemplate?: Record<string, any>, launchMode?: string, masteryScore?: number, moveOn?: string, returnURL?: string }} LaunchData */

/** @param {Window} window @param {Course} course @param {() => number} now @param {() => void} onSettled @returns {Promise<Driver | null>} */
export async function openCmi5(window, course, now, onSettled) {
	const parameters = readLaunchParameters(window.location);
	if (!parameters) return null;
	/** @type {{ outline: Outline }} */
	const { outline } = JSON.parse(find('#_lrs', window.document).textContent ?? '');
	return (await launchCmi5(window, parameters, course, outline, now, onSettled)) ?? refusedDriver();
}

/** An LMS is there, and takes nothing of this tab: the course says how to open it again. @returns {Driver} */
function refusedDriver() {
	return { begin: () => null, put() {}, sure: () => 'no', failure: () => 'expired', end() {} };
}

/** Null where the LMS refuses. @param {Window} window @param {LaunchParameters} parameters @param {Course} course @param {Outline} outline @param {() => number} now @param {() => void} onSettled */
async function launchCmi5(window, parameters, course, outline, now, onSettled) {
	const { actor, registration, activityId } = parameters;
	const session = await openTabSession(window, parameters);
	if (!session) return null;
	const ask = openXapiClient(window, parameters.endpoint, `Basic ${session.token}`);
	const agent = JSON.stringify(actor);
	const ofAttempt = { activityId, agent, registration };
	const get = (/** @type {string} */ resource, /** @type {Record<string, string>} */ names) => askUntilAnswered(window, () => ask('GET', resource, names));

	const data = await get('activities/state', { stateId: 'LMS.LaunchData', ...ofAttempt });
	if (!isGood(data) || !isRecord(data.json)) return null;
	/** @type {LaunchData} */
	const { contextTemplate = {}, launchMode, masteryScore, moveOn, returnURL = '' } = data.json;
	// It must be asked for before the first statement (cmi5 11.0), though this course has one language. 404 is usual.
	await get('agents/profile', { profileId: 'cmi5LearnerPreferences', agent });
	const ofState = { stateId: STATE_ID, ...ofAttempt };
	const document = stateDocumentOf(await get('activities/state', ofState));

	/** @param {string} verb @param {object} [result] @param {string} [id] @param {boolean} [isFinal] */
	const statement = (verb, result, id, isFinal) => inTemplate(cmi5Statement(activityStatement(parameters, now(), verb, result, id), isFinal, isFinal ? masteryScore : undefined), contextTemplate);
	if (!(await beginSession(window, parameters.fetch, session, ask, JSON.stringify(statement('initialized')), now))) return null;
	const time = () => now() - (session.startedAt ?? now());

	takeMasteryScore(course, masteryScore);
	const isReloading = watchReload(window);
	// In Review and in Browse a course says nothing of how it ended (cmi5 10.2.2). What a learner still writes in Review is
	// kept: LMSs launch so by themselves whoever was done.
	const verbs = launchMode === 'Review' || launchMode === 'Browse' ? () => [] : verbsFor(course, moveOn);
	return xapiDriver({
		ask,
		parameters: ofState,
		document,
		launch: {
			student: `${actor.account.homePage} ${actor.account.name}`,
			nameOf: () => actor.name ?? '',
			mode: launchMode === 'Browse' ? 'browse' : 'normal',
			actor,
			registration,
			scoreToPass: course.completion.score,
			returnUrl: /^https?:/.test(returnURL) ? returnURL : '',
		},
		finalVerbs: verbs,
		finalStatement: (verb, score, id) => statement(verb, finalResult(verb, score, time()), id, true),
		inContext: (given) => inTemplate(given, contextTemplate),
		lastStatement: () => (isReloading() ? null : statement('terminated', { duration: duration(time()) })),
	}, course, outline, now, onSettled);
}

/** The tab's own session, or a new one; null where the LMS gives no token. @param {Window} window @param {LaunchParameters} parameters @returns {Promise<TabSession | null>} */
async function openTabSession(window, { fetch }) {
	const known = readTabSession(window, fetch);
	if (known) return known;
	const { json: token } = await askUntilAnswered(window, () => fetchToken(window, fetch));
	if (!token) return null;
	writeTabSession(window, fetch, { token });
	return { token };
}

/** `initialized` comes before all other statements, and once in a session (cmi5 9.3.2). @param {Window} window @param {string} fetch @param {TabSession} session @param {AskLrs} ask @param {string} initialized @param {() => number} now */
async function beginSession(window, fetch, session, ask, initialized, now) {
	if (session.startedAt !== undefined) return true;
	// Asked again it has the same id, so an LRS that heard of it the first time says 409.
	const answer = await askUntilAnswered(window, () => ask('POST', 'statements', {}, initialized));
	if (!isGood(answer) && answer.status !== 409) return false;
	session.startedAt = now();
	writeTabSession(window, fetch, session);
	return true;
}

/** An LMS may ask for another score than the course's own, and then judges by that (cmi5 10.2.4). @param {Course} course @param {unknown} masteryScore */
function takeMasteryScore({ completion }, masteryScore) {
	if (completion.score !== null && typeof masteryScore === 'number') completion.score = Math.round(masteryScore * 10_000) / 100;
}

/** @param {Course} course @param {string} [moveOn] @returns {(status: Status) => FinalVerb[]} */
function verbsFor({ completion }, moveOn = '') {
	// Without a score to reach, "passed" is for an LMS that waits for it.
	const passes = completion.report === 'passed' || /Passed/.test(moveOn);
	return (status) => {
		if (status === 'completed') return passes ? ['completed', 'passed'] : ['completed'];
		return status === 'passed' ? ['completed', 'passed'] : status === 'failed' ? ['failed'] : [];
	};
}

/** Whether the page goes to come back at once: then its session goes on. @param {Window} window @returns {() => boolean} */
function watchReload(window) {
	let reloads = false;
	const { navigation } = /** @type {Window & { navigation?: EventTarget }} */ (window);
	navigation?.addEventListener('navigate', (event) => {
		reloads = /** @type {Event & { navigationType?: string }} */ (event).navigationType === 'reload';
	});
	return () => reloads;
}
