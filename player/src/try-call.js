/**
 * What an act gives, or undefined where the browser forbids it: storage that is blocked, a window of a foreign origin.
 * @template T @param {() => T} act @returns {T | undefined}
 */
export function tryCall(act) {
	try {
		return act();
	} catch {
		return undefined;
	}
}
