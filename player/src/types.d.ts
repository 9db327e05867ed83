/** What the player's modules hand to one another. Only types: nothing here reaches the browser. */

import type { Copies } from './browser/copies.js';
import type { Launch } from './lms/driver';
import type { KindName } from './question-kinds.js';

/** An answer as text. Open answers: as typed. Other kinds: see `Question.kind`. */
export type Answer = string;

/** What all questions of a kind have in common. */
export interface QuestionKind {
	/** Of the interaction, in SCORM 1.2. */
	type: string;
	/**
	 * What counts as an answer, and so how one is written.
	 * words   enough words             the text
	 * ticked  the box ticked           "t"
	 * every   every box ticked         "<keys>": "a,c"
	 * checked checked, or at its end   "<response> <tries>": "b.2,a.1 1"; without tries what is still to be checked;
	 *                                  with what is under way for the next try behind them: "b.2,a.1 1 b.1"
	 * (none)  something chosen         "<keys>", of what can be tried again "<keys> <tries>": "a,c 2"
	 */
	rule?: 'words' | 'ticked' | 'every' | 'checked';
	/** How right is told from wrong, where it isn't by the keys (judgement.js). */
	judge?: 'range' | 'text';
	/** Whether its right answers make the score. */
	scored?: boolean;
}

/** One thing that a learner answers, as the page describes it. */
export interface Question {
	id: string;
	kind: KindName;
	/** What is asked, on one line. */
	prompt?: string;
	/** Must be answered before the course counts as done (unless the course's rule asks for no questions). */
	required: boolean;
	/** Open answers: the least number of words that counts as an answer. */
	minimum: number;
	/** Choice: the keys of the right options, sorted. Checklist: all its keys, sorted. */
	keys: string[];
	/** The answer as a reader reads it, where that isn't the words beside the boxes. */
	format?: (answer: Answer) => string;
	/** The page on which it stands, and the quiz that it is a part of. */
	page?: string;
	quiz?: string;
	/** Who gets the answer: the learning system, an LRS (`receiver`), or both, which it is where nothing is said. */
	answers?: 'both' | 'lms' | 'receiver' | 'nowhere';
}

/** Questions that are answered together. What of them was drawn, and how it went, is kept as an answer with its id. */
export interface Quiz {
	id: string;
	page: string;
	/** How many questions are drawn; 0: all. */
	draw: number;
	/** How often it can be handed in. */
	tries: number;
	/** The percentage that must be right; 0 where none is asked for. */
	pass: number;
	required: boolean;
}

/** Says what of a course counts for a learner. */
export type CountCourse = (course: Pick<Course, 'pages' | 'questions' | 'quizzes' | 'roles'>, state: Pick<State, 'answers'>) => Counted;

/** What of a course counts for a learner. */
export interface Counted {
	pages: string[];
	questions: Question[];
	/** Those that have a place in an LMS's reports: all but what wasn't drawn. */
	placed: Question[];
	quizzes: (Quiz & { done: boolean })[];
}

export interface Completion {
	pages: 'all' | 'none';
	questions: 'all' | 'none';
	score: number | null;
	/** Whether the learner presses a button to finish. */
	finish: 'auto' | 'button';
	/** What a learning system is told of who is done, where there is no score to reach. */
	report: 'completed' | 'passed';
}

/** What the player knows about the course, read from the page. */
export interface Course {
	id: string;
	version: string;
	language: string;
	/** Page ids in order. */
	pages: string[];
	questions: Question[];
	quizzes?: Quiz[];
	/** The role that a page is for, where it isn't for everyone. */
	roles?: Record<string, string>;
	/** What of it counts for a learner, where that isn't all (counting.js). */
	count?: CountCourse;
	completion: Completion;
	grade: 'score' | 'completion' | 'none';
	/** shared: nothing is kept in the browser beyond the tab. */
	device: 'own' | 'shared';
	/** How many characters the learning system takes. */
	room: number;
}

export type Status = 'incomplete' | 'completed' | 'passed' | 'failed';

/** All that is remembered of one attempt. Plain data; `extra` holds what another version of the player wrote. */
export interface State {
	/** Grows with every write, so that no two writes are equal. */
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
	/** The secret that opens this attempt's copies in a browser. */
	key: string;
	/** The version of the course that wrote this last. */
	version: string;
	/** The learner pressed the button to finish. */
	finished: boolean;
	extra: Record<string, unknown>;
}

