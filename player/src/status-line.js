/** How the answers are kept: always to be seen, and said aloud only when something is wrong or right again. */

/** @import { Screen } from './parts' */

import { find, textOf } from './dom.js';
import { endOf, isNearlyFull, isWarning, roomText, saveStatusText, troubleOf } from './sentences.js';

/** @param {Screen} screen */
export function startStatusLine(screen) {
	const { t, session } = screen;
	const box = find('#_standing');
	const words = find('p', box);
	const room = /** @type {HTMLMeterElement} */ (find('meter', box));
	const retry = find('button', box);
	const home = /** @type {HTMLAnchorElement} */ (find('a', box));
	/** Only where learning systems say where to go. @type {HTMLElement | null} */
	const close = box.querySelector('#_close');
	retry.onclick = () => session.send();
	if (close) close.onclick = () => session.close();
	screen.watch((saveStatus) => {
		const end = endOf(saveStatus);
		words.textContent = [end && t(end), saveStatusText(saveStatus, screen), roomText(saveStatus, screen)].join(' ').trim();
		box.className = isWarning(saveStatus) ? 'warning' : saveStatus.kind;
		retry.hidden = !troubleOf(saveStatus);
		room.hidden = !isNearlyFull(saveStatus);
		room.value = saveStatus.usage;
		home.hidden = !session.home;
		home.href = session.home;
		if (close) close.hidden = !session.launch?.returnUrl;
	});
	announceChanges(screen);
	announceRestored(screen);
}

/** @param {Screen} screen */
function announceRestored({ session, announce, watch }) {
	const note = find('#_restored');
	let announced = false;
	watch(() => {
		if (announced || !session.restored) return;
		announced = true;
		note.hidden = false;
		announce(textOf(note));
	});
}

/**
 * Trouble is said aloud once, and so are its end and the end of the course.
 * @param {Screen} screen
 */
function announceChanges(screen) {
	let last = 'solved';
	screen.watch((saveStatus) => {
		const { kind } = saveStatus;
		const now = isWarning(saveStatus) ? kind : endOf(saveStatus) || 'solved';
		if (now === last || kind === 'waiting' || kind === 'looking') return;
		last = now;
		// "It worked, everything is saved" only where that is known.
		const plain = now !== 'solved' || kind === 'saved';
		screen.announce(isWarning(saveStatus) || !plain ? saveStatusText(saveStatus, screen) : screen.t(now));
	});
}
