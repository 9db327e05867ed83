/** The course in its frame, from a launch to its closing. */

import { followEvents } from './lifecycle.js';
import { openRunTime } from './run-time.js';
import { openSender } from './sender.js';
import { standardOf } from './standards.js';

/** @typedef {ReturnType<typeof openCourse>} Course */

/**
 * @param {HTMLIFrameElement} frame
 * @param {object} terms
 * @param {RunTime} terms.runTime
 * @param {import('./sender.js').Source} terms.source
 * @param {Record<string, string>} terms.cmi  what a launch gives
 * @param {() => boolean} terms.strict
 * @param {number} terms.room  characters that suspend_data may have where it is strict
 * @param {(call: import('./run-time.js').Call) => void} terms.record
 * @param {string} terms.place  what follows the address of the page
 * @param {() => void} terms.onLoad
 */
export function openCourse(frame, { runTime, source, cmi, strict, room, record, place, onLoad }) {
	const lifecycle = { event: '', unloaded: false };
	const closing = new AbortController();
	/** @param {Window | null} from */
	const watch = (from) => from && followEvents(lifecycle, from, [...runTime.beacon, ...runTime.refused], closing.signal);
	const onInitialize = () => { watch(frame.contentWindow); }; // not sooner: the frame still holds another page
	const api = openRunTime({ runTime, cmi, sender: openSender(source), lifecycle, strict, room, onInitialize, record });
	const { object } = standardOf(runTime);
	const page = /** @type {Record<string, any>} */ (/** @type {unknown} */ (window));
	const exposeApi = () => { if (!closing.signal.aborted) page[object] = api; };

	watch(window);
	if (!runTime.lateness) exposeApi();
	frame.addEventListener('load', () => {
		onLoad();
		if (runTime.lateness) setTimeout(exposeApi, runTime.lateness * 1000);
	}, { once: true });
	frame.contentWindow?.location.replace(`/course/index.html${place}`);

	return {
		lifecycle,
		/** Close it as a learner closes a tab: with all its events. */
		async close() {
			const closed = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
			frame.contentWindow?.location.replace('about:blank');
			await closed;
			closing.abort();
			delete page[object];
		},
	};
}
