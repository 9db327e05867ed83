/** The statements that a learner's state proves. Ids come from what was done, so that a harvest of the LMS gives the same ones. */

import { countedOf, isAnswered, isCorrect, requiredAnswers, score, lessonStatus } from '../completion.js';
import { delimitedResponse, delimitKeys } from '../delimited-response.js';
import { textParts } from '../judgement.js';
import { asLmsQuestion, isPrivate } from '../private.js';
import { QUESTION_KINDS } from '../question-kinds.js';
import { shortKey } from '../short-key.js';
import { isRecord, wholeNumber } from '../state.js';
import { uuid5 } from './uuid.js';
import { ATTEMPT, COURSE, formIri, INTERACTION, PAGE, PROFILE_TYPE, PROFILES, PROGRESS, REVISION, verbIri } from './vocabulary.js';

/** @import { Answer, Course, State, Status } from '../types' */
/** @import { Attempt, OutlineQuestion, Statement } from './statement' */

/** Where a definition lists its options, and what they are laid at (xAPI 1.0.3 Data 2.4.4.1). @type {Record<string, string[]>} */
const OPTION_LISTS = { choice: ['choices'], sequencing: ['choices'], likert: ['scale'], matching: ['source', 'target'] };

/** @param {string} id @param {string} type */
const activity = (id, type) => ({ id, definition: { type } });

/**
 * A statement, its id made of the verb and `parts`: UUIDv5 in the registration (RFC 9562 5.5).
 * @param {Attempt} attempt @param {string} verb The word for it. @param {(string | number)[]} parts
 * @param {string} path The object, below the course; '' is the course. @param {object} definition
 * @param {object} [result] @param {string[]} [categories] @param {object} [extensions] @returns {Statement}
 */
export function statement({ outline: { course }, registration, actor, timestamp }, verb, parts, path, definition, result, categories = [], extensions) {
	const { iri, language } = course;
	const whole = activity(iri, COURSE);
	const attempt = activity(`${iri}?attempt=${registration}`, ATTEMPT);
	const contextActivities = {
		...(path && { parent: [whole] }),
		grouping: path ? [whole, attempt] : [attempt],
		category: [...PROFILES, ...categories].map((profile) => activity(profile, PROFILE_TYPE)),
	};
	return {
		id: uuid5(registration, [verb, ...parts].join(' ')),
		actor,
		verb: { id: verbIri(verb), display: { en: verb } },
		object: { objectType: 'Activity', id: iri + path, definition },
		...(result && { result }),
		context: { registration, revision: course.version, language, contextActivities, ...(extensions && { extensions }) },
		timestamp,
	};
}

/** Type and name of an activity. @param {Attempt} attempt @param {string} type @param {string} title */
export function activityDefinition({ outline: { course } }, type, title) {
	return { type, name: { [course.language]: title } };
}

/** A statement about the course as a whole. @param {Attempt} attempt @param {string} verb @param {(string | number)[]} parts @param {object} [result] */
export function courseStatement(attempt, verb, parts, result) {
	const { title, description, language } = attempt.outline.course;
	return statement(attempt, verb, parts, '', { ...activityDefinition(attempt, COURSE, title), description: { [language]: description } }, result);
}

/**
 * All that a state proves, in a fixed order; not the words of `state.behind`, for the state has older ones.
 * @param {Attempt} attempt @param {State} state As the LMS has it.
 * @param {Status} before The status that was reached already.
 * @param {Record<string, Answer>} [own] Words that only this browser has.
 * @returns {Statement[]}
 */
export function listStatements(attempt, state, before, own = {}) {
	const { pages, questions } = attempt.outline;
	const seen = state.seen.flatMap((id) => {
		const page = pages.find((page) => page.id === id);
		return page ? [statement(attempt, 'experienced', [id], `/pages/${id}`, activityDefinition(attempt, PAGE, page.title))] : [];
	});
	// What is too short to count has no entry in the LMS's state; its words may be told all the same.
	const given = Object.keys({ ...state.answers, ...own }).flatMap((id) => {
		const question = questions.find((question) => question.id === id && !state.behind.includes(id));
		return question ? answerStatements(attempt, question, revisionOf(state.extra, id), state.answers[id], own) : [];
	});
	return [...seen, ...given, ...completionStatements(attempt, state, before)];
}


