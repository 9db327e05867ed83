/** Where in this browser copies are kept: the device, or the tab alone where others use it too. */

import { tryCall } from '../try-call.js';
import { openDeviceStore, openLastStore, openTabStore } from './store.js';

/** @import { Store } from './store.js' */
/** @typedef {ReturnType<typeof openStores>} Stores */

const TAB_ONLY = 'scormbuild:tab-only';

/** @param {Window} window @param {boolean} shared Whether others use this device, or may. */
export function openStores(window, shared) {
	const tab = tryCall(() => openTabStore(window));
	let tabOnly = shared || tryCall(() => window.sessionStorage.getItem(TAB_ONLY)) === 'yes';
	/** Undefined where the browser has none, or blocks it. @type {Promise<Store | undefined>} */
	const device = openDeviceStore(window).catch(() => undefined);
	const last = tryCall(() => openLastStore(window));
	/** Every place that may hold something. */
	const all = async () => [await device, last, tab].filter((store) => store !== undefined);
	return {
		tab,
		/** For a page that goes; undefined where nothing is kept beyond the tab. */
		get last() { return tabOnly ? undefined : last; },
		/** @returns {Promise<Store | undefined>} */
		primary: async () => (tabOnly ? tab : (await device) ?? tab),
		all,
		/** Whatever refuses to go stays. @param {string[]} keys */
		async remove(keys) {
			if (keys.length) for (const store of await all()) await store.remove(keys).catch(() => {});
		},
		/** From now on nothing new is kept beyond this tab. */
		leaveDevice() {
			tabOnly = true;
			tryCall(() => window.sessionStorage.setItem(TAB_ONLY, 'yes'));
		},
		/** What is on the device already comes to the tab. @param {(key: string) => boolean} mine */
		async moveToTab(mine) {
			for (const store of [await device, last]) {
				for (const [key, text] of (await store?.all()) ?? []) {
					if (!mine(key)) continue;
					// There before it goes here: whatever happens in between, one is left.
					await tab?.put(key, text);
					await store?.remove([key]);
				}
			}
		},
		/** Asks the browser not to clear the device's store when room gets short. */
		persist: () => void tryCall(() => window.navigator.storage.persist().catch(() => {})),
	};
}
