/** What an LRS keeps of an attempt in the State resource (xAPI 1.0.3 Communication 2.3): what is cmi.suspend_data in SCORM. */

import { parseStatus } from '../../completion.js';
import { isRecord } from '../../state.js';

/** @import { Status } from '../../types' */
/** @import { XapiAnswer } from './xapi-client.js' */

/**
 * data          the state as text
 * status        what the learning system was told of how it ended
 * unsent        ids of statements that follow from all this, and aren't known to have arrived
 * registration  where the learning system gave none
 * @typedef {{ data: string, status: Status, unsent: string[], registration?: string }} StateDocument
 */

export const STATE_ID = 'scormbuild';

/** Null for what couldn't be read, or isn't ours: it mustn't be written over. @param {XapiAnswer} answer @returns {StateDocument | null} */
export function stateDocumentOf({ status, json }) {
	if (status === 404) return { data: '', status: 'incomplete', unsent: [] };
	if (status !== 200 || !isRecord(json) || typeof json.data !== 'string') return null;
	const { data, unsent, registration } = json;
	return {
		data,
		status: parseStatus(json.status),
		unsent: Array.isArray(unsent) ? unsent.map(String) : [],
		...(typeof registration === 'string' && { registration }),
	};
}
