/** What a driver is: all that the player knows of one standard's learning systems. Only types: nothing here reaches the browser. */

import type { Answer, Course, Question, State, Status } from '../types';

/** What a launch begins with. */
export interface Launch {
	/** '' where the learning system doesn't say who it is. */
	student: string;
	/** What the learning system calls the learner, asked when somebody wants to know; '' or nothing where it doesn't say. */
	nameOf?(): string;
	mode: 'normal' | 'review' | 'browse';
	/** Null where the learning system doesn't say: that is not "incomplete". */
	status: Status | null;
	/** The state as text, '' where there is none. */
	data: string;
	/** There may be a state, and it couldn't be read: it mustn't be written over. */
	readFailed: boolean;
	/** Where the learning system speaks xAPI: the learner and the attempt as it names them, for all statements to be of one person. */
	actor?: object;
	registration?: string;
	/** The score to reach, where it may ask for another than the course does. */
	scoreToPass?: number | null;
	/** Where it wants a learner who is done for now; '' or nothing where it doesn't say. */
	returnUrl?: string;
}

/** What a learning system is to be given. */
export interface Payload {
	/** Null: leave what is there. */
	data: string | null;
	/** What the data say, for reports of it. */
	state: State;
	page: string;
	status: Status;
	/** For the gradebook, 0 to 100. */
	score: number | null;
	/** What to record for its reports. */
	answers: { question: Question; answer: Answer }[];
	/** Ids of answers that are being typed. */
	typing: string[];
}

/** What went wrong: no connection; an error; the log-in is over; a value that will never be taken. */
export type Failure = 'offline' | 'refused' | 'expired' | 'invalid';

/**
 * Whether the learning system has the data that it was last given. `pending`: its answer is under way, and the driver will
 * say so when it is there. `unknown` is no trouble: some show it later, or never.
 */
export type Certainty = 'yes' | 'no' | 'pending' | 'unknown';

export interface Driver {
	/** Begins the one session of this page load; null where the learning system refuses. */
	begin(): Launch | null;
	/** Gives it what waits, the words first. With `last`, the end follows at once and stores it. */
	put(payload: Payload, last?: boolean): void;
	sure(): Certainty;
	/** Why not, where `sure` says no. */
	failure(): Failure;
	/**
	 * Nothing is called after this, which is called in every mode. With `stays` the page waits until what it gives is fulfilled;
	 * else it goes at once.
	 */
	end(stays?: boolean): void | Promise<unknown>;
}

/**
 * Makes a driver, or gives null while no learning system of its standard is to be found. One that must ask a server first
 * gives a promise of either; one whose answers come later than `put` calls `onSettled` when the last of them is there.
 */
export type OpenDriver = (window: Window, course: Course, now: () => number, onSettled: () => void) => Driver | null | Promise<Driver | null>;
