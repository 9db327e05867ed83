/** Reads one call per line, {name, values}, and answers each with a line: {value}, or {error}. */

import { createInterface } from 'node:readline';

import { identifier } from '../../../player/src/lms/scorm/report-text.js';
import { clockTime, reportText, string255, timespan } from '../../../player/src/lms/scorm12/cmi.js';
import { pack, toWellFormed } from '../../../player/src/codec.js';
import { isCorrect } from '../../../player/src/completion.js';
import { countCourse } from '../../../player/src/counting.js';
import { fitState } from '../../../player/src/fit.js';
import { localizedString, real, timeInterval, timeStamp } from '../../../player/src/lms/scorm2004/data-types.js';
import { learnerResponse } from '../../../player/src/lms/scorm2004/learner-response.js';
import { studentResponse } from '../../../player/src/lms/scorm12/student-response.js';
import { encodePart, textParts } from '../../../player/src/judgement.js';
import { mergeLocalState } from '../../../player/src/merge.js';
import { shortKey } from '../../../player/src/short-key.js';
import { decodeState, emptyState, encodeState, toRecord } from '../../../player/src/state.js';
import { listStatements } from '../../../player/src/reporter/statements.js';
import { uuid5 } from '../../../player/src/reporter/uuid.js';
import { course, given, launch, open } from '../../../player/test/fakes.js';

const stateOf = (some) => ({ ...emptyState(), ...some, answers: toRecord(some.answers ?? []) });
const plain = (state) => ({ ...state, answers: Object.entries(state.answers) });

const calls = {
	clockTime,
	encodePart,
	identifier,
	isCorrect,
	learnerResponse,
	localizedString,
	pack,
	real,
	reportText,
	shortKey,
	string255,
	textParts,
	studentResponse,
	timeInterval,
	timeStamp,
	timespan,
	uuid5,
	wellFormed: toWellFormed,
	encode: (state) => encodeState(stateOf(state)),
	decode(text, ids) {
		const { state, kind } = decodeState(text, ids);
		return { kind, state: plain(state) };
	},
	fit(state, kept, room) {
		const { text, state: written, tooLong: left, usage: used } = fitState(stateOf(state), toRecord(kept), room);
		return { text, written: plain(written), left, used };
	},
	merge(theirs, local, how, questions) {
		const records = Object.fromEntries(['answers', 'bases', 'writers', 'rivals'].map((name) => [name, toRecord(local[name])]));
		const merged = mergeLocalState(stateOf(theirs), { ...local, ...records }, how, course({ questions }));
		return { state: plain(merged.state), rivals: Object.entries(merged.local.rivals), restored: merged.restoredIds };
	},
	/** The statements that a written state proves. */
	proven(outline, text, status, actor, timestamp) {
		const { state } = decodeState(text, [...outline.pages, ...outline.questions, ...(outline.quizzes ?? [])].map(({ id }) => id));
		return listStatements({ outline: { ...outline, count: countCourse }, registration: state.extra.registration, actor, timestamp }, state, status);
	},
	/** What a session writes to suspend_data while a learner answers `why` with each of the texts. */
	async writes(texts) {
		const { session, lms, time } = launch({ course: course({ questions: [open('why')] }) });
		for (const text of texts) {
			session.answer('why', text);
			await time.pass(1000);
		}
		return given(lms, 'cmi.suspend_data');
	},
};

for await (const line of createInterface({ input: process.stdin })) {
	const { name, values } = JSON.parse(line);
	let reply;
	try {
		reply = { value: await calls[name](...values) };
	} catch (error) {
		reply = { error: String(error) };
	}
	process.stdout.write(`${JSON.stringify(reply)}\n`);
}
