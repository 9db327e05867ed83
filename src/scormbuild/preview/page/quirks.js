/** Answers that an LMS gives beside the standard's: each takes the standard's function and returns its own. */

/**
 * @param {RunTime} runTime @param {Answerer} answer @param {() => boolean} leaving
 * @returns {Answerer}
 */
export function withQuirks(runTime, answer, leaving) {
	const spoken = runTime.error === 'sticky' ? sticky(answer) : runTime.error === '391' ? waiting(answer, leaving) : answer;
	return runTime.silent ? silent(spoken) : spoken;
}

/** An error's code stays, though later calls go well. @param {Answerer} answer @returns {Answerer} */
function sticky(answer) {
	let kept = '0';
	return (method, args) => {
		if (method === 'LMSGetLastError') return kept;
		const given = answer(method, args);
		const error = String(answer('LMSGetLastError', []));
		if (error !== '0') kept = error;
		return given;
	};
}

/** While the page goes, LMSCommit does nothing: LMSFinish is waited for.
 * @param {Answerer} answer @param {() => boolean} leaving @returns {Answerer} */
function waiting(answer, leaving) {
	let failed = false;
	return (method, args) => {
		if (method === 'LMSGetLastError' && failed) return '391';
		failed = method === 'LMSCommit' && leaving();
		return failed ? null : answer(method, args);
	};
}

/** What was set or stored is not answered. @param {Answerer} answer @returns {Answerer} */
function silent(answer) {
	return (method, args) => {
		const given = answer(method, args);
		return method === 'LMSSetValue' || method === 'LMSCommit' ? undefined : given;
	};
}
