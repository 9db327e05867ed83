/**
 * The copies in this browser: what a learner wrote that is not proven to be anywhere else. The secret that opens them is part
 * of the state in the learning system: who opens the course as somebody else, or in another attempt, has another one.
 *
 * Each launch writes copies of its own, so that two tabs never write over one another; the next launch takes them over.
 */

import { openKeyEscrow } from './key-escrow.js';
import { openCipher } from './cipher.js';
import { copyOf, newestOf, decryptCopy } from './copy.js';
import { openJournal } from './journal.js';
import { openStores } from './stores.js';
import { openWriteBehind } from './write-behind.js';

/** @import { Cipher } from './cipher.js' */
/** @import { EarlierCopy } from './copy.js' */
/** @import { WriteBehind, StorageKind } from './write-behind.js' */

const NINETY_DAYS = 90 * 24 * 3600 * 1000;

/** @typedef {ReturnType<typeof openCopies>} Copies */
/**
 * @typedef {object} CopiesParts
 * @property {Window} window
 * @property {string} course
 * @property {string | null} student Null where the learning system names nobody; '' without one.
 * @property {string} secret
 * @property {boolean} stored Whether the learning system gave it.
 * @property {string} launch
 * @property {boolean} shared
 * @property {() => number} now
 * @property {() => void} onChange To be called when it is known where copies are kept.
 */

/** @param {CopiesParts} parts */
export function openCopies({ window, course, student, secret, stored, launch, now, shared, onChange }) {
	// What is of nobody in particular stays in this tab.
	const stores = openStores(window, shared || student === null);
	const escrow = openKeyEscrow(window, stores, course, student ?? '', now);
	const before = escrow.read().catch(() => '');
	/** The secret of an earlier launch that reached nobody goes on: another tab may still write with it. '' until that is known. */
	let own = stored ? secret : '';
	const cipher = before.then((earlier) => openCipher(window, (own ||= earlier || secret)));
	/** The same, once it is there. @type {Cipher | null} */
	let readyCipher = null;
	void cipher.then((opened) => { readyCipher = opened; });
	const journal = openJournal(window, () => own || secret, launch, now);
	/** @type {Map<string, WriteBehind>} */
	const pending = new Map();
	let secretStored = stored;
	/** Whether the escrow has the secret, or needn't. */
	let escrowed = stored;
	/** Where something new would be kept. @type {StorageKind} */
	let kind = stores.tab ? 'tab' : 'nowhere';
	/** Keys of earlier launches' copies, to be removed once they are taken over. @type {string[]} */
	let older = [];
	/** Names whose earlier copies were handed out. @type {Set<string>} */
	const handed = new Set();
	const earlier = readEarlier().catch(() => /** @type {EarlierCopy[]} */ ([]));

	async function readEarlier() {
		kind = (await stores.primary())?.kind ?? 'nowhere';
		const secrets = [...new Set([await before, (await cipher).secret])].filter(Boolean);
		const ciphers = await Promise.all(secrets.map((each) => openCipher(window, each)));
		const left = journal.earlier(secrets);
		const copies = await Promise.all((await stores.all()).map(async (store) => openOwnCopies(await store.all(), ciphers)));
		await updateEscrow();
		return newestOf([...copies.flat(), ...left]);
	}

	/** Copies of earlier launches, opened; the keys of others' that are with the learning system, or are too old, go. @param {Map<string, string>} all @param {Cipher[]} ciphers */
	async function openOwnCopies(all, ciphers) {
		/** @type {EarlierCopy[]} */
		const mine = [];
		const gone = [];
		for (const [key, text] of all) {
			const [name = '', file, by = ''] = key.split(':');
			const opener = ciphers.find((each) => each.name === file);
			const { at, sent } = copyOf(text);
			const value = opener && by !== launch ? await decryptCopy(opener, text) : undefined;
			if (value) {
				older.push(key);
				mine.push({ name, by, at, value });
			} else if (!opener && (sent || now() - at > NINETY_DAYS)) gone.push(key);
		}
		await stores.remove(gone);
		return mine;
	}

	/** The escrow is there as long as something can't be opened without it. */
	async function updateEscrow() {
		const { name: file } = await cipher;
		const needed = !secretStored || older.some((key) => cipherNameOf(key) !== file);
		if (!needed) await escrow.remove().catch(() => {});
		else if (!escrowed) await escrow.write(own).then(() => (escrowed = true), () => {});
	}

	/** @param {string} name */
	async function drop(name) {
		const keys = older.filter((key) => key.startsWith(`${name}:`));
		if (!pending.has(name)) journal.remove(name);
		if (!keys.length) return;
		older = older.filter((key) => !keys.includes(key));
		await stores.remove(keys);
		await updateEscrow();
	}

	/** @param {string} name */
	function writeBehind(name) {
		const there = pending.get(name) ?? openWriteBehind(name, launch, cipher, journal, stores.primary, now, onChange);
		pending.set(name, there);
		return there;
	}

	return {
		/** What earlier launches kept under this name, the oldest first. @param {string} name */
		async earlier(name) {
			const all = await earlier;
			handed.add(name);
			return all.filter((each) => each.name === name).map(({ value }) => value);
		},
		/** Keeps a value in place of what this launch kept under that name, and earlier ones, once those were handed out. @param {string} name @param {object} value @param {boolean} [sent] */
		change(name, value, sent) {
			const whole = handed.has(name);
			// The first words of a launch that the LMS may never hear of: nobody could open them without the escrow.
			if (!secretStored && !escrowed) void updateEscrow();
			void writeBehind(name).change(value, sent).then((kept) => (kept && whole ? drop(name) : undefined));
		},
		/** Of what earlier launches kept under this name, nothing is needed but what this one keeps. @param {string} name */
		async takeOver(name) {
			if ((await pending.get(name)?.write()) ?? true) await drop(name);
		},
		/** The page goes: what could not be kept in time is kept now. */
		leave() {
			for (const each of pending.values()) each.leave(readyCipher, stores.last);
		},
		/** The learning system has the secret: it needs no second home. */
		async confirm() {
			if (secretStored) return;
			secretStored = true;
			// Not before earlier copies are opened: the escrow may be all that opens them.
			await earlier;
			await updateEscrow();
		},
		/** Leaves none of it, until there is something new to keep. */
		async forget() {
			const { name: file } = await cipher;
			await Promise.all([...pending.values()].map((each) => each.clear()));
			for (const store of await stores.all()) older.push(...[...(await store.all()).keys()].filter((key) => cipherNameOf(key) === file));
			await stores.remove([...older, await escrow.key]);
			older = [];
			escrowed = false;
		},
		/** What is kept is kept in this tab only, from now on. */
		async leaveDevice() {
			// First of all, so that nothing new lands on the device meanwhile.
			stores.leaveDevice();
			await Promise.all([...pending.values()].map((each) => each.write()));
			const mine = [(await cipher).name, cipherNameOf(await escrow.key)];
			await stores.moveToTab((key) => mine.includes(cipherNameOf(key)));
		},
		persist: stores.persist,
		/** @param {string} name */
		storageOf: (name) => pending.get(name)?.storage ?? kind,
		/** The secret that opens these copies; '' until it is known. */
		get secret() { return own; },
	};
}

/** Which secret's a copy is. @param {string} key */
function cipherNameOf(key) {
	return key.split(':')[1] ?? '';
}
