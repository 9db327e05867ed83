/**
 * Questions whose answers go to the LRS only, or nowhere: the learning system learns that they were answered, and the words
 * stay in this browser, where their writer can read them.
 */

import { toWellFormed } from './codec.js';
import { isAnswered } from './completion.js';
import { openPrivateText } from './private-text.js';
import { asLmsQuestion, isPrivate } from './private.js';
import { answersOf, toRecord } from './state.js';

/** @import { Answer, Course, PrivateSession, Session } from './types' */
/** @import { Copies } from './browser/copies.js' */
/** @typedef {'receiver' | 'nowhere'} Destination Who reads the words, beside their writer. */

/** Each has a copy of its own: one can be proven to be elsewhere, the other never is. @type {Destination[]} */
const DESTINATIONS = ['receiver', 'nowhere'];

/** @param {Destination} destination */
const copyName = (destination) => `words-${destination}`;

/**
 * A session of the course as the page has it, over one of the course as the learning system knows it.
 * @param {Course} course @param {(course: Course) => Session} open Opens the latter. @param {() => number} [now]
 * @returns {PrivateSession}
 */
export function openPrivateAnswers(course, open, now = Date.now) {
	const core = open({ ...course, questions: course.questions.map(asLmsQuestion) });
	const questions = course.questions.filter(isPrivate);
	const words = openPrivateText(now);
	const byId = new Map(questions.map((question) => [question.id, question]));
	/** @type {(() => void)[]} */
	const watchers = [];
	/** Whether the LRS has all that goes there. */
	let acknowledged = false;
	/** Wiped, and nothing new to keep since. */
	let wiped = false;
	let begun = false;
	let ready = Promise.resolve();
	/** All answers, made anew when one has changed: a screen asks for each by itself. @type {Record<string, Answer> | null} */
	let answers = null;
	/** What they were made of. @type {Record<string, Answer> | null} */
	let base = null;

	/** @param {Destination} destination */
	const idsOf = (destination) => questions.filter((question) => question.answers === destination).map(({ id }) => id);

	/** @param {Destination} destination */
	function keep(destination) {
		const kept = words.pick(idsOf(destination));
		if (kept && !wiped) core.copies?.change(copyName(destination), kept, destination === 'receiver' && acknowledged);
	}

	/** @param {Copies} copies */
	async function restore(copies) {
		const earlier = await Promise.all(DESTINATIONS.map((destination) => copies.earlier(copyName(destination))));
		DESTINATIONS.forEach((destination, place) => earlier[place]?.forEach((json) => words.merge(json, idsOf(destination))));
		answers = null;
		if (core.writable) DESTINATIONS.forEach(keep); // anew, so that their age counts from now
		for (const watcher of watchers) watcher();
	}

	/** @param {'answer' | 'type'} act @returns {(id: string, text: Answer) => void} */
	const change = (act) => (id, text) => {
		const question = byId.get(id);
		if (!question) core[act](id, text);
		else if (core.writable) {
			const value = toWellFormed(text);
			if (value !== (words.answers[id] ?? '')) {
				words.change(id, value);
				wiped = false;
				if (question.answers === 'receiver') acknowledged = false;
				keep(/** @type {Destination} */ (question.answers));
			}
			core[act](id, isAnswered(question, value) ? 't' : '');
		}
		answers = null;
	};

	/** Once it is known whose words they are. */
	function begin() {
		answers = null;
		if (begun || !core.copies) return;
		begun = true;
		ready = restore(core.copies);
	}

	core.listen({ launch: begin }); // before others hear of it, who wait for `ready`
	core.watch(begin);

	// What isn't said here is the core's own, its getters too: they must not be read once and copied.
	return Object.setPrototypeOf({
		core,
		get state() {
			if (!answers || base !== core.state.answers) {
				base = core.state.answers;
				answers = toRecord([...Object.entries(base).filter(([id]) => !byId.has(id)), ...Object.entries(words.answers)]);
			}
			return { ...core.state, answers };
		},
		get ready() { return Promise.all([core.ready, ready]).then(() => {}); },
		answer: change('answer'),
		type: change('type'),
		/** @param {Record<string, unknown>} json */
		merge(json) {
			const all = Object.entries(answersOf(json.answers));
			for (const [id, text] of all) if (byId.has(id) && !words.answers[id]) change('answer')(id, text);
			core.merge({ ...json, answers: toRecord(all.filter(([id]) => !byId.has(id))) });
		},
		/** @param {Parameters<Session['watch']>[0]} listener */
		watch(listener) {
			watchers.push(() => listener(core.saveStatus));
			core.watch(listener);
		},
		/** Words that no other place has are wiped only on request. @param {boolean} [anyway] */
		async forget(anyway) {
			const only = questions.some(({ id, answers: destination }) => words.answers[id] && (destination === 'nowhere' || !acknowledged));
			if (only && !anyway) return false;
			const all = await core.forget(anyway);
			wiped ||= all || anyway === true;
			return all && !only;
		},
		acknowledge() {
			acknowledged = true;
			keep('receiver');
		},
	}, core);
}
