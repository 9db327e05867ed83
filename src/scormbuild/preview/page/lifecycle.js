/** Which event the LMS page or the course is in: by that an LMS chooses how it sends, and a browser what it lets out. */

/**
 * @typedef {object} Lifecycle
 * @property {string} event  '' when in none that was asked for
 * @property {boolean} unloaded  the course has been left: what still waits is lost
 */

/**
 * Follow the events of a window.
 * @param {Lifecycle} lifecycle @param {Window} from @param {string[]} events @param {AbortSignal} signal  ends it
 */
export function followEvents(lifecycle, from, events, signal) {
	for (const name of new Set(['pagehide', ...events])) {
		from.addEventListener(name === 'hidden' ? 'visibilitychange' : name, () => {
			if (name === 'hidden' && from.document.visibilityState === 'visible') return;
			if (name === 'hidden' && lifecycle.event === 'pagehide') return; // a page that unloads is hidden in passing
			if (name === 'pagehide') lifecycle.unloaded = true;
			lifecycle.event = name;
			setTimeout(() => { lifecycle.event = ''; }); // a page that stays was only in the event itself
		}, { capture: true, signal });
	}
}
