import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fitState } from '../src/fit.js';
import { decodeState, emptyState, toRecord } from '../src/state.js';
import { choice, course, fakeLms, launch, open } from './fakes.js';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const wide = course({ pages: ['begin', 'end'], questions: ids.map((id) => open(id)) });
const answersAt = (lms, questions = ids) => ({ ...decodeState(lms.server['cmi.suspend_data'] ?? '', questions).state.answers });
const ROOM = 4096;

/** Text that hardly packs: `length` characters that follow no pattern. */
function noise(length, seed = 1) {
	let number = seed;
	const next = () => (number = (number * 48271) % 2147483647);
	return Array.from({ length }, () => String.fromCharCode(33 + (next() % 90))).join('');
}

const PROSE = [
	'Ik zou eerst rustig nagaan wat deze cliënt precies heeft geschreven en waarom het haar zo raakt. Daarna bel ik haar op, want aan de telefoon hoor je meer dan in een bericht.',
	'Op sociale media reageer ik nooit boos terug. Ik bedank voor de reactie, zeg dat ik het vervelend vind en vraag of we er samen over kunnen praten, buiten het zicht van anderen.',
	'Een foto van een bewoner zet ik niet zomaar online. Ik vraag toestemming aan de bewoner of aan de familie, en ik schrijf op wat er is afgesproken, zodat collega’s dat ook weten.',
	'Als een collega iets onhandigs plaatst, spreek ik hem daar persoonlijk op aan. Lukt dat niet, dan ga ik naar mijn leidinggevende. Weghalen alleen is niet genoeg: je leert er zo niets van.',
	'Mensen zoeken tegenwoordig eerst op internet naar een verzorgingshuis. Wat anderen over ons schrijven telt dan zwaar mee, dus een vriendelijk antwoord op een klacht is ook reclame.',
];

/** An answer such as a care worker writes: sentences in an order of its own, 500 characters. */
function prose(number) {
	const words = PROSE.flatMap((text, place) => PROSE[(place + number) % PROSE.length].split(' '));
	const start = number * 17;
	return [...words.slice(start), ...words].filter((_, place) => (place * 7 + number) % 11 !== 0).join(' ').slice(0, 500);
}

test('nine answers of 500 characters of Dutch prose fit', () => {
	const state = { ...emptyState(), answers: toRecord(Array.from({ length: 9 }, (_, place) => [`vraag-${place}`, prose(place)])) };
	const { text, state: written } = fitState(state, {}, ROOM);
	assert.equal(Object.values(state.answers).every((answer) => answer.length === 500), true);
	assert.deepEqual(written, state);
	assert.ok(text.length <= ROOM, String(text.length));
});

/** A course of 230 choices whose ids have some 40 characters. */
const many = Array.from({ length: 230 }, (_, place) => `question-about-subject-${String(place).padStart(3, '0')}-of-the-course`);
const manyChoices = course({ pages: ['begin'], questions: many.map((id) => choice(id)) });

test('of 230 choices with long ids all are back on another device', async () => {
	const { session, lms, time, leave } = launch({ course: manyChoices });
	session.visit('begin');
	for (const id of many) {
		session.answer(id, 'a 1');
		await time.pass(1000);
	}
	leave();
	const next = launch({ lms, time, course: manyChoices });
	assert.equal(Object.keys(next.session.state.answers).length, 230);
	assert.deepEqual(next.session.saveStatus.unsavedIds, []);
});

test('where not all fits, what fits is back, the rest is told at once, and an answer that was back once is never dropped', async () => {
	const small = { ...manyChoices, room: 1200 };
	const { session, lms, time } = launch({ course: small, lms: fakeLms({}, { limit: 1200 }) });
	session.visit('begin');
	let before = 0;
	for (const [place, id] of many.entries()) {
		session.answer(id, 'a 1');
		await time.pass(1000);
		const stored = Object.keys(answersAt(lms, many)).length;
		assert.ok(stored >= before, `${stored} after ${before}`);
		assert.equal(stored + session.saveStatus.unsavedIds.length, place + 1);
		assert.equal(session.saveStatus.kind, session.saveStatus.unsavedIds.length ? 'full' : 'saved');
		before = stored;
	}
	assert.ok(before > 100, String(before));
	assert.equal(session.saveStatus.usage, 1);
});

test('a course whose LMS has more room uses it', async () => {
	const roomy = { ...wide, room: 64000 };
	const { session, lms, time } = launch({ course: roomy, lms: fakeLms({}, { limit: 64000 }) });
	for (const id of ids) session.answer(id, noise(8000, id.charCodeAt(0)));
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.equal(answersAt(lms).f, noise(8000, 'f'.charCodeAt(0)));
});

test('a million characters in one answer stop neither the other words nor the learner', async () => {
	const { session, lms, time } = launch({ course: wide });
	session.visit('begin');
	session.answer('b', 'short');
	session.type('a', noise(1_000_000));
	await time.pass(1000);
	assert.deepEqual(answersAt(lms), { b: 'short' });
	assert.deepEqual(session.saveStatus.unsavedIds, ['a']);
	assert.equal(session.saveStatus.kind, 'full');
});

test('room that is nearly used is told before it is full', async () => {
	const { session, time } = launch({ course: wide });
	session.visit('begin');
	session.answer('a', noise(2900));
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.ok(session.saveStatus.usage > 0.8 && session.saveStatus.usage < 1, String(session.saveStatus.usage));
});

