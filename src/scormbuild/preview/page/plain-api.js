/** SCORM's functions in an LMS that checks nothing: each answers "true", and there is never an error. */

/**
 * @param {RunTime} runTime
 * @param {import('./queue.js').Values} values
 * @param {() => void} onInitialize  called at LMSInitialize
 * @returns {ApiFunction}
 */
export function openPlainApi(runTime, values, onInitialize) {
	return (method, [name, value]) => {
		if (method === 'LMSGetLastError') return '0';
		if (method === 'LMSGetErrorString' || method === 'LMSGetDiagnostic') return '';
		if (method === 'LMSGetValue') return runTime.blank.includes(String(name)) ? '' : values.visible[String(name)] ?? '';
		if (method === 'LMSSetValue') values.set(String(name), String(value));
		if (method === 'LMSInitialize') onInitialize();
		return 'true';
	};
}
