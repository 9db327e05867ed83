/** @import { Receiver } from './statements/types' */

import { readCourse, readPages } from './course.js';
import { find } from './dom.js';
import { showCourse } from './screen.js';
import { openReporting } from './statements/reporting.js';
import { followVideo } from './statements/video.js';
import { startWarnings } from './statements/warnings.js';
import { readWords } from './words.js';

const root = document.documentElement;
const pages = readPages();
const course = readCourse(root, pages);
const say = readWords(root);
/** @type {Receiver} */
const receiver = JSON.parse(find('#_receiver').textContent ?? '');
const { session, teller, outbox, goodbyes } = openReporting({ window, course, now: Date.now, timers: window, random: Math.random }, receiver);
showCourse(course, pages, session, say);
startWarnings(course.questions, say);
for (const video of receiver.outline.videos) {
	const element = /** @type {HTMLVideoElement | null} */ (document.querySelector(`#q_${video.id} video`));
	if (element && teller && outbox) goodbyes.push(followVideo(element, video, teller, outbox));
}
