/** What this tab could not yet give to the device: written at each keystroke, before a sealed copy can be. */

import { tryCall } from '../try-call.js';
import { isRecord } from '../state.js';
import { parseObject } from './copy.js';

/** @import { EarlierCopy } from './copy.js' */
/** @typedef {ReturnType<typeof openJournal>} Journal */

const PREFIX = 'scormbuild:journal:';

/** @param {Window} window @param {() => string} secret Whose it is. @param {string} by This launch. @param {() => number} now */
export function openJournal(window, secret, by, now) {
	/** @param {string} name */
	const remove = (name) => void tryCall(() => window.sessionStorage.removeItem(PREFIX + name));
	/** @param {string} name @param {object} value */
	const write = (name, value) => {
		const text = JSON.stringify({ secret: secret(), by, at: now(), value });
		return tryCall(() => (window.sessionStorage.setItem(PREFIX + name, text), true)) ?? false;
	};
	return {
		/** Whether it is kept. */
		write,
		remove,
		/** What was left by a page that crashed. Somebody else's goes: it is theirs alone. @param {string[]} secrets @returns {EarlierCopy[]} */
		earlier(secrets) {
			const keys = tryCall(() => Object.keys(window.sessionStorage).filter((key) => key.startsWith(PREFIX))) ?? [];
			return keys.flatMap((key) => {
				const name = key.slice(PREFIX.length);
				const { secret: whose, by: writer, at, value } = parseObject(tryCall(() => window.sessionStorage.getItem(key)) ?? '');
				if (writer === by) return [];
				if (secrets.includes(`${whose}`)) return [{ name, by: `${writer}`, at: Number(at) || 0, value: isRecord(value) ? value : {} }];
				remove(name);
				return [];
			});
		},
	};
}
