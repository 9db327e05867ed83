/** The way in: what the page says of the course, a session, and then the screen. The builder calls this, with what a course uses. */

import { readCourse, readPages } from './course.js';
import { showCourse } from './screen.js';
import { openSession } from './session.js';
import { readWords } from './words.js';

/** @import { Course, Session } from './types' */
/** @import { PlayerParts } from './parts' */

/** How long the screen waits for what this browser held: that takes a few milliseconds, or something is wrong with it. */
const PATIENCE = 500;

/** @param {PlayerParts} parts */
export function startCourse({ driver, deviceAnswers, reporter, warnings, blocks }) {
	const root = document.documentElement;
	const pages = readPages();
	const course = readCourse(root, pages);
	const say = readWords(root);
	/** @param {Course} course @returns {Session} */
	const open = (course) => openSession({ window, course, openDriver: driver });
	const own = deviceAnswers ? deviceAnswers(course, open) : open(course);
	const session = reporter ? reporter(own) : own;
	const start = () => {
		const screen = showCourse(course, pages, session, say, blocks);
		warnings?.(screen);
	};
	const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE));
	void Promise.race([session.ready, waited]).then(start);
}
