/** A plan with a day, to put in one's calendar (iCalendar, RFC 5545). */

/** @import { Screen } from '../parts' */

import { find, findAll, inputsOf, textOf } from '../dom.js';
import { downloadFile } from '../export-answers.js';

const LONGEST_LINE = 75; // octets (3.1)

/** @param {Screen} screen */
export function startPlans(screen) {
	for (const group of findAll('.plan')) startPlan(group, screen);
}

/** @param {HTMLElement} group @param {Screen} screen */
function startPlan(group, { t, course }) {
	const verdict = find('.verdict', group);
	const what = /** @type {HTMLTextAreaElement} */ (find('textarea', group));
	const [when, who] = inputsOf(group);
	find('.calendar', group).onclick = () => {
		verdict.textContent = t(when?.value ? 'calendar_made' : 'date_first');
		if (!when?.value) return when?.focus();
		const title = textOf(find('.prompt', group));
		const text = calendar(when.value, what.value.trim() || title, [title, who?.value].filter(Boolean).join('\n'), new Date());
		downloadFile(text, `${course.id}.ics`, 'text/calendar');
	};
}

/** One whole day. @param {string} day As 2026-12-31. @param {string} summary @param {string} description @param {Date} now */
export function calendar(day, summary, description, now) {
	const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
	// In no two calendars alike (3.8.4.7); of who makes it nothing is told.
	const uid = `${stamp}-${Math.random().toString(36).slice(2)}@scormbuild`;
	const lines = [
		'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//scormbuild//plan//EN', 'BEGIN:VEVENT',
		`UID:${uid}`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${day.replace(/-/g, '')}`,
		`SUMMARY:${escapeText(summary)}`, `DESCRIPTION:${escapeText(description)}`, 'END:VEVENT', 'END:VCALENDAR', '',
	];
	return lines.map(foldLine).join('\r\n');
}

/** TEXT (3.3.11). @param {string} text */
function escapeText(text) {
	return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** What is too long goes on in the next line, behind a blank; no character is cut. @param {string} line */
function foldLine(line) {
	let [folded, size] = ['', 0];
	for (const character of line) {
		const octets = new TextEncoder().encode(character).length;
		if (size + octets > LONGEST_LINE) [folded, size] = [`${folded}\r\n `, 1];
		folded += character;
		size += octets;
	}
	return folded;
}
