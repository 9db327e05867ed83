/** What the parts of the screen hand to one another. Only types: nothing here reaches the browser. */

import type { OpenDriver } from './lms/driver';
import type { CountCourse, Course, Question, Quiz, Session, SaveStatus } from './types';

/** A page as the reader sees it, and the questions on it. */
export interface Page {
	id: string;
	title: string;
	section: HTMLElement;
	questions: Question[];
	quizzes: Quiz[];
	/** The pages that must be done before this one opens. */
	after: string[];
	/** The role that it is for; '' is everyone. */
	role: string;
}

/** A sentence in the course's language; `n` decides between singular and plural. */
export type Translate = (key: string, values?: Record<string, string | number>) => string;

/** All that a part of the screen needs, and the one way in for what a learner does. */
export interface Screen {
	readonly course: Course;
	readonly pages: Page[];
	readonly session: Session;
	readonly t: Translate;
	/** The pages that are to be done before this one opens. */
	pagesBefore(page: Page): Page[];
	/** The id of the open page; "_answers" is the learner's own. */
	page: string;
	/** What a learner answered to this question, or "". */
	answerOf(id: string): string;
	/** A learner chose. */
	answer(id: string, value: string): void;
	/** A learner is typing. */
	type(id: string, value: string): void;
	/** Another page was opened. */
	open(page: string): void;
	/** Say it to those who listen to the screen, once. */
	announce(text: string): void;
	/** Call now, and after each answer, opened page and change of standing. */
	watch(listener: (saveStatus: SaveStatus) => void): void;
}

/** What starts a question: the element that the page has for it, and what it is. */
export type StartQuestion = (element: HTMLElement, question: Question, screen: Screen) => void;

/** What starts all blocks of a kind that isn't a question. */
export type StartPart = (screen: Screen) => void;

/** What starts the quizzes, before the questions in them: some of these only once they are drawn. */
export type StartQuizzes = (screen: Screen, start: (question: Question) => void) => void;

/** The blocks that a course has: each kind of question, and the rest by the names of their parts. */
export type Blocks = Partial<Record<Question['kind'], StartQuestion>> & Record<string, StartQuestion | StartPart | StartQuizzes>;

/** Gives the name of an account, once it is known. */
export type NameLearner = (session: Session) => Promise<string>;

/** What a course uses of the player beside its core: the builder joins them (src/scormbuild/course/script.py). */
export interface PlayerParts {
	driver: OpenDriver;
	/** The session for the screen, where the words of some answers don't go to the learning system. */
	deviceAnswers?: (course: Course, open: (course: Course) => Session) => Session;
	/** The session for the screen, where an LRS is told what happens. */
	reporter?: (session: Session, nameLearner?: NameLearner, count?: CountCourse) => Session;
	/** What a learner is called in statements, where no learning system says it. */
	nameLearner?: NameLearner;
	/** What counts for a learner, where that isn't all: a course with quizzes or roles. */
	count?: CountCourse;
	/** The pages that are to be done before one opens, where a page waits for others. */
	pagesBefore?: (page: Page, screen: Screen) => Page[];
	/** What the screen has more, where the course is a web site. */
	site?: (screen: Screen) => void;
	/** A page to print for who is done. */
	certificate?: StartPart;
	/** Words looked for in all pages. */
	search?: StartPart;
	/** Remarks beneath answers that seem to name somebody. */
	warnings?: (screen: Screen) => void;
	blocks: Blocks;
}
