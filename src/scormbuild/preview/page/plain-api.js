/** SCORM's functions in an LMS that checks nothing: each answers "true", and there is never an error. */

/**
 * @param {RunTime} runTime
 * @param {import('./queue.js').Values} values
 * @param {() => void} onInitialize  called as the session begins
 * @returns {ApiFunction}
 */
export function openPlainApi(runTime, values, onInitialize) {
	return (method, [name, value]) => {
		if (method === 'GetLastError') return '0';
		if (method === 'GetErrorString' || method === 'GetDiagnostic') return '';
		if (method === 'GetValue') return runTime.blank.includes(String(name)) ? '' : values.visible[String(name)] ?? '';
		if (method === 'SetValue') values.set(String(name), String(value));
		if (method === 'Initialize') onInitialize();
		return 'true';
	};
}
