/** How single values reach the server where a commit does nothing: by themselves, a moment after they were set. */

const PAUSE = 300;

/**
 * @typedef {object} Values
 * @property {Record<string, string>} visible  what a read gives
 * @property {(name: string, value: string) => void} set
 *
 * @typedef {import('./sender.js').Sender} Sender
 */

/**
 * The first value leaves at once, the rest together after the answer to it; a read shows what has left.
 * @param {Record<string, string>} cmi @param {Sender} sender @param {() => boolean} isBlocked  whether nothing gets out now
 * @returns {Values}
 */
export function openQueue(cmi, sender, isBlocked) {
	const visible = { ...cmi };
	/** @type {Record<string, string>} */
	let pending = {};
	let busy = false;

	async function flush() {
		busy = true;
		while (Object.keys(pending).length && !isBlocked()) {
			const changed = pending;
			pending = {};
			Object.assign(visible, changed);
			await sender.send({ changed });
		}
		busy = false;
	}

	return {
		visible,
		set(name, value) {
			pending[name] = value;
			if (!busy) flush();
		},
	};
}

/**
 * suspend_data leaves once it has been left alone for a moment, and `passed` at once; a read shows what was there at launch.
 * @param {Record<string, string>} cmi @param {Sender} sender @param {() => boolean} isBlocked
 * @returns {Values}
 */
export function openDebounce(cmi, sender, isBlocked) {
	let timer = 0;
	/** @param {Record<string, string>} changed */
	const send = (changed) => {
		if (!isBlocked()) sender.send({ changed });
	};
	return {
		visible: cmi,
		set(name, value) {
			if (name === 'cmi.core.lesson_status' && value === 'passed') send({ [name]: value });
			if (name !== 'cmi.suspend_data') return;
			clearTimeout(timer);
			timer = window.setTimeout(send, PAUSE, { [name]: value });
		},
	};
}

/** By the names that run_times.py has for them. @type {Record<string, typeof openQueue>} */
export const VALUES = { queue: openQueue, debounce: openDebounce };
