/** Answers as SCORM interactions, for the LMS's reports. */

import { wholeNumber } from '../../state.js';
import { identifier } from './report-text.js';
import { NO_REASON } from './scorm-api.js';

/** @import { Answer, Question } from '../../types' */
/** @import { DataModel } from './scorm-driver.js' */
/** @import { OpenApi } from './scorm-api.js' */

/**
 * In 1.2 each question has the place that it has in the course, at every launch, for reports have a column for each place; an
 * LMS takes no gaps, so places before it get the ids of their questions first. In 2004 a place is where its id is, or behind
 * all others. An LMS without interactions gets none.
 * @param {OpenApi} lms @param {() => Question[]} placed The questions in the order of their places. @param {DataModel} model
 */
export function openInteractions(lms, placed, { interactionFields, unimplemented, fixedPlaces }) {
	/** How many places the LMS has; null until it was asked, -1 where it has no interactions. @type {number | null} */
	let count = null;
	/** Where the answers of this launch are, by id. @type {Map<string, number>} */
	const places = new Map();
	const ask = () => {
		// Interactions are optional in 1.2: who has none has no children, or says 401.
		const children = lms.read('cmi.interactions._children');
		if (children.code === NO_REASON) return null; // it fails just now: that says nothing
		return children.code || !children.value ? -1 : wholeNumber(lms.read('cmi.interactions._count').value);
	};
	/** @param {number} place @param {string} [id] */
	const name = (place, id = placed()[place]?.id ?? '') => {
		// The id makes the place; one beyond the next is a gap, to which Moodle answers 201, and 351 in 2004.
		const { result, code } = lms.write(`cmi.interactions.${place}.id`, identifier(id));
		if (result === 'false' && unimplemented.includes(code)) count = -1;
		return result !== 'false';
	};
	/** @param {string} id @param {number} length */
	const findPlace = (id, length) => {
		if (fixedPlaces) return placed().findIndex((question) => question.id === id);
		let place = places.get(id) ?? 0;
		while (place < length && !places.has(id) && lms.read(`cmi.interactions.${place}.id`).value !== identifier(id)) place += 1;
		return place;
	};
	return {
		/** A refused value doesn't keep the others back. @param {Question} question @param {Answer} answer @param {number} now */
		record(question, answer, now) {
			const { id } = question;
			const fields = interactionFields(question, answer, now);
			if (fields.length) count ??= ask();
			if (!fields.length || count === null) return;
			const place = findPlace(id, count);
			if (place < 0) return; // of a quiz, and not among what is drawn now
			while (count >= 0 && count < place && name(count)) count += 1;
			if (count < place || !name(place, id)) return;
			count = Math.max(count, place + 1);
			places.set(id, place);
			for (const [field, value] of fields) lms.write(`cmi.interactions.${place}.${field}`, value);
		},
	};
}
