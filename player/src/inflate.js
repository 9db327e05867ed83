/** Raw deflate read back (RFC 1951): what deflate.js writes, and no other kind of block. */

import { DISTANCES, END, LENGTHS, LONGEST_CODE, ORDER, byte, canonicalCodes, range } from './deflate-tables.js';

/** @import { Range } from './deflate-tables.js' */

/** What `deflate` was given; a RangeError on what it can't have made: it breaks off, or stands for nothing. @param {Uint8Array} bytes @returns {Uint8Array} */
export function inflate(bytes) {
	const reader = openReader(bytes);
	if (reader.take(3) !== 0b101) throw new RangeError();
	const [literals, distances] = takeCodes(reader);
	/** @type {number[]} */
	const out = [];
	for (let symbol = reader.takeCode(literals); symbol !== END; symbol = reader.takeCode(literals)) {
		if (symbol < END) out.push(symbol);
		else repeat(out, takeValue(reader, LENGTHS, symbol - END - 1), takeValue(reader, DISTANCES, reader.takeCode(distances)));
	}
	return Uint8Array.from(out);
}

/** @param {number[]} out @param {number} length @param {number} distance */
function repeat(out, length, distance) {
	for (let index = 0; index < length; index++) {
		const value = out[out.length - distance];
		if (value === undefined) throw new RangeError();
		out.push(value);
	}
}

/** @param {Reader} reader @param {Range[]} table @param {number} symbol */
function takeValue(reader, table, symbol) {
	const [start, bits] = range(table, symbol);
	return start + reader.take(bits);
}

/** @typedef {ReturnType<typeof openReader>} Reader */
/** @typedef {Map<number, number>} Decoder From a code with a 1 before it to its symbol. */

/** @param {Reader} reader @returns {[literals: Decoder, distances: Decoder]} */
function takeCodes(reader) {
	const [literals, distances, order] = [reader.take(5) + END + 1, reader.take(5) + 1, reader.take(4) + 4];
	const first = Array(19).fill(0);
	for (const symbol of ORDER.slice(0, order)) first[symbol] = reader.take(3);
	const code = decoder(first);
	/** @type {number[]} */
	const lengths = [];
	while (lengths.length < literals + distances) {
		const symbol = reader.takeCode(code);
		if (symbol < 16) lengths.push(symbol);
		// No 16: deflate.js writes none.
		else lengths.push(...Array(symbol === 17 ? 3 + reader.take(3) : 11 + reader.take(7)).fill(0));
	}
	return [decoder(lengths.slice(0, literals)), decoder(lengths.slice(literals))];
}

/** @param {number[]} lengths @returns {Decoder} */
function decoder(lengths) {
	return new Map(canonicalCodes(lengths).map((code, symbol) => [code | (1 << (lengths[symbol] ?? 0)), symbol]));
}

/** @param {Uint8Array} bytes */
function openReader(bytes) {
	let at = 0;
	const take = (/** @type {number} */ count) => {
		let value = 0;
		for (let bit = 0; bit < count; bit++, at++) value |= ((byte(bytes, at >> 3, true) >> (at & 7)) & 1) << bit;
		return value;
	};
	return {
		take,
		/** @param {Decoder} code @returns {number} */
		takeCode(code) {
			for (let length = 1, found = 1; length <= LONGEST_CODE; length++) {
				found = (found << 1) | take(1);
				const symbol = code.get(found);
				if (symbol !== undefined) return symbol;
			}
			throw new RangeError();
		},
	};
}
