/** The LRS's clock: a device's own may be hours wrong, and timestamps are for comparing. */

// Date tells whole seconds, and that it was written half-way between is a guess.
const TOLERANCE = 60_000;

/** What to add to this device's clock, by an answer of the LRS's. @param {string | null} date The header Date. @param {number} sentAt @param {number} now */
export function clockOffset(date, sentAt, now) {
	const difference = Date.parse(date ?? '') - (sentAt + now) / 2;
	return Math.abs(difference) > TOLERANCE ? Math.round(difference) : 0;
}
