/** How the answers are kept: always to be seen, and said aloud only when something is wrong or right again. */

/** @import { Standing } from './types' */
/** @import { Screen } from './parts' */

import { find, textOf } from './dom.js';

const TROUBLE = ['offline', 'refused', 'expired'];
const WARNINGS = [...TROUBLE, 'newer', 'full', 'nowhere'];
/** @type {Partial<Record<Standing['status'], string>>} */
const ENDS = { completed: 'done', passed: 'done', failed: 'failed' };
const CROWDED = 0.8;
const CHARACTERS = 6000; // of prose, which deflate and base64url bring down to SCORM's 4096

/**
 * Whether sending went wrong, so that trying again makes sense.
 * @param {Standing} standing
 */
export function isTrouble(standing) {
	return TROUBLE.includes(standing.kind);
}

/**
 * How much can still be written, in words; "" while there is plenty.
 * @param {Standing} standing
 * @param {Screen} screen
 */
export function roomLeft({ kind, used }, { say }) {
	return used < CROWDED || kind === 'full' ? '' : say('room', { n: Math.floor(((1 - used) * CHARACTERS) / 50) * 50 });
}

/** @param {Screen} screen */
export function startStatusLine(screen) {
	const { say, session } = screen;
	const box = find('#_standing');
	const words = find('p', box);
	const room = /** @type {HTMLMeterElement} */ (find('meter', box));
	const retry = find('button', box);
	retry.onclick = () => session.send();
	screen.watch((standing) => {
		const { kind, status, used } = standing;
		words.textContent = [say(ENDS[status] ?? ''), say(kind), roomLeft(standing, screen)].join(' ').trim();
		box.className = WARNINGS.includes(kind) ? 'warning' : kind;
		retry.hidden = !isTrouble(standing);
		room.hidden = used < CROWDED;
		room.value = used;
	});
	const restored = find('#_restored');
	restored.hidden = !session.restored;
	if (session.restored) screen.announce(textOf(restored));
	announceChanges(screen);
}

/**
 * Trouble is said aloud once, and so are its end and the end of the course.
 * @param {Screen} screen
 */
function announceChanges({ say, announce, watch }) {
	let said = 'solved';
	watch(({ kind, status }) => {
		const now = WARNINGS.includes(kind) ? kind : (ENDS[status] ?? 'solved');
		if (now === said || kind === 'waiting') return;
		said = now;
		announce(say(now));
	});
}
