/** The icons that the page has, for what a block says later. */

/**
 * One of the icons that the page has.
 * @param {string} href
 */
export function makeIcon(href) {
	const svg = 'http://www.w3.org/2000/svg';
	const icon = document.createElementNS(svg, 'svg');
	icon.append(document.createElementNS(svg, 'use'));
	icon.firstElementChild?.setAttribute('href', href);
	icon.setAttribute('aria-hidden', 'true'); // the words beside it say it too
	return icon;
}
