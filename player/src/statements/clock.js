/** The receiver's clock: a device's own may be hours wrong, and timestamps are for comparing. */

const TOLERATED = 60_000;

/** What to add to this device's clock, by an answer of the receiver's. @param {string | null} date The header Date. @param {number} asked @param {number} now */
export function offset(date, asked, now) {
	const difference = Date.parse(date ?? '') - (asked + now) / 2;
	return Math.abs(difference) > TOLERATED ? Math.round(difference) : 0;
}
