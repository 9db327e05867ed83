/** What the page's scripts share. Only types: nothing here reaches the browser. */

/** SCORM's functions, by the names that 2004 has for them (RTE 3.1). */
type Method = 'Initialize' | 'Terminate' | 'GetValue' | 'SetValue' | 'Commit' | 'GetLastError' | 'GetErrorString' | 'GetDiagnostic';
/** By the names that the standard has for them. */
type Api = Record<string, (...args: unknown[]) => unknown>;
/** All of SCORM's functions as one. */
type ApiFunction = (method: Method, args: unknown[]) => unknown;

/** A row of run_times.py, which says what each field means. */
interface RunTime {
	label: string;
	/** A row of standards.js. */
	standard: string;
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

type ScormAgain = Api & {
	loadFromFlattenedJSON(elements: Record<string, string>): void;
	renderCommitCMI(finish: boolean): Record<string, unknown>;
};

// The page loads the one of the course's standard.
declare const Scorm12API: new (settings: Record<string, unknown>, transport: object) => ScormAgain;
declare const Scorm2004API: new (settings: Record<string, unknown>, transport: object) => ScormAgain;
