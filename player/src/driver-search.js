/** Some learning systems are ready later than the course: they are looked for until there is no hope. */

/** @import { Driver, OpenDriver } from './lms/driver' */
/** @import { Timers } from './schedule.js' */

const LOOK_INTERVAL = 250;
const LONGEST_LOOK = 10_000;

/**
 * @param {Window} window @param {Timers} timers @param {() => ReturnType<OpenDriver>} find
 * @param {(driver: Driver | null) => void} done Called once: at once where one is found or none can be.
 */
export function lookForDriver(window, timers, find, done) {
	// A page in no frame, that nobody opened, has nowhere that one could appear.
	const hopeless = window.parent === window && !window.opener;
	/** @param {number} waited */
	const look = (waited) => {
		const driver = find();
		// One that has to ask a server first goes on asking by itself: what it gives in the end is final.
		if (driver && 'then' in driver) return void driver.then(done, () => done(null));
		if (driver || hopeless || waited >= LONGEST_LOOK) return done(driver);
		timers.setTimeout(() => look(waited + LOOK_INTERVAL), LOOK_INTERVAL);
	};
	look(0);
}
