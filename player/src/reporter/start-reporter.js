/** The reporter of the page: its LRS and its videos. */

import { find } from '../dom.js';
import { openReporter } from './reporter.js';
import { followVideo } from './video-progress.js';

/** @import { CountCourse, PrivateSession, Session } from '../types' */
/** @import { NameLearner } from '../parts' */
/** @import { LrsConfig } from './statement' */

/** Gives the session for the screen. @param {Session | PrivateSession} inner @param {NameLearner} [nameLearner] @param {CountCourse} [count] @returns {Session} */
export function startReporter(inner, nameLearner, count) {
	/** @type {LrsConfig} */
	const lrs = JSON.parse(find('#_lrs').textContent ?? '');
	lrs.outline.count = count;
	const { session, ready, onUnload } = openReporter({ window, session: inner, nameLearner }, lrs);
	void ready.then((report) => {
		for (const video of lrs.outline.videos) {
			const element = /** @type {HTMLVideoElement | null} */ (document.querySelector(`#q_${video.id} video`));
			if (element) onUnload.push(followVideo(element, video, report));
		}
	});
	return session;
}
