/**
 * When a page may be about to go or comes back, in all the ways in which browsers say so. What can only be sent synchronously must be sent
 * while that is still allowed: on a click outside (blur), on hiding, on beforeunload; at pagehide it is too late for some.
 */

/** @typedef {{ pause: () => void, end: () => void, back: () => void, send: () => void }} UnloadActions `pause`: it may come back. */

/** @param {Window} window @param {UnloadActions} actions */
export function followUnload(window, { pause, end, back, send }) {
	window.document?.addEventListener('visibilitychange', () => {
		if (window.document.visibilityState === 'hidden') pause();
		else send();
	});
	// Who comes back may have logged in meanwhile, in another tab or window.
	window.addEventListener('focus', send);
	// A click on the LMS's own way out takes the focus first, while synchronous requests are still allowed.
	window.addEventListener('blur', pause);
	// ILIAS sends by beacon here, and not at pagehide.
	window.addEventListener('beforeunload', pause);
	// Not unload: a Permissions Policy can forbid it, and iOS fires neither that nor beforeunload.
	window.addEventListener('pagehide', end);
	// Back from the back/forward cache: the page lives on, and its session is over.
	window.addEventListener('pageshow', ({ persisted }) => {
		if (persisted) back();
	});
	window.addEventListener('online', send);
}

/** A session that is over can't begin again in the same page of the LMS: that begins anew too, unless it is foreign. @param {Window} window */
export function reloadTop(window) {
	try {
		/** @type {Window} */ (window.top).location.reload();
	} catch {
		window.location.reload();
	}
}
