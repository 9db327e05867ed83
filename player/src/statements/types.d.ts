/** What the parts that make and send statements hand to one another. Only types: nothing here reaches the browser. */

import type { Standing } from '../types';

/** What the builder says of a question, beside what the pages say. */
export interface OutlineQuestion {
	id: string;
	page: string;
	kind: 'open' | 'choice' | 'opinion' | 'acknowledge' | 'checklist';
	form: string;
	prompt: string;
	minimum: number;
	required: boolean;
	/** Where the words go. */
	answers: 'both' | 'lms' | 'receiver' | 'nowhere';
	options: { key: string; text: string }[];
	keys: string[];
}

export interface Outline {
	course: {
		iri: string;
		id: string;
		title: string;
		description: string;
		language: string;
		version: string;
		completion: { pages: 'all' | 'none'; questions: 'all' | 'none'; score: number | null };
	};
	pages: { id: string; title: string }[];
	questions: OutlineQuestion[];
	videos: { id: string; title: string }[];
}

/** What the page says about its receiver: none where `endpoint` is null. */
export interface Receiver {
	endpoint: string | null;
	key: string;
	secret: string;
	outline: Outline;
}

/** As on the wire. */
export interface Statement {
	id: string;
	actor: object;
	verb: { id: string; display: Record<string, string> };
	object: { objectType: string; id: string; definition: object };
	result?: object;
	context: object;
	timestamp: string;
}

/** All that statements of one learner in one registration have in common. */
export interface Attempt {
	outline: Outline;
	registration: string;
	actor: object;
	timestamp: string;
}

/** What this browser keeps of one learner's statements in one course. */
export interface Kept {
	registration: string;
	/** Whether the LMS has given the registration back: then a state without one is another attempt. */
	back: boolean;
	/** How the course stood when something was last told: once finished, an unfinished one is another attempt. */
	status: Standing['status'];
	/** How often the course was launched. */
	sessions: number;
	revisions: Record<string, number>;
	/** Ids of statements that were made here. */
	told: string[];
	queue: Statement[];
	/** Statements that the receiver refused, */
	aside: Statement[];
	/** and where, with which key and version of the course that was. */
	target: unknown;
	/** The parts that were played of each video, in that order, in seconds. */
	films: Record<string, [number, number][]>;
}
