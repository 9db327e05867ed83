/** SCORM's functions in an LMS that checks nothing: each answers "true", and there is never an error. */

/**
 * @param {RunTime} runTime
 * @param {import('./queue.js').Values} values
 * @param {() => void} opened  called at LMSInitialize
 * @returns {Answerer}
 */
export function openPlainApi(runTime, values, opened) {
	return (method, [name, value]) => {
		if (method === 'LMSGetLastError') return '0';
		if (method === 'LMSGetErrorString' || method === 'LMSGetDiagnostic') return '';
		if (method === 'LMSGetValue') return runTime.blank.includes(String(name)) ? '' : values.shown[String(name)] ?? '';
		if (method === 'LMSSetValue') values.set(String(name), String(value));
		if (method === 'LMSInitialize') opened();
		return 'true';
	};
}
