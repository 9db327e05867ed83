/**
 * Where the course was opened in a learning system: kept in this browser, so that a page of the course that stands by itself
 * (after a log-in that led to the wrong address) can say so, and give the way back. It says nothing of who was there.
 */

import { tryCall } from './try-call.js';
import { openDeviceStore } from './browser/store.js';

/** @param {string} course */
const homeKey = (course) => `home:${course}`;

/** The page from which a learning system's own page was opened: following it begins nothing anew. @param {Window} window @returns {string} */
function lmsPageUrl(window) {
	const top = window.top ?? window;
	const around = top === window ? /** @type {Window | null} */ (window.opener) : top;
	const page = tryCall(() => (around === top && around?.document.referrer) || around?.location.href) ?? '';
	return page.startsWith(`${window.location.origin}/`) ? page : '';
}

/** @param {Window} window @param {string} course */
export async function writeHome(window, course) {
	const page = lmsPageUrl(window);
	if (page) await (await openDeviceStore(window)).put(homeKey(course), JSON.stringify({ page, at: Date.now() }));
}

/** '' where the course has been in no learning system here, as far as is known. @param {Window} window @param {string} course @returns {Promise<string>} */
export async function readHome(window, course) {
	if (!/^https?:$/.test(window.location.protocol)) return '';
	const text = (await (await openDeviceStore(window)).all()).get(homeKey(course)) ?? '{}';
	const { page } = tryCall(() => JSON.parse(text)) ?? {};
	return `${page}`.startsWith(`${window.location.origin}/`) ? page : '';
}
