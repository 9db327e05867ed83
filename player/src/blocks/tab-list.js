/** Parts of which one is to be seen, and a tab for each (WAI-ARIA, tabs pattern). Without this script all are to be seen. */

import { find, findAll, make } from '../dom.js';

export function startTabs() {
	findAll('.tabs').forEach(startTabGroup);
}

/** @param {HTMLElement} group @param {number} number Of the groups. */
function startTabGroup(group, number) {
	const panels = findAll('.panel', group);
	const tabs = panels.map((panel, place) => makeTab(panel, `${number}_${place}`));
	const list = make('div', 'tab-list', ...tabs);
	list.setAttribute('role', 'tablist');
	group.prepend(list);
	/** @param {number} chosen */
	const choose = (chosen) => panels.forEach((panel, place) => {
		const tab = /** @type {HTMLElement} */ (tabs[place]);
		tab.ariaSelected = String(place === chosen);
		tab.tabIndex = place === chosen ? 0 : -1;
		panel.hidden = place !== chosen;
	});
	tabs.forEach((tab, place) => {
		tab.onclick = () => choose(place);
		tab.onkeydown = ({ key }) => {
			const wanted = /** @type {Record<string, number>} */ ({ ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 })[key];
			if (wanted === undefined) return;
			const next = tabs[(wanted + tabs.length) % tabs.length];
			next?.focus();
			next?.click();
		};
	});
	choose(0);
	// A link to what stands in a part that isn't to be seen, such as a question.
	group.addEventListener('reveal', ({ target }) => choose(panels.findIndex((panel) => panel.contains(/** @type {Node} */ (target)))));
}

/** The heading of a part becomes its tab. @param {HTMLElement} panel @param {string} name */
function makeTab(panel, name) {
	const heading = find('h2,h3,h4,h5,h6', panel);
	const tab = make('button', 'tab');
	tab.append(...heading.childNodes);
	heading.remove();
	tab.id = `_tab_${name}`;
	panel.id = `_panel_${name}`;
	tab.role = 'tab';
	panel.role = 'tabpanel';
	tab.setAttribute('aria-controls', panel.id);
	panel.setAttribute('aria-labelledby', tab.id);
	return tab;
}
