/** The context of each statement, as the LMS's LaunchData and cmi5 ask for it (cmi5 9.6, 10.2.1). */

import { isRecord } from '../../state.js';

/** @import { Statement } from '../../reporter/statement' */

const CONTEXT = 'https://w3id.org/xapi/cmi5/context/';
const CATEGORIES = `${CONTEXT}categories/`;
const MASTERY_SCORE = `${CONTEXT}extensions/masteryscore`;

/** @param {unknown} value @returns {Record<string, any>} */
const recordOf = (value) => (isRecord(value) ? value : {});

/**
 * A statement with the LMS's template: where both say something, the LMS does; of activities its own come first, for it
 * looks for them at their places.
 * @param {Statement} statement @param {Record<string, any>} template @returns {Statement}
 */
export function inTemplate(statement, template) {
	const context = recordOf(statement.context);
	const [theirs, ours] = [recordOf(template.contextActivities), recordOf(context.contextActivities)];
	const names = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
	return {
		...statement,
		context: {
			...context,
			...template,
			contextActivities: Object.fromEntries(names.map((name) => [name, [theirs[name] ?? [], ours[name] ?? []].flat()])),
			extensions: { ...recordOf(context.extensions), ...recordOf(template.extensions) },
		},
	};
}

/** A statement that cmi5 defines, which says so; of those that say how it ended, an LMS looks at the second category too. @param {Statement} statement @param {boolean} [isFinal] @param {number} [masteryScore] @returns {Statement} */
export function cmi5Statement(statement, isFinal, masteryScore) {
	const category = [{ id: `${CATEGORIES}cmi5` }, ...(isFinal ? [{ id: `${CATEGORIES}moveon` }] : [])];
	const extensions = masteryScore === undefined ? {} : { [MASTERY_SCORE]: masteryScore };
	return { ...statement, context: { ...statement.context, contextActivities: { category }, extensions } };
}
