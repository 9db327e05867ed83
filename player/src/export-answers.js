/** Taking answers along, on paper, by pasting or as a file; and leaving none behind on this device. */

import { find, findAll, make } from './dom.js';
import { isAlone } from './sentences.js';

/** @import { Screen } from './parts' */

/**
 * @param {Screen} screen
 * @param {() => string} text
 */
export function startExport(screen, text) {
	const { t, course } = screen;
	const status = find('#_copied');
	find('#_print').onclick = () => window.print();
	find('#_copy').onclick = async () => {
		status.textContent = t((await copyText(text())) ? 'copied' : 'not_copied');
	};
	find('#_download').onclick = () => {
		downloadText(text(), `${course.id}.txt`);
		status.textContent = t('downloaded'); // a frame may forbid it without a word
	};
	startForget(screen);
}

/** What is kept nowhere else is wiped only when a learner, told so, asks again. @param {Screen} screen */
function startForget({ session, t }) {
	const [status, anyway] = [find('#_forgotten'), find('#_anyway')];
	find('#_forget').onclick = async () => {
		anyway.hidden = await session.forget();
		status.textContent = t(anyway.hidden ? 'forgotten' : 'not_forgotten');
	};
	anyway.onclick = async () => {
		await session.forget(true);
		anyway.hidden = true;
		status.textContent = t('forgotten');
		if (isAlone(session.saveStatus)) location.reload(); // with an LMS, a page load is a session
	};
	// A course for shared devices has no such button.
	for (const leave of findAll('#_not_mine')) {
		leave.onclick = async () => {
			await session.leaveDevice();
			leave.hidden = true;
			status.textContent = t('left_device');
		};
	}
}

/**
 * The clipboard is closed to frames without permission and to plain http; the old way often works there.
 * @param {string} text
 */
export async function copyText(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return copyBySelection(text);
	}
}

/** @param {string} text */
function copyBySelection(text) {
	const before = document.activeElement;
	const field = document.body.appendChild(make('textarea', 'unseen'));
	field.value = text;
	field.select();
	const copied = document.execCommand('copy');
	field.remove();
	if (before instanceof HTMLElement) before.focus();
	return copied;
}

/**
 * With a byte order mark and CRLF: every Notepad shows it right, and phones don't mind.
 * @param {string} text
 * @param {string} name
 */
export function downloadText(text, name) {
	downloadFile(`\ufeff${text.replace(/\r?\n/g, '\r\n')}`, name, 'text/plain');
}

/** @param {string} text @param {string} name @param {string} type */
export function downloadFile(text, name, type) {
	const link = make('a');
	link.href = URL.createObjectURL(new Blob([text], { type }));
	link.download = name;
	link.click();
	// Not at once: a browser may begin to read it after the click has returned.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
