/** Images that open large, in a dialog of the browser's own: it keeps the focus, closes with Escape and gives the focus back. */

/** @import { Screen, Translate } from '../parts' */

import { find, findAll, make, makeButton, textOf } from '../dom.js';

/** @param {Screen} screen */
export function startEnlarge({ t }) {
	for (const button of findAll('.enlarge')) {
		const figure = /** @type {HTMLElement} */ (button.parentNode);
		const all = findAll('.enlarge', button.closest('.gallery') ?? figure);
		button.onclick = () => openLarge(all, all.indexOf(button), t);
		find('img', figure).onclick = () => button.click(); // where a finger goes first
	}
}

/**
 * @param {HTMLElement[]} all the buttons of one gallery
 * @param {number} place which of them was pressed
 * @param {Translate} t
 */
function openLarge(all, place, t) {
	const dialog = make('dialog', 'large');
	const image = make('img');
	const caption = make('p');
	caption.setAttribute('role', 'status'); // the focus stays on the button, so a new image must be said
	/** @param {number} step */
	const show = (step) => {
		place = (place + step + all.length) % all.length;
		const figure = /** @type {HTMLElement} */ (all[place]?.parentNode);
		({ src: image.src, alt: image.alt } = /** @type {HTMLImageElement} */ (find('img', figure)));
		dialog.setAttribute('aria-label', image.alt);
		const count = all.length > 1 ? `${place + 1}/${all.length} ` : '';
		caption.textContent = count + textOf(figure.querySelector('figcaption'));
	};
	const buttons = make('p', 'buttons', makeButton(t('close'), () => dialog.close()));
	if (all.length > 1) {
		buttons.prepend(makeButton(t('previous_picture'), () => show(-1)), makeButton(t('next_picture'), () => show(1)));
		dialog.onkeydown = ({ key }) => show(key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0);
	}
	dialog.append(image, caption, buttons);
	dialog.onclick = ({ target }) => target === dialog && dialog.close(); // what is around it
	dialog.onclose = () => dialog.remove();
	document.body.append(dialog);
	show(0);
	dialog.showModal();
}
