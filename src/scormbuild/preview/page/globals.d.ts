/** What the page's scripts share through the window. Only types: nothing here reaches the browser. */

/** SCORM 1.2 RTE 3.3. */
type Method = 'LMSInitialize' | 'LMSFinish' | 'LMSGetValue' | 'LMSSetValue' | 'LMSCommit'
	| 'LMSGetLastError' | 'LMSGetErrorString' | 'LMSGetDiagnostic';
type Api = Record<Method, (...args: unknown[]) => unknown>;

interface ScormAgain extends Api {
	loadFromFlattenedJSON(elements: Record<string, string>): void;
	renderCommitCMI(finish: boolean): Record<string, unknown>;
}

declare const Scorm12API: new (settings: Record<string, unknown>, transport: object) => ScormAgain;

interface Window {
	API?: Api;
}
