/** Ids (RFC 9562): by chance for a registration, by name for a statement. Plain http has no crypto.subtle, so SHA-1 is here. */

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** A UUID, or ''. @param {unknown} value */
export function uuidOf(value) {
	const text = `${value}`.toLowerCase();
	return UUID.test(text) ? text : '';
}

/** A new one by chance: version 4. @returns {string} */
export function newUuid() {
	// crypto.randomUUID is for https only; this is everywhere.
	return formatUuid([...crypto.getRandomValues(new Uint32Array(4))], 4);
}

/** The one that a name has in a namespace: version 5. @param {string} namespace @param {string} name @returns {string} */
export function uuid5(namespace, name) {
	const space = namespace.match(/[\da-f]{2}/g) ?? [];
	return formatUuid(sha1([...space.map((pair) => parseInt(pair, 16)), ...new TextEncoder().encode(name)]), 5);
}

/** @param {number[]} words @param {number} version */
function formatUuid(words, version) {
	// Variant and version stand at fixed places (RFC 9562 4.1, 4.2).
	const variant = '89ab'[(/** @type {number} */ (words[2]) >>> 28) & 3];
	return hexadecimal(words).replace(/^(.{8})(.{4}).(...).(...)(.{12}).*/, `$1-$2-${version}$3-${variant}$4-$5`);
}

/** @param {number[]} words Of 32 bits. */
export function hexadecimal(words) {
	return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** @param {number} word @param {number} by */
const rotateLeft = (word, by) => (word << by) | (word >>> (32 - by));

/** One for each twenty steps: the roots of 2, 3, 5 and 10. */
const CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];

/** The functions of section 4.1.1. @param {number} step @param {number} b @param {number} c @param {number} d */
function logicalFunction(step, b, c, d) {
	if (step < 20) return (b & c) | (~b & d);
	return step >= 40 && step < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
}

/** The digest as five words (FIPS 180-4, section 6.1), of less than 512 MB: a long answer takes its time, so no step makes an object. @param {ArrayLike<number>} bytes */
export function sha1(bytes) {
	const blocks = new Int32Array(((bytes.length + 72) >> 6) << 4);
	const add = (/** @type {number} */ byte, /** @type {number} */ place) => { blocks[place >> 2] = wordAt(blocks, place >> 2) | (byte << (24 - (place % 4) * 8)); };
	for (let place = 0; place < bytes.length; place++) add(bytes[place] ?? 0, place);
	// A bit 1, zeros, and the length in bits (5.1.1).
	add(128, bytes.length);
	blocks[blocks.length - 1] = bytes.length * 8;
	const hash = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
	const words = new Int32Array(80);
	for (let block = 0; block < blocks.length; block += 16) {
		words.set(blocks.subarray(block, block + 16));
		for (let t = 16; t < 80; t++) words[t] = rotateLeft(wordAt(words, t - 3) ^ wordAt(words, t - 8) ^ wordAt(words, t - 14) ^ wordAt(words, t - 16), 1);
		let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
		for (let t = 0; t < 80; t++) {
			const next = (rotateLeft(a, 5) + logicalFunction(t, b, c, d) + e + wordAt(words, t) + (CONSTANTS[Math.floor(t / 20)] ?? 0)) | 0;
			e = d;
			d = c;
			c = rotateLeft(b, 30);
			b = a;
			a = next;
		}
		[a, b, c, d, e].forEach((value, place) => { hash[place] = wordAt(hash, place) + value; });
	}
	return [...hash];
}

/** @param {Int32Array} words @param {number} place */
function wordAt(words, place) {
	return /** @type {number} */ (words[place]);
}
