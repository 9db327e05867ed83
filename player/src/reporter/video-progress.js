/** Local videos, by the xAPI video profile: what was played, and which parts of it. */

import { activityDefinition, statement } from './statements.js';
import { newUuid } from './uuid.js';
import { VIDEO, VIDEO_PROFILE, videoExtension } from './vocabulary.js';

/** @import { LaunchReport } from './launch-report.js' */
/** @import { Segment } from './statement' */

const COMPLETION_THRESHOLD = 0.95; // a few seconds of credits are nobody's loss

/** @param {number} seconds */
// Three decimals at most, as the profile has them.
const roundSeconds = (seconds) => Math.round(seconds * 1000) / 1000;

/** @param {Record<string, unknown>} extensions */
const videoExtensions = (extensions) => Object.fromEntries(Object.entries(extensions).map(([name, value]) => [videoExtension(name), value]));

/**
 * Reports what a learner does with one video; gives what to do when the page goes.
 * @param {HTMLVideoElement} element @param {{ id: string, title: string }} video @param {LaunchReport} launchReport
 * @returns {() => void}
 */
export function followVideo(element, { id, title }, { sessions, attempt, report, queue }) {
	let count = 0;
	const viewing = newUuid(); // the video profile's session
	/** Where playing began; null while it doesn't play. @type {number | null} */
	let from = null;
	let [last, seeking] = [0, false];
	const length = () => (Number.isFinite(element.duration) ? roundSeconds(element.duration) : 0);
	/** @returns {Segment[]} */
	const segments = () => queue.state.video[id] ?? [];
	/** @param {string} verb @param {Record<string, unknown>} extensions @param {object} [more] */
	const reportVideo = (verb, extensions, more) => {
		const given = attempt();
		const context = { 'session-id': viewing, length: length(), 'completion-threshold': COMPLETION_THRESHOLD };
		const result = { ...more, extensions: videoExtensions(extensions) };
		report([statement(given, verb, [id, sessions, ++count], `/videos/${id}`, activityDefinition(given, VIDEO, title), result, [VIDEO_PROFILE], videoExtensions(context))]);
	};
	/** Playing stops here: what was played is kept, and whether that was the last of it is said after `pause`. @param {boolean} [pause] */
	const close = (pause) => {
		const [start, end, before] = [from, roundSeconds(last), videoProgress(segments(), length())];
		from = null;
		if (start === null) return;
		if (end > start) queue.change(({ video }) => { video[id] = [...segments(), [start, end]]; });
		const parts = segments();
		const played = { time: end, progress: videoProgress(parts, length()), 'played-segments': parts.map((part) => part.join('[.]')).join('[,]') };
		if (pause) reportVideo('paused', played);
		if (before >= COMPLETION_THRESHOLD || played.progress < COMPLETION_THRESHOLD) return;
		const seconds = parts.reduce((sum, [start, end]) => sum + end - start, 0);
		reportVideo('completed', played, { completion: true, duration: `PT${Math.round(seconds)}S` });
	};
	/** @type {Record<string, () => void>} */
	const acts = {
		play() {
			if (from !== null || element.seeking) return;
			from = roundSeconds(last = element.currentTime);
			reportVideo('played', { time: from });
		},
		timeupdate() {
			if (!element.seeking && from !== null) last = element.currentTime;
		},
		seeking() {
			if (!seeking) close();
			seeking = true;
		},
		seeked() {
			seeking = false;
			const [start, end] = [roundSeconds(last), roundSeconds(element.currentTime)];
			last = end;
			if (start !== end) reportVideo('seeked', { 'time-from': start, 'time-to': end });
			if (!element.paused) acts.play?.();
		},
		pause() {
			// Browsers pause to seek: that is no pause of the learner's.
			if (element.seeking) return;
			acts.timeupdate?.();
			close(true);
		},
	};
	for (const [name, act] of Object.entries(acts)) element.addEventListener(name, act);
	if (!element.paused) acts.play?.(); // since before it was known who watches
	return () => close(true);
}

/** How much was played at least once, 0 to 1. @param {Segment[]} segments @param {number} length */
function videoProgress(segments, length) {
	let [sum, end] = [0, 0];
	for (const [start, stop] of [...segments].sort((a, b) => a[0] - b[0])) {
		sum += Math.max(0, stop - Math.max(start, end));
		end = Math.max(end, stop);
	}
	return length ? Math.min(1, roundSeconds(sum / length)) : 0;
}
