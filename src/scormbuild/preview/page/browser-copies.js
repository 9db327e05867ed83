/**
 * What a course without an LMS keeps in this browser (player/src/browser): copies that a secret opens, and the secret, which
 * opens with the name of the course, as nobody's name is known.
 */

const DATABASE = 'scormbuild';
const TABLE = 'copies';
const PREFIX = 'scormbuild:';
/** Begins a copy that was written where a browser has no WebCrypto, and one that was written as a page went. */
const [PLAIN, LAST] = ['=', '~'];

/** @typedef {{place: 'device' | 'tab' | '', answers: Record<string, string>, at: number}} Kept */

/** The newest answers of this course, and where they are. @param {string} course @returns {Promise<Kept>} */
export async function readKept(course) {
	const [device, tab] = [await readDatabase(), readStorage(sessionStorage)];
	const escrow = await openCipher(JSON.stringify([course, '']));
	/** @type {Kept} */
	let newest = { place: '', answers: {}, at: 0 };
	for (const [place, copies] of /** @type {['device' | 'tab', Map<string, string>][]} */ ([['device', device], ['tab', tab]])) {
		const { secret } = (await escrow.decrypt(copies.get(`secret:${escrow.name}`))) ?? {};
		if (typeof secret !== 'string') continue;
		const cipher = await openCipher(secret);
		for (const [key, text] of copies) {
			if (!key.startsWith(`answers:${cipher.name}:`)) continue;
			const value = await cipher.decrypt(text);
			const { at } = parse(text);
			if (value && Number(at) >= newest.at) newest = { place, answers: answersOf(value), at: Number(at) };
		}
	}
	return newest;
}

/** Leave nothing of any course. */
export async function emptyBrowser() {
	await new Promise((resolve) => {
		const request = indexedDB.deleteDatabase(DATABASE);
		request.onsuccess = request.onerror = request.onblocked = () => resolve(null);
	});
	for (const storage of [localStorage, sessionStorage]) {
		for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
	}
}

/** @param {Record<string, unknown>} value @returns {Record<string, string>} */
function answersOf({ answers }) {
	return Object.fromEntries(Object.entries(answers && typeof answers === 'object' ? answers : {}).map(([id, answer]) => [id, String(answer)]));
}

/** @returns {Promise<Map<string, string>>} */
async function readDatabase() {
	// Not opened where there is none: the course makes it, in a version of its own.
	if (!(await indexedDB.databases()).some(({ name }) => name === DATABASE)) return new Map();
	const database = await resultOf(indexedDB.open(DATABASE));
	try {
		const copies = database.transaction(TABLE).objectStore(TABLE);
		const [keys, texts] = await Promise.all([resultOf(copies.getAllKeys()), resultOf(copies.getAll())]);
		return new Map(keys.map((key, place) => [String(key), String(texts[place])]));
	} catch {
		return new Map(); // another page is making it
	} finally {
		database.close();
	}
}

/** @param {Storage} storage */
function readStorage(storage) {
	const keys = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
	return new Map(keys.map((key) => [key.slice(PREFIX.length), storage.getItem(key) ?? '']));
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function resultOf(request) {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

/** @param {string} secret */
async function openCipher(secret) {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-512', new TextEncoder().encode(`scormbuild\n${secret}`)));
	const key = await crypto.subtle.importKey('raw', digest.slice(0, 32), 'AES-GCM', false, ['decrypt']);
	return {
		name: base64url(digest.slice(48)),
		/** What a copy holds; nothing of one that this secret doesn't open. @param {string | undefined} copy @returns {Promise<Record<string, unknown> | null>} */
		async decrypt(copy) {
			const { sealed } = parse(copy);
			if (typeof sealed !== 'string' || sealed[0] === LAST) return null;
			if (sealed[0] === PLAIN) return parse(sealed.slice(1));
			const [iv = '', data = ''] = sealed.split('.');
			const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, key, bytesOf(data)).catch(() => null);
			return opened && parse(new TextDecoder().decode(opened));
		},
	};
}

/** @param {string | undefined} text @returns {Record<string, unknown>} */
function parse(text) {
	try {
		return JSON.parse(text ?? '') ?? {};
	} catch {
		return {};
	}
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
	return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} text */
function bytesOf(text) {
	return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
