/** Courses that speak xAPI with the LRS that their address names, key and all (tincan.xml, "Rustici launch"). */

import { find } from '../../dom.js';
import { isRecord } from '../../state.js';
import { tryCall } from '../../try-call.js';
import { newUuid, uuidOf } from '../../reporter/uuid.js';
import { askUntilAnswered, openXapiClient } from '../xapi/xapi-client.js';
import { stateDocumentOf, STATE_ID } from '../xapi/state-document.js';
import { xapiDriver } from '../xapi/xapi-driver.js';
import { activityStatement, duration, finalResult } from '../xapi/xapi-statement.js';

/** @import { Course, Status } from '../../types' */
/** @import { Outline, Statement } from '../../reporter/statement' */
/** @import { Driver } from '../driver' */
/** @import { FinalVerb } from '../xapi/xapi-driver.js' */

/** @param {Window} window @param {Course} course @param {() => number} now @param {() => void} onSettled @returns {Promise<Driver | null>} */
export async function openTincan(window, course, now, onSettled) {
	/** @type {{ outline: Outline }} */
	const { outline } = JSON.parse(find('#_lrs', window.document).textContent ?? '');
	const query = new URLSearchParams(window.location.search);
	const [endpoint, auth] = [query.get('endpoint'), query.get('auth')];
	const actor = agentOf(tryCall(() => JSON.parse(query.get('actor') ?? '')));
	if (!endpoint || !auth || !actor) return null;
	// Moodle's tincanlaunch doesn't say it: the package does.
	const activityId = query.get('activity_id') || outline.course.iri;
	const given = uuidOf(query.get('registration'));
	const ask = openXapiClient(window, endpoint, auth);
	const parameters = { stateId: STATE_ID, activityId, agent: JSON.stringify(actor), ...(given && { registration: given }) };
	const document = stateDocumentOf(await askUntilAnswered(window, () => ask('GET', 'activities/state', parameters)));
	const registration = given || uuidOf(document?.registration) || newUuid();
	const startedAt = now();
	const subject = { activityId, actor, registration };
	const time = () => now() - startedAt;
	return xapiDriver({
		ask,
		parameters,
		document: document && { ...document, registration },
		launch: { student: studentOf(actor), nameOf: () => actor.name ?? '', mode: 'normal', actor, registration },
		finalVerbs: tincanVerbs,
		finalStatement: (verb, score, id) => activityStatement(subject, now(), verb, finalResult(verb, score, time()), id),
		inContext: (/** @type {Statement} */ statement) => statement,
		lastStatement: () => activityStatement(subject, now(), 'terminated', { duration: duration(time()) }),
	}, course, outline, now, onSettled);
}

/** @param {Status} status @returns {FinalVerb[]} */
function tincanVerbs(status) {
	if (status === 'completed') return ['completed'];
	return status === 'passed' ? ['completed', 'passed'] : status === 'failed' ? ['failed'] : [];
}

/** The learner as xAPI 1.0 writes one: older systems put each value in a list, and name an account's parts otherwise. @param {unknown} actor @returns {Record<string, any> | null} */
function agentOf(actor) {
	if (!isRecord(actor)) return null;
	const plain = Object.fromEntries(Object.entries(actor).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
	const { account, mbox, mbox_sha1sum, openid } = plain;
	if (isRecord(account)) {
		const { homePage = account.accountServiceHomePage, name = account.accountName } = account;
		plain.account = { homePage, name };
	}
	return account || mbox || mbox_sha1sum || openid ? { ...plain, objectType: 'Agent' } : null;
}

/** @param {Record<string, any>} actor */
function studentOf({ account, mbox, mbox_sha1sum: hash, openid }) {
	return account ? `${account.homePage} ${account.name}` : `${mbox ?? hash ?? openid}`;
}