test('what does not fit stays here whole, a short answer goes along, and the LMS keeps the last version that fitted', async () => {
	const begun = launch({ course: wide });
	const { session, lms, time, leave } = begun;
	session.visit('begin');
	session.answer('a', noise(1500, 1));
	session.answer('b', noise(500, 2));
	await time.pass(1000);
	session.answer('b', noise(2500, 3));
	session.answer('c', 'short');
	await time.pass(1000);
	assert.deepEqual(answersAt(lms), { a: noise(1500, 1), b: noise(500, 2), c: 'short' });
	assert.equal(session.saveStatus.kind, 'full');
	assert.deepEqual(session.saveStatus.unsavedIds, ['b']);
	assert.equal(session.saveStatus.usage, 1);
	assert.equal(await session.forget(), false);
	leave();
	const here = launch(begun);
	await time.pass(0);
	assert.equal(here.session.state.answers.b, noise(2500, 3));
	assert.equal(here.session.state.answers.c, 'short');
	assert.deepEqual(here.session.conflicts, []);
});

test('another device says that the last words are elsewhere', async () => {
	const first = launch({ course: wide });
	first.session.answer('a', noise(5000));
	first.session.visit('begin');
	first.leave();
	const { session, time, lms } = launch({ lms: first.lms, course: wide });
	assert.deepEqual(session.saveStatus.unsavedIds, ['a']);
	assert.equal(session.saveStatus.kind, 'saved');
	session.answer('b', 'from here');
	await time.pass(1000);
	assert.deepEqual(decodeState(lms.server['cmi.suspend_data']).state.behind, ['a']);
	session.answer('a', 'written again');
	await time.pass(1000);
	assert.deepEqual(session.saveStatus.unsavedIds, []);
	assert.deepEqual(answersAt(lms), { b: 'from here', a: 'written again' });
});

test('shortening an answer makes room', async () => {
	const { session, lms, time } = launch({ course: wide });
	session.answer('a', noise(2500, 1));
	session.answer('b', noise(1500, 2));
	await time.pass(1000);
	assert.deepEqual(session.saveStatus.unsavedIds, ['a']);
	session.answer('a', noise(1000, 1));
	await time.pass(1000);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.deepEqual(answersAt(lms), { a: noise(1000, 1), b: noise(1500, 2) });
});

test('shortening an answer arrives even when another one still does not fit', async () => {
	const { session, lms, time } = launch({ course: wide });
	session.answer('a', noise(2500, 1));
	await time.pass(1000);
	session.answer('b', noise(1500, 2));
	session.answer('a', noise(2400, 1));
	await time.pass(1000);
	assert.deepEqual(session.saveStatus.unsavedIds, ['b']);
	assert.deepEqual(answersAt(lms), { a: noise(2400, 1) });
});

test('it is the longest edit that stays behind, whichever was the newest', async () => {
	for (const order of [['a', 'b'], ['b', 'a']]) {
		const { session, lms, time } = launch({ course: wide });
		session.answer('a', 'first');
		session.answer('b', 'second');
		await time.pass(1000);
		for (const id of order) session.answer(id, id === 'a' ? noise(2500, 2) : noise(1500, 1));
		await time.pass(1000);
		assert.deepEqual(session.saveStatus.unsavedIds, ['a']);
		assert.deepEqual(answersAt(lms), { a: 'first', b: noise(1500) });
	}
});

test('whatever is in it, a state fits or stays unwritten, and of what the LMS had nothing is dropped', () => {
	const pages = Array.from({ length: 1000 }, (_, place) => noise(20, place + 1));
	const several = toRecord(Array.from({ length: 300 }, (_, place) => [noise(10, place + 1), 'a 1']));
	const countless = toRecord(Array.from({ length: 500 }, (_, place) => [noise(10, place + 1), noise(30, place + 7)]));
	const states = [
		{ seen: pages },
		{ answers: countless },
		{ behind: pages },
		{ extra: { large: noise(9000) } },
		{ page: noise(9000), by: noise(9000) },
		{ count: 2 ** 51, seen: pages, answers: { ...several, ...countless }, behind: pages, page: noise(5000) },
	];
	for (const more of states) {
		for (const kept of [toRecord([]), several, countless]) {
			const state = { ...emptyState(), ...more, answers: toRecord(Object.entries({ ...kept, ...more.answers })) };
			const { text, state: written } = fitState(state, kept, ROOM);
			assert.ok(text.length <= ROOM);
			assert.deepEqual(Object.keys(kept).filter((id) => written.answers[id] === undefined), []);
			if (text) assert.equal(decodeState(text).state.count, state.count);
			else assert.ok(kept === countless || more.extra || more.by);
		}
	}
});

test('pages seen stay when an edit stays behind', () => {
	const seen = Array.from({ length: 150 }, (_, place) => noise(10, place + 1));
	const state = { ...emptyState(), seen, answers: toRecord([['a', noise(5000)]]) };
	const { answers, seen: pages, behind } = fitState(state, toRecord([['a', 'older']]), ROOM).state;
	assert.deepEqual([answers.a, pages.length, behind], ['older', 150, ['a']]);
});

test('pages seen give way to answers that were there before', () => {
	const answers = toRecord([['a', noise(2000)]]);
	const pages = Array.from({ length: 1000 }, (_, place) => noise(10, place + 1));
	const { text, state } = fitState({ ...emptyState(), answers, seen: pages }, answers, ROOM);
	assert.deepEqual(state.answers, answers);
	assert.ok(text.length > 0 && state.seen.length < 1000);
});
