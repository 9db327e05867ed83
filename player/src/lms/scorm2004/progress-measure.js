/** How far a learner is, for cmi.progress_measure (SCORM 2004 RTE 4.2.18). */

import { countedOf, requiredAnswers } from '../../completion.js';

/** @import { Course, State, Status } from '../../types' */

/**
 * The part that is done of what the course asks for: pages, questions, the button. 1 is for who has completed it, and for nobody else.
 * @param {Course} course @param {State} state @param {Status} status @returns {number} 0 to 1
 */
export function progressMeasure(course, state, status) {
	if (status !== 'incomplete') return 1;
	const { pages, questions } = course.completion;
	const asked = [
		...(pages === 'all' ? countedOf(course, state).pages.map((page) => state.seen.includes(page)) : []),
		...(questions === 'all' ? requiredAnswers(course, state) : []),
		false, // the end itself: a button to be pressed, a score to be reached
	];
	return asked.filter(Boolean).length / asked.length;
}
