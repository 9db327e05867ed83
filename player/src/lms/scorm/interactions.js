/** Answers as SCORM interactions, for the LMS's reports. */

import { wholeNumber } from '../../state.js';
import { identifier } from './report-text.js';
import { NO_REASON } from './scorm-api.js';

/** @import { Answer, Question } from '../../types' */
/** @import { DataModel } from './scorm-driver.js' */
/** @import { OpenApi } from './scorm-api.js' */

/**
 * Each question has the place that it has in the course, at every launch: reports have a column for each place. An LMS takes
 * no gaps, so places before it get the ids of their questions first. An LMS without interactions gets none. One that lets no
 * place have another id, after a new version of the course, gets it where the id is, or behind all others.
 * @param {OpenApi} lms @param {Question[]} questions @param {DataModel} model
 */
export function openInteractions(lms, questions, { interactionFields, unimplemented, keepsIds }) {
	/** How many places the LMS has; null until it was asked, -1 where it has no interactions. @type {number | null} */
	let count = null;
	const ask = () => {
		// Interactions are optional in 1.2: who has none has no children, or says 401.
		const children = lms.read('cmi.interactions._children');
		if (children.code === NO_REASON) return null; // it fails just now: that says nothing
		return children.code || !children.value ? -1 : wholeNumber(lms.read('cmi.interactions._count').value);
	};
	/** @param {number} place @param {string} [id] */
	const name = (place, id = questions[place]?.id ?? '') => {
		// The id makes the place; one beyond the next is a gap, to which Moodle answers 201, and 351 in 2004.
		const { result, code } = lms.write(`cmi.interactions.${place}.id`, identifier(id));
		if (result === 'false' && unimplemented.includes(code)) count = -1;
		return result !== 'false';
	};
	/** @param {string} id @param {number} length */
	const findPlace = (id, length) => {
		let place = 0;
		while (place < length && lms.read(`cmi.interactions.${place}.id`).value !== identifier(id)) place += 1;
		return place;
	};
	return {
		/** A refused value doesn't keep the others back. @param {Question} question @param {Answer} answer @param {number} now */
		record(question, answer, now) {
			let place = questions.findIndex(({ id }) => id === question.id);
			count ??= ask();
			if (count === null) return;
			while (count >= 0 && count < place && name(count)) count += 1;
			if (count < place) return;
			if (!name(place)) {
				if (!keepsIds || count < 0) return;
				place = findPlace(question.id, count);
				if (!name(place, question.id)) return;
			}
			count = Math.max(count, place + 1);
			for (const [field, value] of interactionFields(question, answer, now)) lms.write(`cmi.interactions.${place}.${field}`, value);
		},
	};
}
