/** The same attempt in another tab of this browser: what is written in one is known in the other, so that neither writes over it. */

import { tryCall } from './try-call.js';

/** @import { Answer } from './types' */
/** @typedef {ReturnType<typeof openTabs>} Tabs */

/** @param {Window} window @param {string} secret Of the attempt. @param {(id: string, value: Answer) => void} take */
export function openTabs(window, secret, take) {
	const { BroadcastChannel } = /** @type {Window & typeof globalThis} */ (window);
	const channel = tryCall(() => new BroadcastChannel(`scormbuild:${secret}`));
	channel?.addEventListener('message', ({ data }) => take(`${data.id}`, `${data.value}`));
	return {
		/** @param {string} id @param {Answer} value */
		post: (id, value) => channel?.postMessage({ id, value }),
		close: () => channel?.close(),
	};
}
