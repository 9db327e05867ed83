/**
 * What the player keeps in cmi.suspend_data: one character for the version, then base64url of deflated JSON. In version 2
 * short keys stand for the ids.
 */

/**
 * The state as text and version, or nothing where it is written in some other way.
 * @param {string} written
 * @returns {Promise<{version: string, state: Record<string, unknown>} | null>}
 */
export async function readSuspendData(written) {
	try {
		const base64 = written.slice(1).replaceAll('-', '+').replaceAll('_', '/');
		const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
		const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
		const state = await new Response(stream).json();
		return state && typeof state === 'object' ? { version: written.slice(0, 1), state } : null;
	} catch {
		return null;
	}
}
