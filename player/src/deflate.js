/**
 * Raw deflate (RFC 1951) for a few thousand characters: one block with codes of its own (3.2.7), which is what short
 * text asks for. It stands here because a library for streams of any size is a third of the player.
 */

import { DISTANCES, END, LENGTHS, LONGEST_CODE, ORDER, byte, canonicalCodes, range } from './deflate-tables.js';

/** @import { Range } from './deflate-tables.js' */

const SHORTEST_MATCH = 3;
const LONGEST_MATCH = 258;
const WINDOW = 32768;
const LONGEST_CHAIN = 64; // earlier places that are compared: more finds hardly longer matches in prose

/** @typedef {{ lengths: number[], codes: number[] }} Code */

/** @param {Uint8Array} bytes @returns {Uint8Array} */
export function deflate(bytes) {
	const tokens = [...matches(bytes), [END]];
	const literals = codeFor(286, tokens.map(([symbol]) => symbol ?? 0), LONGEST_CODE);
	// Without a match there is no code of a distance at all, and its one length is 0 (3.2.7).
	const distances = codeFor(30, tokens.flatMap(([, , distance]) => distance ?? []), LONGEST_CODE);
	const writer = openWriter();
	// The last block, 1, with codes of its own, 2 (3.2.3): the lowest bit goes first.
	writer.put(0b101, 3);
	putCodes(writer, literals.lengths, distances.lengths);
	for (const [symbol = 0, length = 0, distance, rest = 0] of tokens) {
		writer.putCode(literals, symbol);
		if (distance === undefined) continue;
		writer.put(length, range(LENGTHS, symbol - END - 1)[1]);
		writer.putCode(distances, distance);
		writer.put(rest, range(DISTANCES, distance)[1]);
	}
	return writer.bytes();
}

/**
 * Each literal as [byte], each match as [symbol, rest of its length, symbol of its distance, rest of that].
 * A match gives way to a longer one that begins a byte later.
 * @param {Uint8Array} bytes @returns {Generator<[symbol: number, rest?: number, distance?: number, rest?: number]>}
 */
function* matches(bytes) {
	const find = openFinder(bytes);
	let next = find(0);
	for (let at = 0; at < bytes.length; ) {
		const [length, distance] = next;
		next = find(++at);
		if (length < SHORTEST_MATCH || next[0] > length) yield [byte(bytes, at - 1)];
		else {
			yield [...token(LENGTHS, length, END + 1), ...token(DISTANCES, distance, 0)];
			for (const end = at + length - 1; at < end; ) next = find(++at);
		}
	}
}

/** Finds the longest match at one place after the other. @param {Uint8Array} bytes */
function openFinder(bytes) {
	/** Where three bytes stood last. @type {Map<number, number>} */
	const last = new Map();
	/** By place: where its three bytes stood before. */
	const before = new Int32Array(bytes.length + 1);
	return (/** @type {number} */ at) => {
		const key = byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16);
		before[at] = last.get(key) ?? -1;
		last.set(key, at);
		return longestMatch(bytes, at, before);
	};
}

/** @param {Uint8Array} bytes @param {number} at @param {Int32Array} before @returns {[length: number, distance: number]} */
function longestMatch(bytes, at, before) {
	const most = Math.min(LONGEST_MATCH, bytes.length - at);
	let [best, place, other] = [SHORTEST_MATCH - 1, 0, before[at] ?? -1];
	for (let looked = 0; other >= 0 && looked < LONGEST_CHAIN && at - other <= WINDOW && best < most; looked++) {
		let length = 0;
		// One that isn't longer differs at the last byte already, mostly.
		if (bytes[other + best] === bytes[at + best]) while (length < most && bytes[other + length] === bytes[at + length]) length++;
		if (length > best) [best, place] = [length, other];
		other = before[other] ?? -1;
	}
	return [best < SHORTEST_MATCH ? 0 : best, at - place];
}

/** @param {Range[]} table @param {number} value @param {number} base @returns {[symbol: number, rest: number]} */
function token(table, value, base) {
	let symbol = table.length - 1;
	while (range(table, symbol)[0] > value) symbol--;
	return [base + symbol, value - range(table, symbol)[0]];
}

