/** A page to print for who is done: who, what, when and how well. A name that is typed stays on the page, and goes nowhere. */

/** @import { Session } from './types' */
/** @import { Screen } from './parts' */

import { isSuccess, score } from './completion.js';
import { find, findAll } from './dom.js';

/** @param {Screen} screen */
export function startCertificate({ course, session, t, watch }) {
	const section = find('#_certificate');
	const [holder, day, result] = [find('.holder', section), find('.day', section), find('.result', section)];
	const field = /** @type {HTMLInputElement} */ (find('input', section));
	field.oninput = () => (holder.textContent = field.value);
	find('button', section).onclick = () => print();
	watch(({ status }) => {
		const done = isSuccess(status);
		// Only then it is one of the pages.
		section.classList.toggle('page', done);
		for (const link of findAll('.certificate-link')) link.hidden = !done;
		if (!done) return;
		const name = session.launch?.nameOf?.();
		if (name) holder.textContent = name;
		find('.typed', section).hidden = Boolean(name);
		day.textContent = t('certificate_day', { day: new Date(doneOn(session)).toLocaleDateString(course.language, { dateStyle: 'long', timeZone: 'UTC' }) });
		const n = course.grade === 'none' ? null : score(course, session.state);
		result.textContent = n === null ? '' : t('certificate_score', { n });
	});
}

/** The day on which the course was done, or seen to be: kept, or each print would have another. @param {Session} session @returns {string} */
function doneOn({ state: { extra }, writable, touch }) {
	if (isNaN(Date.parse(`${extra.done}`))) {
		const now = new Date();
		const day = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
		if (!writable) return day;
		extra.done = day;
		touch();
	}
	return `${extra.done}`;
}
