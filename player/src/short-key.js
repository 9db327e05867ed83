/** Ids as cmi.suspend_data has them: four characters say as much as forty do, and the room is small. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SHORTEST = 4;

/**
 * The id itself where it is that short already; else 24 bits of its hash (FNV-1a), in base64url. The builder sees to it
 * that no two ids of one course have the same: the twin of short_key in src/scormbuild/vocabulary.py.
 * @param {string} id @returns {string}
 */
export function shortKey(id) {
	if (id.length < SHORTEST) return id;
	// FNV-1a's offset basis, and below its prime of 32 bits.
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193);
	const bits = hash ^ (hash >>> 24);
	return [18, 12, 6, 0].map((shift) => ALPHABET[(bits >>> shift) & 63]).join('');
}
