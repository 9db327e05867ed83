/** The way in: what the page says of the course, a session, and then the screen. The builder calls this, with what a course uses. */

import { readCourse, readPages } from './course.js';
import { showCourse } from './screen.js';
import { openSession } from './session.js';
import { readTranslations } from './translations.js';

/** @import { Course, Session } from './types' */
/** @import { PlayerParts } from './parts' */

/** How long the screen waits for what this browser held: that takes a few milliseconds, or something is wrong with it. */
const RESTORE_TIMEOUT = 500;

/** @param {PlayerParts} parts */
export function startCourse({ driver, count, pagesBefore, deviceAnswers, reporter, nameLearner, warnings, site, certificate, search, blocks }) {
	const root = document.documentElement;
	const pages = readPages();
	const course = { ...readCourse(root, pages), count };
	const t = readTranslations(root);
	/** @param {Course} course @returns {Session} */
	const open = (course) => openSession({ window, course, openDriver: driver });
	const own = deviceAnswers ? deviceAnswers(course, open) : open(course);
	const session = reporter ? reporter(own, nameLearner, count) : own;
	const start = () => {
		const screen = showCourse(course, pages, session, t, blocks, [certificate, search], pagesBefore);
		warnings?.(screen);
		site?.(screen);
	};
	const timeout = new Promise((resolve) => setTimeout(resolve, RESTORE_TIMEOUT));
	void Promise.race([session.ready, timeout]).then(start);
}
