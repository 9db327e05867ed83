/** What the player's modules hand to one another. Only types: nothing here reaches the browser. */

/** An answer as text. Open answers: as typed. Other kinds: see `Question.kind`. */
export type Answer = string;

/**
 * One thing that a learner answers, as the page describes it.
 * kind        answer                                            SCORM 1.2 interaction type
 * open        the text                                          fill-in
 * choice      "<keys> <tries>", e.g. "a,c 2"                    choice       ("a,c")
 * opinion     the place on the scale, "1" to "9"                likert       ("3")
 * acknowledge "t"                                               true-false   ("t")
 * checklist   "<keys>", e.g. "a,c"                              choice       ("a,c")
 */
export interface Question {
	id: string;
	kind: 'open' | 'choice' | 'opinion' | 'acknowledge' | 'checklist';
	/** Must be answered before the course counts as done (unless the course's rule asks for no questions). */
	required: boolean;
	/** Open answers: the least number of words that counts as an answer. */
	minimum: number;
	/** Choice: the keys of the right options, sorted. Checklist: all its keys, sorted. */
	keys: string[];
}

/** What the player knows about the course, read from the page. */
export interface Course {
	id: string;
	version: string;
	language: string;
	/** Page ids in order. */
	pages: string[];
	questions: Question[];
	completion: { pages: 'all' | 'none'; questions: 'all' | 'none'; score: number | null };
}

/** All that is remembered of one attempt. Plain data; `extra` holds what another version of the player wrote. */
export interface State {
	/** Grows with every write, so that no two writes to the LMS are equal. */
	count: number;
	/** The page that is open. */
	page: string;
	/** Ids of the pages that were seen. */
	seen: string[];
	/** Answers by id, also of questions that this version of the course doesn't have. Order: oldest edit first. */
	answers: Record<string, Answer>;
	/** Ids whose newest words didn't fit, and stayed in the browser where they were typed. */
	behind: string[];
	/** The launch that wrote this last: tells this browser's writes from another device's. */
	by: string;
	extra: Record<string, unknown>;
}

/** How things stand, for the learner to see. */
export interface Standing {
	kind:
		| 'saved' // the LMS took everything
		| 'waiting' // typed, not yet sent
		| 'offline' // no connection, or the LMS's server does not answer; trying again
		| 'refused' // the LMS answered with an error; trying again
		| 'expired' // the LMS's session is over: log in again
		| 'newer' // the LMS holds what a newer version of the course wrote; words stay in this browser
		| 'full' // some words don't fit in the LMS's room; they stay in this browser
		| 'alone' // no LMS: kept in this browser only
		| 'nowhere' // no LMS, and this browser keeps nothing either
		| 'review' // the LMS asked for review: nothing is written
		| 'browse'; // the LMS asked for browse: nothing is written
	/** Ids whose newest words are not with the LMS. */
	behind: string[];
	/** How much of the LMS's room is used, 0 to 1. */
	used: number;
	/** The status that the LMS was last given, or that stands for it without one. */
	status: 'incomplete' | 'completed' | 'passed' | 'failed';
}

/**
 * Two versions of one answer: the LMS has `theirs`, this browser still held `ours`. `theirs` follows what the learner
 * types meanwhile; `session.answer(id, ours)` or `session.answer(id, theirs)` settles it.
 */
export interface Conflict {
	id: string;
	ours: string;
	theirs: string;
}

/** One launch, from LMSInitialize to LMSFinish: the way in for the pages, and all they know of LMS and storage. */
export interface Session {
	/** The state right now. Read it, don't write it. */
	readonly state: State;
	readonly standing: Standing;
	/** False in review and browse mode: show, don't let write. */
	readonly writable: boolean;
	/** True when words from this browser were put back that the LMS did not have. */
	readonly restored: boolean;
	readonly conflicts: Conflict[];
	/** A learner typed or chose: kept in this browser at once, sent to the LMS later. */
	answer(id: string, value: Answer): void;
	/** A learner opened a page: kept, and sent at once. */
	visit(page: string): void;
	/** Send now what waits (a learner pressed "try again"). */
	send(): void;
	/** Forget what this browser keeps of this learner and course; if the LMS doesn't have it all, only `anyway`, and false. */
	forget(anyway?: boolean): boolean;
	/** Call `listener` with the standing, now and at each change. */
	watch(listener: (standing: Standing) => void): void;
}
