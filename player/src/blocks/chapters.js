/** The list of times beneath a film: each leads to its place in the film, which then plays. */

import { openFrame } from './frames.js';
import { findAll } from '../dom.js';

export function startChapters() {
	for (const link of findAll('.chapters a')) {
		link.onclick = (event) => {
			event.preventDefault();
			play(/** @type {HTMLElement} */ (link.closest('figure')), link.dataset);
		};
	}
}

/**
 * @param {HTMLElement} figure
 * @param {DOMStringMap} place
 */
function play(figure, { at, frame }) {
	const film = figure.querySelector('video');
	if (!film) return openFrame(figure, frame);
	film.currentTime = Number(at);
	film.play().catch(() => {}); // a browser may want to be asked itself
	film.focus(); // its own keys pause it
}
