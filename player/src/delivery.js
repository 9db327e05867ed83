/** Sending, and what follows from how it went: a good commit, a failure that is tried again, a proof that comes later. */

import { commit, detour, distrust, givenStatus, put, putTime } from './outbox.js';

/** @import { Standing } from './types' */
/** @import { Trouble } from './connection.js' */
/** @import { Outbox, Parcel } from './outbox.js' */
/** @import { Run } from './run.js' */

/** Codes of LMSGetLastError: not initialised, incorrect data type. */
const [NOT_INITIALISED, INCORRECT_TYPE] = [301, 405];

/** Give the LMS what waits. @param {Run} run */
export function send(run) {
	const { out, state, status } = run;
	if (!out || !run.dirty || run.closed) return;
	run.schedule.stop();
	const parcel = { state, status, ids: run.fresh };
	const refused = give(run, out, run.trouble ? detour(out, parcel) : parcel);
	const failed = commit(out);
	if (!run.trouble) settle(run);
	if (refused || failed || !run.online()) {
		fail(run, meaning(run, failed || refused), !failed && refused === INCORRECT_TYPE, false);
		explain(run);
	} else succeed(run, out);
	run.tell();
}

/** Puts it, and keeps the count here too: the LMS may lose it. @param {Run} run @param {Outbox} out @param {Parcel} parcel */
function give({ state, storage }, out, parcel) {
	const refused = put(out, parcel);
	storage.change((local) => { local.count = state.count; });
	return refused;
}

/** What was recorded has yet to prove that it arrived. @param {Run} run */
function settle({ fresh, unproven, state }) {
	for (const id of fresh) unproven.set(id, state.count);
	fresh.clear();
}

/** @param {Run} run @param {number} code @returns {Trouble} */
function meaning({ online }, code) {
	if (!online()) return 'offline';
	return code === NOT_INITIALISED ? 'expired' : 'refused';
}

/** An LMS that fails doesn't say why; its server may. @param {Run} run */
function explain(run) {
	run.connection?.check(() => (trouble) => {
		if (trouble && run.trouble && !run.probed) run.trouble = trouble;
		run.tell();
	}, true);
}

/** That the course is finished is proved at once: learners close it soon after. @param {Run} run @param {Outbox} out */
function succeed(run, out) {
	run.dirty = false;
	if (run.connection) run.connection.check(() => proof(run, out), givenStatus(out) !== out.sure);
	else proof(run, out)('');
	if (run.trouble && !run.probed) recover(run);
}

/** All is well again: now what was held back follows. @param {Run} run */
function recover(run) {
	run.trouble = '';
	run.schedule.calm();
	if (!run.fresh.size && !run.out?.missed) return;
	if (run.out) run.out.missed = false;
	run.dirty = true;
	send(run);
}

/**
 * All that was sent until now is about to be proved or disproved: what is done when it is known.
 * @param {Run} run @param {Outbox} out @returns {(trouble: Trouble) => void}
 */
function proof(run, out) {
	const { count } = run.state;
	const status = givenStatus(out);
	return (trouble) => {
		if (run.closed) return;
		if (trouble) fail(run, trouble, false, true);
		else if (!run.trouble || run.probed) arrived(run, out, count, status);
		run.tell();
	};
}

/** As far as anybody can tell before the next launch. @param {Run} run @param {Outbox} out @param {number} count @param {Standing['status']} status */
function arrived(run, out, count, status) {
	run.arrived = count;
	for (const [id, sent] of run.unproven) if (sent <= count) run.unproven.delete(id);
	if (status !== 'incomplete') run.storage.change((local) => { local.status = status; });
	out.sure = status;
	if (run.trouble) recover(run);
}

/**
 * All that may have been lost is to be sent again.
 * @param {Run} run @param {Trouble} trouble
 * @param {boolean} forGood The LMS will never take this value: only another one is worth a try.
 * @param {boolean} probed Whether the connection, not the LMS, told of it.
 */
function fail(run, trouble, forGood, probed) {
	Object.assign(run, { trouble, probed, dirty: true });
	for (const id of run.unproven.keys()) run.fresh.add(id);
	run.unproven.clear();
	if (run.out) distrust(run.out, run.fresh);
	if (!forGood) run.schedule.retry();
}

/** The last that the LMS hears: what waits or may not have arrived, and the time. @param {Run} run */
export function sendLast(run) {
	const { out, state, status } = run;
	if (!out || run.closed) return;
	run.schedule.stop();
	if (run.dirty || run.arrived < state.count) give(run, out, { state, status, ids: run.fresh });
	else putTime(out);
	run.closed = true;
}
