/** The LRS's clock: a device's own may be hours wrong, and timestamps are for comparing. */

const TOLERATED = 60_000;

/** What to add to this device's clock, by an answer of the LRS's. @param {string | null} date The header Date. @param {number} asked @param {number} now */
export function clockOffset(date, asked, now) {
	const difference = Date.parse(date ?? '') - (asked + now) / 2;
	return Math.abs(difference) > TOLERATED ? Math.round(difference) : 0;
}
