/** Three ways to send a commit to the server. */

/**
 * @typedef {object} Source  where commits come from
 * @property {string} learner
 * @property {number} attempt
 * @property {number} session  the log-in that the page was loaded in
 * @property {{id: string, commits: number}} page  this load of the LMS page; `commits` is counted here
 *
 * @typedef {{outcome: string, status: number}} Delivery  `status` is HTTP's; 0: no connection
 * @typedef {ReturnType<typeof openSender>} Sender
 */

/** @param {Source} source */
export function openSender({ learner, attempt, session, page }) {
	const url = `/commit?learner=${encodeURIComponent(learner)}`;
	/** @param {Record<string, unknown>} payload @param {boolean} leaving */
	const body = (payload, leaving) => {
		page.commits += 1;
		return JSON.stringify({ page: page.id, attempt, session, leaving, ...payload });
	};
	return {
		/** Synchronous. @param {Record<string, unknown>} payload @returns {Delivery} */
		post(payload) {
			const request = new XMLHttpRequest();
			request.open('POST', url, false);
			try {
				request.send(body(payload, false));
			} catch {
				return { outcome: 'no connection: lost', status: 0 };
			}
			const { status } = request;
			return { outcome: status === 200 ? 'saved' : `the server answered ${status}: lost`, status };
		},
		/** @param {Record<string, unknown>} payload @returns {Delivery} */
		beacon(payload) {
			if (navigator.sendBeacon(url, body(payload, true))) return { outcome: 'sent while leaving', status: 200 };
			return { outcome: 'too much to send while leaving: lost', status: 413 };
		},
		/** Asynchronous; nobody asks what became of it, but the answer is read, as by LMSs' pages. @param {Record<string, unknown>} payload */
		async send(payload) {
			await fetch(url, { method: 'POST', body: body(payload, false) }).then((answer) => answer.text()).catch(() => {});
		},
	};
}
