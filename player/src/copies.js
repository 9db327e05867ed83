/** Taking answers along, on paper, by pasting or as a file; and leaving none behind on this device. */

/** @import { Screen } from './parts' */

import { find, make } from './dom.js';

/**
 * @param {Screen} screen
 * @param {() => string} text
 */
export function startCopies(screen, text) {
	find('#_print').onclick = () => window.print();
	find('#_copy').onclick = async () => {
		find('#_copied').textContent = screen.say((await copy(text())) ? 'copied' : 'not_copied');
	};
	find('#_download').onclick = () => download(text(), `${screen.course.id}.txt`);
	startForget(screen);
}

/** What is kept nowhere else is wiped only when a learner, told so, asks again. @param {Screen} screen */
function startForget({ session, say }) {
	const [said, anyway] = [find('#_forgotten'), find('#_anyway')];
	find('#_forget').onclick = () => {
		anyway.hidden = session.forget();
		said.textContent = say(anyway.hidden ? 'forgotten' : 'not_forgotten');
	};
	anyway.onclick = () => {
		session.forget(true);
		anyway.hidden = true;
		said.textContent = say('forgotten');
		if (session.standing.kind === 'alone') location.reload(); // with an LMS, a page load is a session
	};
}

/**
 * The clipboard is closed to frames without permission and to plain http; the old way often works there.
 * @param {string} text
 */
async function copy(text) {
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
function download(text, name) {
	const link = make('a');
	const lines = text.replace(/\r?\n/g, '\r\n');
	link.href = URL.createObjectURL(new Blob(['\ufeff', lines], { type: 'text/plain' }));
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
