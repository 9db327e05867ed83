/** One value of this launch: in the tab's journal at once, and a moment later, sealed, in the lasting place. */

import { copyEntry, encryptCopy } from './copy.js';

/** @import { Cipher } from './cipher.js' */
/** @import { Journal } from './journal.js' */
/** @import { Store } from './store.js' */
/** @typedef {ReturnType<typeof openWriteBehind>} WriteBehind */
/** @typedef {'device' | 'tab' | 'nowhere'} StorageKind */

/**
 * @param {string} name @param {string} launch
 * @param {Promise<Cipher>} cipher @param {Journal} journal
 * @param {() => Promise<Store | undefined>} place @param {() => number} now @param {() => void} onChange
 */
export function openWriteBehind(name, launch, cipher, journal, place, now, onChange) {
	/** @type {object | undefined} */
	let value;
	let sent = false;
	/** Whether the journal has the newest value. */
	let inTab = false;
	/** Grow with each change, and with each that is kept. */
	let [version, kept] = [0, 0];
	/** Where the newest value is for sure. @type {StorageKind} */
	let storage = 'nowhere';
	/** What a page that went wrote in haste, should it live on a little. @type {(() => void) | undefined} */
	let removeLast;
	/** One write after the other. @type {Promise<boolean>} */
	let writing = Promise.resolve(true);

	/** Whether all of it is kept. */
	async function write() {
		if (value === undefined || kept === version) return true;
		const current = version;
		try {
			const [store, { name: file }] = [await place(), await cipher];
			await store?.put(`${name}:${file}:${launch}`, await encryptCopy(await cipher, value, now(), sent));
			if (!store) return false;
			kept = current;
			storage = store.kind;
			if (current === version) {
				journal.remove(name);
				removeLast?.();
			}
			return true;
		} catch {
			storage = inTab ? 'tab' : 'nowhere'; // full, or blocked by now
			return false;
		} finally {
			onChange();
		}
	}

	const writeBehind = {
		/** @param {object} newer @param {boolean} [elsewhere] Whether it is known to be where it goes. */
		change(newer, elsewhere = false) {
			[value, sent] = [newer, elsewhere];
			version += 1;
			// In the same task as the keystroke; all else waits for a promise.
			inTab = journal.write(name, newer);
			if (storage !== 'device') storage = inTab ? 'tab' : 'nowhere';
			return writeBehind.write();
		},
		/** Fulfilled with whether the newest value is kept. */
		write: () => (writing = writing.then(write)),
		/** The page goes: what isn't kept yet is written now, if there is something to seal it with. @param {Cipher | null} readyCipher @param {Store | undefined} store */
		leave(readyCipher, store) {
			if (!readyCipher || value === undefined || kept === version) return;
			const [key, sealed] = [`${name}:${readyCipher.name}:${launch}`, readyCipher.encryptNow(JSON.stringify(value))];
			if (sealed !== undefined) store?.put(key, copyEntry(sealed, now(), sent)).catch(() => {});
			removeLast = () => void store?.remove([key]);
		},
		/** Nothing of it is written any more. */
		async clear() {
			value = undefined;
			journal.remove(name);
			await writing;
		},
		get storage() { return storage; },
	};
	return writeBehind;
}
