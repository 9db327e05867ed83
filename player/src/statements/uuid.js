/** Ids (RFC 9562): by chance for a registration, by name for a statement. Plain http has no crypto.subtle, so SHA-1 is here. */

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** A UUID, or ''. @param {unknown} value */
export function uuidOf(value) {
	const text = `${value}`.toLowerCase();
	return UUID.test(text) ? text : '';
}

/** A new one by chance: version 4. @returns {string} */
export function newUuid() {
	return uuid([...crypto.getRandomValues(new Uint32Array(4))], 4);
}

/** The one that a name has in a namespace: version 5. @param {string} namespace @param {string} name @returns {string} */
export function uuid5(namespace, name) {
	const space = namespace.match(/[\da-f]{2}/g) ?? [];
	return uuid(sha1([...space.map((pair) => parseInt(pair, 16)), ...new TextEncoder().encode(name)]), 5);
}

/** @param {number[]} words @param {number} version */
function uuid(words, version) {
	const variant = '89ab'[(/** @type {number} */ (words[2]) >>> 28) & 3];
	return hexadecimal(words).replace(/^(.{8})(.{4}).(...).(...)(.{12}).*/, `$1-$2-${version}$3-${variant}$4-$5`);
}

/** @param {number[]} words Of 32 bits. */
export function hexadecimal(words) {
	return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** @param {number} word @param {number} by */
const turned = (word, by) => (word << by) | (word >>> (32 - by));

/** The digest as five words (FIPS 180-4, section 6.1), of less than 512 MB. @param {number[]} bytes */
export function sha1(bytes) {
	const blocks = Array(((bytes.length + 72) >> 6) << 4).fill(0);
	[...bytes, 128].forEach((byte, place) => { blocks[place >> 2] |= byte << (24 - (place % 4) * 8); });
	blocks[blocks.length - 1] = bytes.length * 8;
	let hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
	while (blocks.length) {
		const words = blocks.splice(0, 16);
		const word = (/** @type {number} */ t) => /** @type {number} */ (words[t]);
		let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
		for (let t = 0; t < 80; t++) {
			if (t > 15) words.push(turned(word(t - 3) ^ word(t - 8) ^ word(t - 14) ^ word(t - 16), 1));
			const odd = b ^ c ^ d;
			const rounds = [[(b & c) | (~b & d), 2], [odd, 3], [(b & c) | (b & d) | (c & d), 5], [odd, 10]];
			const [mixed = 0, square = 0] = rounds[Math.floor(t / 20)] ?? [];
			const next = turned(a, 5) + mixed + e + word(t) + Math.floor(Math.sqrt(square) * 2 ** 30);
			[a, b, c, d, e] = [next | 0, a, turned(b, 30), c, d];
		}
		hash = [a, b, c, d, e].map((value, place) => (value + /** @type {number} */ (hash[place])) | 0);
	}
	return hash;
}
