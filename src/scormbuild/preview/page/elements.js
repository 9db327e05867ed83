/** What the panels of all standards are made of. Text only ever goes in as text. */

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
	const found = document.getElementById(id);
	if (!found) throw new Error(`no #${id} in the page`);
	return found;
}

/** @param {string} name @param {(string | Node)[]} children */
export function element(name, ...children) {
	const made = document.createElement(name);
	made.append(...children);
	return made;
}

/** @param {HTMLElement} list @param {[string, string][]} entries */
export function showEntries(list, entries) {
	list.replaceChildren(...entries.flatMap(([name, value]) => [element('dt', name), element('dd', value || '–')]));
}

/** @param {{place: string, message: string, hint: string}[]} faults */
export function showBuildErrors(faults) {
	const box = byId('faults');
	box.hidden = !faults.length;
	const items = faults.map(({ place, message, hint }) => {
		const item = element('li', element('code', place), ` ${message}`);
		if (hint) item.append(element('small', hint));
		return item;
	});
	box.querySelector('ul')?.replaceChildren(...items);
}

/** The switches that this page has. @param {Record<string, boolean | string>} switches */
export function showSwitchValues(switches) {
	const { elements } = /** @type {HTMLFormElement} */ (byId('switches'));
	for (const [name, value] of Object.entries(switches)) {
		const field = elements.namedItem(name);
		if (field instanceof HTMLInputElement) field.checked = value === true;
		if (field instanceof HTMLSelectElement) field.value = String(value);
	}
}

/** One sentence above the course or in its place; none hides it. @param {string} text */
export function showMessage(text) {
	byId('message').textContent = text;
	byId('message').hidden = !text;
}
