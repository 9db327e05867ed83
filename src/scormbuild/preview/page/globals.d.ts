/** What the page's scripts share. Only types: nothing here reaches the browser. */

/** SCORM 1.2 RTE 3.3. */
type Method = 'LMSInitialize' | 'LMSFinish' | 'LMSGetValue' | 'LMSSetValue' | 'LMSCommit'
	| 'LMSGetLastError' | 'LMSGetErrorString' | 'LMSGetDiagnostic';
type Api = Record<Method, (...args: unknown[]) => unknown>;
/** All of SCORM's functions as one. */
type ApiFunction = (method: Method, args: unknown[]) => unknown;

/** A row of run_times.py, which says what each field means. */
interface RunTime {
	label: string;
	strict: boolean;
	mode: string;
	transport: 'changes' | 'form' | 'queue' | 'debounce';
	sends: 'changed' | 'set' | 'all';
	answer: 'stored' | 'offline' | 'true';
	beacon: string[];
	refused: string[];
	blank: string[];
	lacks: string[];
	error: '' | 'sticky' | '391';
	silent: boolean;
	lateness: number;
	returns: boolean;
}

interface ScormAgain extends Api {
	loadFromFlattenedJSON(elements: Record<string, string>): void;
	renderCommitCMI(finish: boolean): Record<string, unknown>;
}

declare const Scorm12API: new (settings: Record<string, unknown>, transport: object) => ScormAgain;

interface Window {
	API?: Api;
}
