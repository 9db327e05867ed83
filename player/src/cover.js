/** The cover: the way in at a new launch, and for who was here before the way on. It is no page: nothing counts as seen by it. */

/** @import { Screen } from './parts' */

import { find, findAll, textOf } from './dom.js';

/**
 * @param {Screen} screen
 * @returns {boolean} Whether there is one.
 */
export function showCover({ t, session, watch }) {
	const [cover] = findAll('#_cover');
	if (!cover) return false;
	for (const other of findAll('.page, .steps')) other.hidden = true;
	const start = /** @type {HTMLAnchorElement} */ (find('#_start'));
	// What a learning system has comes later than the page.
	watch(() => {
		const title = textOf(document.getElementById(session.state.page)?.querySelector('h1'));
		if (!title) return;
		start.hash = session.state.page;
		find('b', start).textContent = t('go_on');
		find('small', start).textContent = title;
	});
	return true;
}
