/** Answers that an LMS gives beside the standard's: each takes the standard's function and returns its own. */

/**
 * @param {RunTime} runTime @param {ApiFunction} answer @param {() => boolean} isUnloading
 * @returns {ApiFunction}
 */
export function addQuirks(runTime, answer, isUnloading) {
	const spoken = runTime.error === 'sticky' ? keepErrorCode(answer) : runTime.error === '391' ? ignoreCommitOnUnload(answer, isUnloading) : answer;
	return runTime.silent ? hideReplies(spoken) : spoken;
}

/** An error's code stays, though later calls go well. @param {ApiFunction} answer @returns {ApiFunction} */
function keepErrorCode(answer) {
	let lastError = '0';
	return (method, args) => {
		if (method === 'GetLastError') return lastError;
		const reply = answer(method, args);
		const error = String(answer('GetLastError', []));
		if (error !== '0') lastError = error;
		return reply;
	};
}

/** While the page goes, a commit does nothing: the end is waited for.
 * @param {ApiFunction} answer @param {() => boolean} isUnloading @returns {ApiFunction} */
function ignoreCommitOnUnload(answer, isUnloading) {
	let failed = false;
	return (method, args) => {
		if (method === 'GetLastError' && failed) return '391';
		failed = method === 'Commit' && isUnloading();
		return failed ? null : answer(method, args);
	};
}

/** What was set or stored is not answered. @param {ApiFunction} answer @returns {ApiFunction} */
function hideReplies(answer) {
	return (method, args) => {
		const reply = answer(method, args);
		return method === 'SetValue' || method === 'Commit' ? undefined : reply;
	};
}
