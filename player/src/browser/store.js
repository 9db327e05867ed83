/**
 * Stores in this browser, each a map of text to text. IndexedDB lasts, and an LMS that empties localStorage leaves it alone
 * (Moodle does, at each page after a log-in); sessionStorage goes with the tab. localStorage alone lasts and doesn't make
 * a page wait that is about to go: it takes what IndexedDB could not take in time.
 */

const DATABASE = 'scormbuild';
const TABLE = 'copies';

/**
 * @typedef {object} Store
 * @property {'device' | 'tab'} kind
 * @property {() => Promise<Map<string, string>>} all
 * @property {(key: string, text: string) => Promise<void>} put Fulfilled once it is kept, also when the power goes.
 * @property {(keys: string[]) => Promise<void>} remove
 */

/** The lasting one; rejects where the browser has none, or blocks it. @param {Window} window @returns {Promise<Store>} */
export async function openDeviceStore(window) {
	const opening = window.indexedDB.open(DATABASE, 1);
	opening.onupgradeneeded = () => void opening.result.createObjectStore(TABLE);
	const database = await requestResult(opening);
	// Or this tab would keep a later player in another one from opening its database.
	database.onversionchange = () => database.close();
	/** @param {IDBTransactionMode} mode */
	// By default a browser may call it done before the disk has it.
	const table = (mode) => database.transaction(TABLE, mode, { durability: 'strict' }).objectStore(TABLE);
	return {
		kind: 'device',
		async all() {
			const copies = table('readonly');
			const [keys, texts] = await Promise.all([requestResult(copies.getAllKeys()), requestResult(copies.getAll())]);
			return new Map(keys.map((key, place) => [`${key}`, `${texts[place]}`]));
		},
		put: (key, text) => runTransaction(table('readwrite'), (copies) => copies.put(text, key)),
		remove: (keys) => runTransaction(table('readwrite'), (copies) => { for (const key of keys) copies.delete(key); }),
	};
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function requestResult(request) {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

/** A request that succeeded may still be undone: only a transaction that is complete has been kept. @param {IDBObjectStore} copies @param {(copies: IDBObjectStore) => void} act @returns {Promise<void>} */
function runTransaction(copies, act) {
	return new Promise((resolve, reject) => {
		const { transaction } = copies;
		transaction.oncomplete = () => resolve();
		transaction.onabort = transaction.onerror = () => reject(transaction.error);
		act(copies);
	});
}

const STORE_PREFIX = 'scormbuild:';

/** The tab's own: throws where it is blocked. @param {Window} window @returns {Store} */
export function openTabStore(window) {
	return storeIn(window.sessionStorage, 'tab');
}

/** What a page that goes can still write. The same. @param {Window} window @returns {Store} */
export function openLastStore(window) {
	return storeIn(window.localStorage, 'device');
}

/** @param {globalThis.Storage} storage @param {Store['kind']} kind @returns {Store} */
function storeIn(storage, kind) {
	return {
		kind,
		async all() {
			const keys = Object.keys(storage).filter((key) => key.startsWith(STORE_PREFIX));
			return new Map(keys.map((key) => [key.slice(STORE_PREFIX.length), storage.getItem(key) ?? '']));
		},
		async put(key, text) { storage.setItem(STORE_PREFIX + key, text); }, // done when it returns: see copies.leave
		async remove(keys) { for (const key of keys) storage.removeItem(STORE_PREFIX + key); },
	};
}
