/** localStorage in an LMS that empties it whenever somebody else may have logged in, as Moodle does. */

const KEY = 'lms/login';

/** Empty it, unless it was this log-in that used it last. @param {string} login */
export function clearOnNewLogin(login) {
	try {
		if (localStorage.getItem(KEY) === login) return;
		localStorage.clear();
		localStorage.setItem(KEY, login);
	} catch { /* blocked in this browser: there is nothing to empty */ }
}
