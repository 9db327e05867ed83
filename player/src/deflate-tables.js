/** What both ways of raw deflate share (RFC 1951): the tables of the standard, and codes from their lengths. */

export const END = 256;
export const LONGEST_CODE = 15;
/** In which order a block gives the lengths of the codes for lengths (3.2.7). */
export const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** What a match's length and distance begin at for each symbol, and how many further bits tell the rest (3.2.5). */
// 258 has a symbol of its own, out of the row.
export const LENGTHS = ranges(28, 3, 4).concat([[258, 0]]);
export const DISTANCES = ranges(30, 1, 2);

/** @typedef {[start: number, bits: number]} Range */

/** @param {number} count @param {number} start @param {number} group Symbols with as many bits. @returns {Range[]} */
function ranges(count, start, group) {
	return Array.from({ length: count }, (_, index) => {
		const bits = Math.max(0, Math.floor(index / group) - 1);
		start += 1 << bits;
		return [start - (1 << bits), bits];
	});
}

/** The codes that follow from their lengths, in order of length and symbol (3.2.2). @param {number[]} lengths */
export function canonicalCodes(lengths) {
	const codes = Array(lengths.length).fill(0);
	for (let length = 1, code = 0; length <= LONGEST_CODE; length++, code <<= 1) {
		lengths.forEach((own, symbol) => {
			if (own === length) codes[symbol] = code++;
		});
	}
	return codes;
}

/** @param {Uint8Array} bytes @param {number} at @param {boolean} [needed] */
export function byte(bytes, at, needed = false) {
	const value = bytes[at];
	if (needed && value === undefined) throw new RangeError();
	return value ?? 0;
}

/** @param {Range[]} table @param {number} symbol @returns {Range} */
export function range(table, symbol) {
	const found = table[symbol];
	if (!found) throw new RangeError();
	return found;
}