/** @param {Attempt} attempt @param {OutlineQuestion} question @param {number} revision @param {Answer | undefined} answer @param {Record<string, Answer>} own */
function answerStatements(attempt, question, revision, answer, own) {
	const { id, kind, answers, form, quiz } = question;
	const reported = answers === 'both' || answers === 'receiver';
	const { rule } = QUESTION_KINDS[kind];
	const tick = rule === 'ticked';
	const text = reported && isPrivate(question) ? own[id] : answer;
	if (text === undefined || (tick ? text !== 't' : !delimitedResponse(question, text) && (revision < 2 || quiz !== undefined))) return [];
	const known = reported ? question : asLmsQuestion(question);
	const words = reported && !tick ? delimitedResponse(question, text) : '';
	const completion = isAnswered(known, text);
	const result = {
		...(reported && { response: tick ? 'true' : words }),
		completion,
		// What was never checked is neither right nor wrong.
		...(QUESTION_KINDS[known.kind].scored && (completion || rule !== 'checked') && { success: isCorrect(question, text) }),
		extensions: { [REVISION]: revision },
	};
	const parts = tick ? [id, revision] : [id, revision, words];
	return [statement(attempt, tick ? 'acknowledged' : 'answered', parts, `/interactions/${id}`, interactionDefinition(attempt, question), result, [formIri(form)])];
}

/** @param {Attempt} attempt @param {OutlineQuestion} question */
function interactionDefinition({ outline: { course: { language } } }, { kind, prompt, options, targets = [], keys }) {
	const { type, rule, scored } = QUESTION_KINDS[kind];
	const lists = (OPTION_LISTS[type] ?? []).map((name, place) => [
		name,
		(place ? targets : options).map(({ key, text }) => ({ id: key, description: { [language]: text } })),
	]);
	return {
		type: INTERACTION,
		interactionType: rule === 'words' ? 'long-fill-in' : type, // fill-in is for short text (xAPI 1.0.3 Data 2.4.4.1)
		description: { [language]: prompt },
		...Object.fromEntries(lists),
		...(scored && { correctResponsesPattern: correctResponses(kind, keys) }),
	};
}

/** What is right, in xAPI's patterns. @param {OutlineQuestion['kind']} kind @param {string[]} keys */
function correctResponses(kind, keys) {
	const { type, judge } = QUESTION_KINDS[kind];
	if (judge === 'range') return [keys.join().replace(':', '[:]')];
	if (judge !== 'text') return [delimitKeys(type, keys.join(','))];
	const accepted = keys.map((key) => key.replace(/^~/, '').split('|'));
	// Not each with each: of six gaps with three words each that would be 729.
	const rows = Array.from({ length: Math.max(...accepted.map(({ length }) => length)) }, (_, row) =>
		accepted.map((each) => textParts(each[Math.min(row, each.length - 1)] ?? '').join()));
	return rows.map((texts) => `{case_matters=false}${texts.join('[,]')}`);
}

/** How far, and how it ended. @param {Attempt} attempt @param {State} state @param {Status} before */
function completionStatements(attempt, state, before) {
	const { outline } = attempt;
	const questions = outline.questions.map(asLmsQuestion);
	const roles = Object.fromEntries(outline.pages.flatMap(({ id, role }) => (role ? [[id, role]] : [])));
	const rules = { ...outline.course, pages: outline.pages.map(({ id }) => id), questions, roles, quizzes: outline.quizzes, count: outline.count };
	const course = /** @type {Course} */ (/** @type {unknown} */ (rules)); // as far as its completion goes
	const asked = [...countedOf(course, state).pages.map((id) => state.seen.includes(id)), ...requiredAnswers(course, state)];
	// Whole tens, downwards: each has an id of its own, and so is told once.
	const percent = Math.floor((10 * asked.filter(Boolean).length) / (asked.length || 1)) * 10;
	const [ended, raw] = [lessonStatus(course, state, before), score(course, state)];
	const statements = percent ? [courseStatement(attempt, 'progressed', [percent], { extensions: { [PROGRESS]: percent } })] : [];
	if (/completed|passed/.test(ended)) statements.push(courseStatement(attempt, 'completed', [], { completion: true }));
	if (/passed|failed/.test(ended) && raw !== null) {
		const result = { score: { scaled: raw / 100, raw, min: 0, max: 100 }, success: ended === 'passed', completion: true };
		statements.push(courseStatement(attempt, ended, [raw], result));
	}
	return statements;
}

/** 1 for what was never changed since it was reported. Older players kept it by the id itself. @param {{ revisions?: unknown }} extra @param {string} id @returns {number} */
export function revisionOf({ revisions }, id) {
	const numbers = isRecord(revisions) ? revisions : {};
	return wholeNumber(numbers[shortKey(id)]) || wholeNumber(numbers[id]) || 1;
}