/** What is to be kept in this browser of one attempt. */
export interface LocalState {
	count: number;
	page: string;
	seen: string[];
	/** The answers not yet proven to be with the learning system. */
	answers: Record<string, Answer>;
	/** What the learning system had of each when typing began. */
	bases: Record<string, Answer>;
	/** The launch in which each was typed. */
	writers: Record<string, string>;
	/** Versions that a learner has yet to use or throw away. */
	rivals: Record<string, Answer>;
	finished: boolean;
}

/** How things stand, for the learner to see. */
export interface SaveStatus {
	kind:
		| 'looking' // no learning system yet: it may still come
		| 'saved' // the learning system has everything
		| 'sent' // it was given everything, and doesn't show whether it has it
		| 'waiting' // typed, not yet sent
		| 'offline' // no connection; trying again
		| 'refused' // the learning system answered with an error; trying again
		| 'expired' // it takes nothing from this tab any more: open the course again
		| 'newer' // it holds what a newer version of the course wrote
		| 'full' // some words don't fit
		| 'alone' // no learning system
		| 'astray' // none here, though this course has been in one on this device
		| 'review' // it asked for review: nothing is written
		| 'browse'; // it asked for browse: nothing is written
	/** Where what is typed is kept for sure, beside the learning system. */
	storage: 'device' | 'tab' | 'nowhere';
	/** Ids whose newest words are not with the learning system. */
	unsavedIds: string[];
	/** Those of them that are too long to go along. */
	tooLong: string[];
	/** How much of its room is used, 0 to 1. */
	usage: number;
	/** The status that it was last given, or that stands for it without one. */
	status: Status;
	/** Whether all is there that the course asks for, and only the button to finish is to be pressed. */
	ready: boolean;
}

/**
 * Two versions of one answer: the learning system has `theirs`, this browser still held `ours`. `theirs` follows what the
 * learner types meanwhile; `session.answer(id, ours)` or `session.answer(id, theirs)` settles it.
 */
export interface Conflict {
	id: string;
	ours: string;
	theirs: string;
}

/** What happens in a session, for those parts of the player that report it elsewhere. */
export interface Listener {
	/** A learning system was found, with what it gave back. */
	launch?(launch: Launch): void;
	/** A field was left, or the page, or the course. */
	settle?(): void;
	/** Another page was opened. */
	visit?(page: string): void;
	/** The page goes, and the learning system is about to hear the last of it; */
	leave?(): void;
	/** now it has. */
	afterLeave?(): void;
}

/** One launch: the way in for the pages, and all they know of learning systems and storage. */
export interface Session {
	/** The state right now. Read it, don't write it. */
	readonly state: State;
	readonly saveStatus: SaveStatus;
	/** False in review and browse mode: show, don't let write. */
	readonly writable: boolean;
	/** True when words from this browser were put back that the learning system did not have. */
	readonly restored: boolean;
	readonly conflicts: Conflict[];
	/** Where the course was opened in a learning system before; '' where that isn't known. */
	readonly home: string;
	/** What the launch began with; null without a learning system, or before it is there. */
	readonly launch: Launch | null;
	/** The copies in this browser, for other parts of the player; null before it is known whose they are. */
	readonly copies: Copies | null;
	/** Fulfilled once all that this browser held is back. */
	readonly ready: Promise<void>;
	/** A learner chose: kept in this browser at once, sent later. */
	answer(id: string, value: Answer): void;
	/** A learner is typing: the same, but the answer is not yet done. */
	type(id: string, value: Answer): void;
	/** What was being typed is done. */
	settle(): void;
	/** A learner opened a page: kept, and sent at once. */
	visit(page: string): void;
	/** A learner pressed the button to finish. */
	finish(): void;
	/** Send now what waits (a learner pressed "try again"). */
	send(): void;
	/** Take in what a learner brings along of a state; of two answers to one question, the one that is here stays or the learner chooses. */
	merge(json: Record<string, unknown>): void;
	/** Send all, end the session, and go to where the learning system wants its learners (`launch.returnUrl`). */
	close(): void;
	/** Forget what this browser keeps of this attempt; if the learning system doesn't have it all, only `anyway`, and false. */
	forget(anyway?: boolean): Promise<boolean>;
	/** Keep nothing beyond this tab: others use this device. */
	leaveDevice(): Promise<void>;
	/** Call `listener` with the standing, now and at each change. */
	watch(listener: (saveStatus: SaveStatus) => void): void;
	listen(listener: Listener): void;
	/** Something in `state.extra` has changed, and is to be sent. */
	touch(): void;
}

/** A session for the screen, that keeps some answers from the learning system. */
export interface PrivateSession extends Session {
	/** The session as the learning system knows it: "t" for such an answer. */
	readonly core: Session;
	/** The LRS has all the words that go there, as they are now. */
	acknowledge(): void;
}
