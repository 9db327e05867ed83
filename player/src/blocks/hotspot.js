/** Places in a picture: a click there is one on the box in the list below it, where the answer is. */

/** @import { Screen } from '../parts' */

import { findAll, inputsOf } from '../dom.js';

/** @param {Screen} screen */
export function startHotspots(screen) {
	for (const group of findAll('.hotspot')) startHotspot(group, screen);
}

/** @param {HTMLElement} group @param {Screen} screen */
function startHotspot(group, { watch }) {
	const spots = findAll('rect', group);
	const inputs = inputsOf(group);
	const follow = () => spots.forEach((spot, place) => spot.classList.toggle('on', inputs[place]?.checked));
	spots.forEach((spot, place) => (spot.onclick = () => inputs[place]?.click()));
	group.addEventListener('input', follow);
	watch(follow); // what was answered may come back later than the page
}
