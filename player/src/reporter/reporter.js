/** Reports to an LRS what a learner does, from the moment that the learning system says who it is. */

import { isPrivate } from '../private.js';
import { answersOf } from '../state.js';
import { openLaunchReport } from './launch-report.js';
import { openLrsClient } from './lrs-client.js';
import { resumeRegistration } from './registration.js';
import { openStatementQueue } from './statement-queue.js';
import { queueStateOf } from './queue-state.js';

/** @import { Answer, PrivateSession, Session } from '../types' */
/** @import { NameLearner } from '../parts' */
/** @import { Launch } from '../lms/driver' */
/** @import { ClientParts } from './lrs-client.js' */
/** @import { LaunchReport } from './launch-report.js' */
/** @import { LrsConfig } from './statement' */

/** @typedef {Pick<ClientParts, 'window'> & Partial<ClientParts> & { session: Session | PrivateSession, nameLearner?: NameLearner }} ReporterParts */
/** @typedef {ReturnType<typeof openReporter>} Reporter */

/** The name under which statements are kept in this browser. */
const STATEMENTS = 'statements';

/** @param {ReporterParts} parts @param {LrsConfig} lrs */
export function openReporter({ window, session, nameLearner, now = Date.now, timers = window, random = Math.random }, lrs) {
	const { core, acknowledge } = 'core' in session ? session : { core: session, acknowledge() {} };
	const { outline, endpoint, key } = lrs;
	const { origin } = window.location;
	const target = `${[endpoint, key, outline.course.version]}`;
	const startedAt = now();
	/** Wiped from this browser, and nothing new to keep since. */
	let wiped = false;
	/** Ids of answers that are being typed. @type {Set<string>} */
	const typingIds = new Set();
	/** Answers that changed before the report began, with what stood there. @type {Map<string, Answer>} */
	const early = new Map();
	/** What else is to be done when the page goes. @type {(() => void)[]} */
	const onUnload = [];
	/** @type {LaunchReport | null} */
	let launchReport = null;
	let closed = false;
	let { status } = core.saveStatus;
	/** @type {(report: LaunchReport) => void} */
	let start = () => {};
	/** @type {Promise<LaunchReport>} */
	const ready = new Promise((resolve) => { start = resolve; });

	const queue = openStatementQueue((queueState, sent) => {
		if (!wiped) core.copies?.change(STATEMENTS, queueState, sent);
	});
	const confirm = () => {
		if (queue.isEmpty() && !typingIds.size) acknowledge();
	};
	// A page from a file has no origin: neither a home page for its accounts, nor one that a key is good for.
	const reports = endpoint && /^http/.test(origin);
	const client = reports ? openLrsClient({ window, timers, now, random }, lrs, queue, confirm) : null;
	const readAnswers = () => session.state.answers;

	/** @param {Launch} launch */
	function beginLaunch({ student, actor, registration, scoreToPass }) {
		if (scoreToPass !== undefined) outline.course.completion.score = scoreToPass;
		// The account as a harvest names it, so that both tell of one person; an LMS that speaks xAPI names it itself.
		if (student) void begin(actor ?? accountOf(origin, student), registration);
	}

	/** @param {object} actor @param {string} [registration] The learning system's. */
	async function begin(actor, registration) {
		const { copies } = core;
		if (!core.writable || !copies) return;
		const [earlier, answers] = await Promise.all([copies.earlier(STATEMENTS), copies.earlier('answers'), session.ready]);
		if (closed) return;
		const isOurs = isOursIn(answers.map((each) => answersOf(each.answers)));
		const { state } = core;
		const elsewhere = new Set(state.behind.filter((id) => !isOurs(id)));
		const ids = outline.questions.map(({ id }) => id);
		queue.begin(resumeRegistration(state.extra, earlier.map((each) => queueStateOf(each, target)), target, ids, isOurs, registration));
		core.touch();
		const report = openLaunchReport({ core, readAnswers, outline, actor, queue, client, typingIds, elsewhere, startedAt, now });
		for (const [id, before] of early) report.edit(id, before);
		report.begin();
		start((launchReport = report));
	}

	/** Answers whose newest words this browser had already: the others' revisions are those of another device. @param {Record<string, Answer>[]} earlier */
	function isOursIn(earlier) {
		const own = new Set(outline.questions.filter(isPrivate).map(({ id }) => id));
		return (/** @type {string} */ id) => own.has(id) || earlier.some((answers) => answers[id] !== undefined && answers[id] === core.state.answers[id]);
	}

	/** @param {'answer' | 'type'} act @returns {(id: string, text: Answer) => void} */
	const change = (act) => (id, text) => {
		const before = readAnswers()[id] ?? '';
		if (act === 'type') typingIds.add(id);
		session[act](id, text);
		if ((readAnswers()[id] ?? '') !== before) {
			wiped = false;
			if (launchReport) launchReport.edit(id, before);
			else if (!early.has(id)) early.set(id, before);
		}
		if (act === 'answer') launchReport?.update();
	};

	const settle = () => {
		typingIds.clear();
		launchReport?.update();
	};
	const leave = () => {
		closed = true;
		for (const act of onUnload) act();
		launchReport?.end();
	};
	core.listen({ launch: beginLaunch, settle, visit: settle, leave, afterLeave: () => client?.sendLast() });
	core.watch((saveStatus) => {
		if (status !== (status = saveStatus.status)) launchReport?.update(); // a button to finish was pressed
	});
	if (core.launch) beginLaunch(core.launch);
	// Below the course's own address: nobody who says who they are becomes one of a learning system's learners by that.
	if (reports) void nameLearner?.(core).then((name) => begin(accountOf(outline.course.iri, name)));

	/** @type {Session} What isn't said here is the given session's own, its getters too: they must not be read once and copied. */
	const reportingSession = Object.setPrototypeOf({
		answer: change('answer'),
		type: change('type'),
		/** What waits for the LRS is wiped only on request. @param {boolean} [anyway] */
		async forget(anyway) {
			session.settle();
			const only = !queue.isEmpty();
			if (only && !anyway) return false;
			const all = await session.forget(anyway);
			wiped ||= all || anyway === true;
			return all && !only;
		},
	}, session);
	return { session: reportingSession, ready, onUnload };
}

/** @param {string} homePage @param {string} name */
function accountOf(homePage, name) {
	return { objectType: 'Agent', account: { homePage, name } };
}
