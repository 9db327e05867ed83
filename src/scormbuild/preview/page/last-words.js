/** Loses what a course sends to its LRS while it closes: a browser that is killed, or a phone, does. */

/**
 * Of the course that has just loaded, as long as the switch says so.
 * @param {Window} window @param {() => boolean} isLost
 */
export function loseLastWords(window, isLost) {
	const frame = /** @type {Window & typeof globalThis} */ (window);
	let unloaded = false;
	frame.addEventListener('pagehide', () => { unloaded = true; });
	// By the event that is handled just now: the course's own listeners were there first, and are called first.
	const isLeaving = () => unloaded || /^(beforeunload|pagehide)$/.test(frame.event?.type ?? '') || frame.document.visibilityState === 'hidden';
	const ask = frame.fetch.bind(frame);
	// Nobody answers, as there is nobody left to hear it.
	frame.fetch = (input, options) => (isLost() && isLeaving() ? new Promise(() => {}) : ask(input, options));
}
