/** Whether the LMS's server still answers: an LMS's page says "true" to LMSCommit even when it reaches nobody. */

const EVERY = 20_000;

/** @typedef {'' | 'offline' | 'expired' | 'refused'} Trouble '' is none. */
/** @typedef {Pick<Window, 'setTimeout' | 'clearTimeout'>} Timers */
/** @typedef {NonNullable<ReturnType<typeof openConnection>>} Connection */

/**
 * Null where asking makes no sense: from a file, or without fetch.
 * @param {Window} window @param {Timers} timers @param {() => number} now
 */
export function openConnection(window, timers, now) {
	if (!/^https?:$/.test(window.location?.protocol) || !window.fetch) return null;
	const baseline = ask(window);
	let last = -EVERY;
	/** @type {number | undefined} */
	let timer;
	return {
		/**
		 * Ask after a commit, at most every 20 s unless it is urgent. `begin` is called just before, and gives whom to tell.
		 * @param {() => (trouble: Trouble) => void} begin @param {boolean} urgent
		 */
		check(begin, urgent) {
			timers.clearTimeout(timer);
			timer = timers.setTimeout(async () => {
				last = now();
				const tell = begin();
				const [before, after] = [await baseline, await ask(window)];
				// A failure that was there while all was well says nothing.
				tell(after === before ? '' : after);
			}, urgent ? 0 : Math.max(0, last + EVERY - now()));
		},
	};
}

/** @param {Window} window @returns {Promise<Trouble>} */
async function ask(window) {
	try {
		const answer = await window.fetch(window.location.href, { method: 'HEAD', cache: 'no-store', redirect: 'manual' });
		if (answer.type === 'opaqueredirect' || [401, 403].includes(answer.status)) return 'expired';
		return answer.status >= 500 ? 'refused' : '';
	} catch {
		return 'offline';
	}
}