/** A prefix code of at most `limit` bits, as short as can be (package-merge). @param {number} size @param {number[]} used @param {number} limit @returns {Code} */
function codeFor(size, used, limit) {
	const counts = Array(size).fill(0);
	for (const symbol of used) counts[symbol]++;
	const leaves = counts.flatMap((weight, symbol) => (weight ? [{ weight, symbols: [symbol] }] : []));
	leaves.sort((one, other) => one.weight - other.weight);
	let row = leaves;
	for (let level = 1; level < limit; level++) row = [...leaves, ...pairs(row)].sort((one, other) => one.weight - other.weight);
	// A symbol that is alone still gets a code of one bit (3.2.7).
	const lengths = Array(size).fill(0);
	for (const { symbols } of row.slice(0, Math.max(1, 2 * leaves.length - 2))) for (const symbol of symbols) lengths[symbol]++;
	return { lengths, codes: canonicalCodes(lengths) };
}

/** @param {{ weight: number, symbols: number[] }[]} row */
function pairs(row) {
	const result = [];
	for (let index = 1; index < row.length; index += 2) {
		const [one, other] = row.slice(index - 1, index + 1);
		if (one && other) result.push({ weight: one.weight + other.weight, symbols: one.symbols.concat(other.symbols) });
	}
	return result;
}

/** @param {ReturnType<typeof openWriter>} writer @param {number[]} literals @param {number[]} distances */
function putCodes(writer, literals, distances) {
	// There are 257 and 1 lengths at least, and their numbers are counted from there (3.2.7).
	const [some, others] = [trimZeros(literals, END + 1), trimZeros(distances, 1)];
	const runs = runsOf([...some, ...others]);
	// Three bits hold each of these lengths, so none is above 7 (3.2.7).
	const code = codeFor(19, runs.map(([symbol]) => symbol), 7);
	const order = trimZeros(ORDER.map((symbol) => code.lengths[symbol] ?? 0), 4);
	writer.put(some.length - END - 1, 5);
	writer.put(others.length - 1, 5);
	writer.put(order.length - 4, 4);
	for (const length of order) writer.put(length, 3);
	for (const [symbol, rest, bits] of runs) {
		writer.putCode(code, symbol);
		writer.put(rest, bits);
	}
}

/** @param {number[]} lengths @param {number} least */
function trimZeros(lengths, least) {
	let size = lengths.length;
	while (size > least && !lengths[size - 1]) size--;
	return lengths.slice(0, size);
}

/** Lengths with their repeats: 17 and 18 stand for many zeros (3.2.7). @param {number[]} lengths */
function runsOf(lengths) {
	/** @type {[symbol: number, rest: number, bits: number][]} */
	// 16, which repeats any other length, isn't written, and inflate.js doesn't read it.
	const runs = [];
	for (let at = 0; at < lengths.length; ) {
		let run = 1;
		while (lengths[at + run] === lengths[at] && run < 138) run++;
		if (!lengths[at] && run > 10) runs.push([18, run - 11, 7]);
		else if (!lengths[at] && run > 2) runs.push([17, run - 3, 3]);
		else runs.push([lengths[at] ?? 0, (run = 1) - 1, 0]);
		at += run;
	}
	return runs;
}

/** Bits into bytes, the lowest first; codes begin with their highest (3.1.1). */
function openWriter() {
	/** @type {number[]} */
	const full = [];
	let [current, size] = [0, 0];
	/** @param {number} bit */
	const putBit = (bit) => {
		current |= bit << size;
		if (++size < 8) return;
		full.push(current);
		[current, size] = [0, 0];
	};
	return {
		/** @param {number} value @param {number} count */
		put(value, count) {
			for (let bit = 0; bit < count; bit++) putBit((value >> bit) & 1);
		},
		/** @param {Code} code @param {number} symbol */
		putCode({ lengths, codes }, symbol) {
			for (let bit = (lengths[symbol] ?? 0) - 1; bit >= 0; bit--) putBit(((codes[symbol] ?? 0) >> bit) & 1);
		},
		bytes: () => Uint8Array.from(size ? [...full, current] : full),
	};
}
