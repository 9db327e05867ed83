/** The words of xAPI that statements are made of: the twin of src/scormbuild/vocabulary.py. */

const ADL = 'http://adlnet.gov/expapi/';
const ACTIVITIES = `${ADL}activities/`;
const W3ID = 'https://w3id.org/xapi/';
const PROFILE = 'urn:scormbuild:profile';
export const VIDEO_PROFILE = `${W3ID}video`;

/** A verb, by the word that stands for it. @param {string} word */
export function verbIri(word) {
	if (word === 'acknowledged') return 'http://activitystrea.ms/acknowledge';
	return (/played|paused|seeked/.test(word) ? `${VIDEO_PROFILE}/` : ADL) + `verbs/${word}`;
}

export const COURSE = `${ACTIVITIES}course`;
export const ATTEMPT = `${ACTIVITIES}attempt`;
export const INTERACTION = `${ACTIVITIES}cmi.interaction`;
export const PROFILE_TYPE = `${ACTIVITIES}profile`;
export const PAGE = `${W3ID}acrossx/activities/page`;
export const VIDEO = `${VIDEO_PROFILE}/activity-type/video`;

/** Profiles, which stand as categories in the context. */
export const PROFILES = [`${W3ID}scorm`, PROFILE];

export const PROGRESS = `${W3ID}cmi5/result/extensions/progress`;
export const REVISION = `${PROFILE}:revision`;

/** An extension of the video profile. @param {string} name */
export const videoExtension = (name) => `${VIDEO_PROFILE}/extensions/${name}`;

/** The category of a question of this form. @param {string} form */
export const formIri = (form) => `${PROFILE}:${form}`;
