/** What the parts that make and send statements hand to one another. Only types: nothing here reaches the browser. */

import type { Completion, CountCourse, Question, Quiz } from '../types';

/** What the builder says of a question, beside what the pages say. */
export interface OutlineQuestion extends Question {
	page: string;
	form: string;
	prompt: string;
	options: { key: string; text: string }[];
	/** What the options are laid at. */
	targets?: { key: string; text: string }[];
}

export interface Outline {
	course: {
		iri: string;
		id: string;
		title: string;
		description: string;
		language: string;
		version: string;
		completion: Completion;
	};
	pages: { id: string; title: string; role?: string }[];
	questions: OutlineQuestion[];
	quizzes?: Quiz[];
	/** What of it counts for a learner; the page says it by what its script has. */
	count?: CountCourse;
	videos: { id: string; title: string }[];
}

/** What the page says about its LRS: none where `endpoint` is null. */
export interface LrsConfig {
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
	object: { objectType: string; id: string; definition?: object };
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

/** A part of a video that was played, from and to, in seconds. */
export type Segment = [number, number];

/** What this browser keeps of one attempt's statements. */
export interface QueueState {
	registration: string;
	/** How often the course was launched. */
	sessions: number;
	/** Of each answer that was changed after it was reported, by short key. */
	revisions: Record<string, number>;
	/** Of all statements that were made here. */
	ids: string[];
	queue: Statement[];
	/** Statements that the LRS refused, */
	rejected: Statement[];
	/** and which LRS, with which key and version of the course. */
	target: string;
	/** The parts of each video in the order in which they were played. */
	video: Record<string, Segment[]>;
}
