/** Finding and making elements. Text is only ever set as text: a learner's words never become HTML. */

/**
 * The first element that fits; the templates promise that it is there.
 * @param {string} selector
 * @param {ParentNode} [root]
 */
export function find(selector, root = document) {
	return /** @type {HTMLElement} */ (root.querySelector(selector));
}

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 */
export function findAll(selector, root = document) {
	return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
}

/**
 * The inputs of a group, in order.
 * @param {ParentNode} root
 */
export function inputsOf(root) {
	return [...root.querySelectorAll('input')];
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {(Node | string)[]} content
 */
export function make(tag, className = '', ...content) {
	const element = document.createElement(tag);
	element.className = className;
	element.append(...content);
	return element;
}

/**
 * @param {string} label
 * @param {() => void} press
 */
export function makeButton(label, press) {
	const button = make('button', '', label);
	button.onclick = press;
	return button;
}

/**
 * A link to a page or a question of this course.
 * @param {string} id
 * @param {string} text
 */
export function makeLink(id, text) {
	const link = make('a', '', text);
	link.href = `#${id}`;
	return link;
}

/**
 * What an element says, on one line.
 * @param {Element | null | undefined} element
 */
export function textOf(element) {
	return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
