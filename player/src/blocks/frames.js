/** A film on YouTube: nothing is asked of Google before the learner asks for the film. */

import { find, findAll, make, textOf } from '../dom.js';

export function startVideos() {
	for (const figure of findAll('[data-youtube]')) {
		find('button', figure).onclick = () => playVideo(figure);
	}
}

/** @param {HTMLElement} figure */
function playVideo(figure) {
	const frame = make('iframe');
	frame.title = textOf(figure.querySelector('figcaption'));
	frame.allow = 'autoplay; encrypted-media; fullscreen; picture-in-picture';
	frame.referrerPolicy = 'strict-origin-when-cross-origin'; // YouTube plays nothing for a page that hides its address
	frame.src = `https://www.youtube-nocookie.com/embed/${figure.dataset.youtube}?autoplay=1&rel=0`;
	find('.screen', figure).replaceWith(frame);
	frame.onload = () => frame.focus(); // not before: Chromium loses the focus of a frame whose page comes from elsewhere
}
