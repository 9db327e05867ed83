/** The reporter of the page: its LRS and its videos. */

import { find } from '../dom.js';
import { openReporter } from './reporter.js';
import { followVideo } from './video-progress.js';

/** @import { PrivateSession, Session } from '../types' */
/** @import { Receiver } from './statement' */

/** Gives the session for the screen. @param {Session | PrivateSession} given @returns {Session} */
export function startReporter(given) {
	/** @type {Receiver} */
	const receiver = JSON.parse(find('#_receiver').textContent ?? '');
	const { session, ready, onUnload } = openReporter({ window, session: given }, receiver);
	void ready.then((report) => {
		for (const video of receiver.outline.videos) {
			const element = /** @type {HTMLVideoElement | null} */ (document.querySelector(`#q_${video.id} video`));
			if (element) onUnload.push(followVideo(element, video, report));
		}
	});
	return session;
}
