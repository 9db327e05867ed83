/** The whole course on paper: all of its pages, with the answers in their places. */

import { find, findAll } from './dom.js';

export function startPrint() {
	find('#_print_all').onclick = async () => {
		const pages = findAll('.page').map((section) => ({ section, hidden: section.hidden }));
		addEventListener('afterprint', () => pages.forEach(({ section, hidden }) => (section.hidden = hidden)), { once: true });
		for (const { section } of pages) section.hidden = section.id.startsWith('_'); // the learner's own pages have a button of their own
		const images = /** @type {HTMLImageElement[]} */ (findAll('.page img'));
		for (const image of images) image.loading = 'eager';
		// What can't be shown is no reason not to print the rest.
		await Promise.allSettled(images.map((image) => image.decode()));
		print();
	};
}
