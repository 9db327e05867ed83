/** Pages and films from elsewhere: nothing is asked of their host before the learner asks for it. */

import { find, findAll, make, textOf } from '../dom.js';

export function startFrames() {
	for (const figure of findAll('figure[data-frame]')) {
		find('button', figure).onclick = () => openFrame(figure, figure.dataset.frame);
	}
}

/**
 * @param {HTMLElement} figure
 * @param {string} [address]
 */
export function openFrame(figure, address = '') {
	const frame = make('iframe');
	frame.title = textOf(figure.querySelector('figcaption'));
	frame.allow = 'autoplay; encrypted-media; fullscreen; picture-in-picture';
	frame.referrerPolicy = 'strict-origin-when-cross-origin'; // YouTube plays nothing for a page that hides its address
	if (figure.matches('.embed')) {
		// A page of the learning system's own origin could lift its sandbox, and act as the learner.
		const own = new URL(address).origin === location.origin;
		frame.setAttribute('sandbox', `allow-scripts allow-forms allow-popups${own ? '' : ' allow-same-origin'}`);
	}
	frame.src = address;
	find('.screen, iframe', figure).replaceWith(frame);
	frame.onload = () => frame.focus(); // not before: Chromium loses the focus of a frame whose page comes from elsewhere
}
