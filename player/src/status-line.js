/** How the answers are kept: always to be seen, and said aloud only when something is wrong or right again. */

/** @import { Screen } from './parts' */

import { find, textOf } from './dom.js';
import { endOf, isCrowded, isWarning, roomText, standingText, troubleOf } from './sentences.js';

/** @param {Screen} screen */
export function startStatusLine(screen) {
	const { say, session } = screen;
	const box = find('#_standing');
	const words = find('p', box);
	const room = /** @type {HTMLMeterElement} */ (find('meter', box));
	const retry = find('button', box);
	const home = /** @type {HTMLAnchorElement} */ (find('a', box));
	retry.onclick = () => session.send();
	screen.watch((standing) => {
		const end = endOf(standing);
		words.textContent = [end && say(end), standingText(standing, screen), roomText(standing, screen)].join(' ').trim();
		box.className = isWarning(standing) ? 'warning' : standing.kind;
		retry.hidden = !troubleOf(standing);
		room.hidden = !isCrowded(standing);
		room.value = standing.used;
		home.hidden = !session.home;
		home.href = session.home;
	});
	announceChanges(screen);
	announceRestored(screen);
}

/** @param {Screen} screen */
function announceRestored({ session, announce, watch }) {
	const note = find('#_restored');
	let said = false;
	watch(() => {
		if (said || !session.restored) return;
		said = true;
		note.hidden = false;
		announce(textOf(note));
	});
}

/**
 * Trouble is said aloud once, and so are its end and the end of the course.
 * @param {Screen} screen
 */
function announceChanges(screen) {
	let said = 'solved';
	screen.watch((standing) => {
		const { kind } = standing;
		const now = isWarning(standing) ? kind : endOf(standing) || 'solved';
		if (now === said || kind === 'waiting' || kind === 'looking') return;
		said = now;
		// "It worked, everything is saved" only where that is known.
		const plain = now !== 'solved' || kind === 'saved';
		screen.announce(isWarning(standing) || !plain ? standingText(standing, screen) : screen.say(now));
	});
}
