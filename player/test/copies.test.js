/** What stays in a browser: for whom, where, how long, and how much of it somebody else can read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState } from '../src/state.js';
import { choice, course, everythingIn, fakeIndexedDB, fakeLms, fakeStorage, fakeWindow, given, launch, open } from './fakes.js';

const WORDS = 'what only anna knows';
const DAY = 24 * 3600 * 1000;
const answersAt = (lms) => ({ ...decodeState(lms.server['cmi.suspend_data'] ?? '').state.answers });
const bert = (more) => fakeLms({ 'cmi.core.student_id': 'bert', ...more });
/** As on plain http, where there is no WebCrypto. */
const plain = () => fakeWindow().crypto;
/** The next launch in the same browser, in another tab. */
const anew = (before) => ({ ...before, storage: fakeStorage() });
const copiesIn = ({ indexedDB }) => [...indexedDB.copies.keys()].filter((key) => key.startsWith('answers:'));

/** A launch that has read what earlier ones kept. */
async function begin(options) {
	const begun = launch(options);
	await begun.session.ready;
	return begun;
}

/** A launch whose first second went well; after that the LMS stores nothing, and says so; then the tab is killed. */
async function failing(options = {}) {
	const begun = await begin(options);
	begun.session.visit('begin');
	await begun.time.pass(2000);
	begun.lms.trouble.commit = 101;
	begun.session.answer('why', WORDS);
	await begun.time.pass(2000);
	begun.lms.trouble.throws = true;
	begun.time.kill();
	return begun;
}

/** The LMS is well again. */
function mended({ lms }) {
	lms.trouble = {};
	return lms;
}

test('an LMS that empties localStorage takes no word away', async () => {
	const first = await failing();
	for (const key of Object.keys(first.localStorage)) delete first.localStorage[key];
	mended(first);
	const { session, lms, time } = await begin(anew(first));
	assert.equal(session.state.answers.why, WORDS);
	assert.equal(session.restored, true);
	await time.pass(1000);
	assert.deepEqual(answersAt(lms), { why: WORDS });
});

test('nothing is kept in localStorage, which content of other makers shares and an LMS may empty', async () => {
	const { localStorage } = await failing();
	assert.deepEqual(Object.keys(localStorage), []);
});

test('a tab that is killed between a keystroke and its sealed copy has the letter still, and asks nothing about it', async () => {
	const first = await failing();
	first.indexedDB.trouble.slow = true;
	first.session.type('why', `${WORDS}, and a last letter`);
	mended(first);
	const next = await begin({ ...first, indexedDB: Object.assign(fakeIndexedDB(), { copies: first.indexedDB.copies }) });
	assert.equal(next.session.state.answers.why, `${WORDS}, and a last letter`);
	assert.deepEqual(next.session.conflicts, []);
});

test('nor does it where nothing of that launch had arrived', async () => {
	const first = await begin();
	first.session.answer('why', 'at first');
	await first.time.pass(2000);
	first.leave();
	await first.time.pass(0);
	first.lms.trouble.commit = 101;
	const second = await begin(anew(first));
	second.session.type('why', WORDS);
	await second.time.pass(2000);
	second.indexedDB.trouble.slow = true;
	second.session.type('why', `${WORDS}, and a last letter`);
	second.time.kill();
	mended(second);
	const { session } = await begin({ ...second, indexedDB: Object.assign(fakeIndexedDB(), { copies: second.indexedDB.copies }) });
	assert.equal(session.state.answers.why, `${WORDS}, and a last letter`);
	assert.deepEqual(session.conflicts, []);
});

test('what a crash left in the tab goes once the LMS has it', async () => {
	const first = await failing();
	first.indexedDB.trouble.slow = true;
	first.session.type('why', `${WORDS}, and more`);
	mended(first);
	const next = await begin({ ...first, indexedDB: fakeIndexedDB() });
	await next.time.pass(10_000);
	assert.doesNotMatch(JSON.stringify({ ...next.storage }), new RegExp(WORDS));
	assert.deepEqual(answersAt(next.lms), { why: `${WORDS}, and more` });
});

for (const [how, crypto] of [['https', undefined], ['plain http', plain()]]) {
	test(`after the next learner's launch over ${how} no storage has the words that the LMS has, nor the name`, async () => {
		const anna = await begin({ crypto });
		anna.session.visit('begin');
		anna.session.answer('why', WORDS);
		await anna.time.pass(10_000);
		anna.leave();
		await anna.time.pass(0);
		const next = await begin({ ...anna, lms: bert() });
		await next.time.pass(10_000);
		assert.doesNotMatch(everythingIn(next.window), /anna/);
		assert.doesNotMatch(everythingIn(next.window), new RegExp(WORDS));
		assert.deepEqual(copiesIn(next), []);
		assert.deepEqual({ ...next.session.state.answers }, {});
	});
}

test('words that the LMS has not can be read by nobody else, in the same tab or in storage, and are there for who wrote them', async () => {
	const anna = await failing();
	const next = await begin({ ...anna, lms: bert() });
	next.session.answer('how', 'by bert');
	await next.time.pass(10_000);
	assert.deepEqual({ ...next.session.state.answers }, { how: 'by bert' });
	assert.deepEqual(answersAt(next.lms), { how: 'by bert' });
	assert.doesNotMatch(everythingIn(next.window), new RegExp(`anna|${WORDS}`));
	mended(anna);
	const back = await begin({ ...anna, storage: next.storage });
	assert.deepEqual({ ...back.session.state.answers }, { why: WORDS });
});

test('what a crash left in the tab is gone when somebody else opens the course there', async () => {
	const anna = await failing();
	anna.indexedDB.trouble.slow = true;
	anna.session.type('why', `${WORDS}!`);
	assert.match(everythingIn(anna.window), new RegExp(WORDS));
	const next = await begin({ ...anna, lms: bert(), indexedDB: fakeIndexedDB() });
	assert.doesNotMatch(everythingIn(next.window), new RegExp(WORDS));
});

test('a new attempt begins empty, whatever the browser kept of the last one', async () => {
	const first = await failing();
	const { session, lms, time } = await begin({ ...first, lms: fakeLms() });
	session.visit('begin');
	await time.pass(10_000);
	assert.deepEqual({ ...session.state.answers }, {});
	assert.deepEqual([session.state.seen, session.conflicts, session.restored], [['begin'], [], false]);
	assert.equal(session.saveStatus.status, 'incomplete');
	assert.equal(lms.server['cmi.core.lesson_status'], 'incomplete');
});

test('an attempt that was deleted after it had arrived does not come back', async () => {
	const short = course({ pages: ['begin'], questions: [open('why'), choice('pick')] });
	const first = await begin({ course: short });
	first.session.answer('why', WORDS);
	first.session.answer('pick', 'a 1');
	first.session.visit('begin');
	await first.time.pass(10_000);
	assert.equal(first.lms.server['cmi.core.lesson_status'], 'completed');
	first.leave();
	const { session, lms, time } = await begin({ ...first, lms: fakeLms() });
	await time.pass(10_000);
	assert.deepEqual({ ...session.state.answers }, {});
	assert.deepEqual(given(lms, 'cmi.core.lesson_status'), ['incomplete']);
});

test('a launch in which nothing is typed leaves nothing by which a deleted attempt could come back', async () => {
	const first = await failing();
	mended(first);
	const second = await begin(anew(first));
	await second.time.pass(10_000);
	second.leave();
	const { puts } = first.indexedDB;
	const third = await begin(anew(second));
	await third.time.pass(0);
	assert.deepEqual([...third.indexedDB.copies.keys()], []);
	assert.equal(third.indexedDB.puts, puts);
});

for (const [how, quirk] of [
	['keeps an old error code', (api) => ({ ...api, LMSGetLastError: () => '201' })],
	['answers nothing to LMSSetValue', (api) => ({ ...api, LMSSetValue: (...values) => void api.LMSSetValue(...values) })],
]) {
	const odd = (lms) => {
		const whole = lms.launch;
		return Object.assign(lms, { launch: () => quirk(whole()) });
	};
	test(`an LMS that ${how}, and yet stores, is in no trouble, and a second attempt is not finished by the first one's words`, async () => {
		const short = course({ pages: ['begin'], questions: [open('why')] });
		const first = await begin({ lms: odd(fakeLms()), course: short });
		first.session.answer('why', WORDS);
		first.session.visit('begin');
		await first.time.pass(10_000);
		assert.equal(first.session.saveStatus.kind, 'saved');
		assert.deepEqual(answersAt(first.lms), { why: WORDS });
		first.leave();
		const next = await begin({ ...first, lms: odd(fakeLms()) });
		await next.time.pass(10_000);
		assert.deepEqual({ ...next.session.state.answers }, {});
		assert.equal(next.lms.server['cmi.core.lesson_status'], 'incomplete');
		const again = await begin({ ...first });
		assert.equal(again.session.state.answers.why, WORDS);
	});
}

test('where the LMS names nobody, words outlive the page but not the tab, and the next person sees none', async () => {
	const nobody = () => fakeLms({ 'cmi.core.student_id': '' });
	const first = await failing({ lms: nobody(), crypto: plain() });
	assert.deepEqual([...first.indexedDB.copies.values()].filter((text) => text.includes(WORDS)), []);
	assert.equal(first.session.saveStatus.storage, 'tab');
	mended(first);
	assert.equal((await begin(first)).session.state.answers.why, WORDS);
	assert.equal((await begin({ ...anew(first), lms: nobody() })).session.state.answers.why, undefined);
});

test('words of a first launch that never reached the LMS come back', async () => {
	const lms = fakeLms();
	lms.trouble.commit = 101;
	const first = await begin({ lms });
	first.session.visit('begin');
	first.session.answer('why', WORDS);
	await first.time.pass(10_000);
	assert.doesNotMatch(everythingIn(first.window), new RegExp(`anna|${WORDS}`));
	lms.trouble.throws = true;
	mended(first);
	const next = await begin(anew(first));
	assert.equal(next.session.state.answers.why, WORDS);
	await next.time.pass(10_000);
	assert.deepEqual(answersAt(lms), { why: WORDS });
	assert.deepEqual([...next.indexedDB.copies.keys()].filter((key) => key.startsWith('secret:')), []);
});

test('the secret of a first launch that never reached the LMS is handed over by the next, so that its copies open for good', async () => {
	const first = await begin({ lms: fakeLms() });
	first.lms.trouble.commit = 101;
	first.session.answer('why', WORDS);
	await first.time.pass(2000);
	const secrets = given(first.lms, 'cmi.suspend_data').map((data) => decodeState(data).state.key);
	first.time.kill();
	mended(first);
	const { lms, time } = await begin(anew(first));
	await time.pass(3000);
	assert.equal(decodeState(lms.server['cmi.suspend_data']).state.key, secrets[0]);
});

test('they also do where another device was first to reach the LMS', async () => {
	const lms = fakeLms();
	lms.trouble.commit = 101;
	const phone = await begin({ lms });
	phone.session.answer('why', WORDS);
	await phone.time.pass(2000);
	phone.time.kill();
	mended(phone);
	const laptop = await begin({ lms, time: phone.time });
	laptop.session.answer('how', 'from the laptop');
	await laptop.time.pass(10_000);
	laptop.leave();
	const next = await begin(anew(phone));
	assert.deepEqual({ ...next.session.state.answers }, { how: 'from the laptop', why: WORDS });
	await next.time.pass(10_000);
	assert.deepEqual(answersAt(lms), { how: 'from the laptop', why: WORDS });
	assert.deepEqual([...next.indexedDB.copies.keys()].filter((key) => key.startsWith('secret:')), []);
});

test('a browser that is closed again and again before anything arrives loses nothing', async () => {
	const lms = fakeLms();
	let tab = { lms, indexedDB: fakeIndexedDB() };
	for (const [id, text] of [['why', WORDS], ['how', 'as well'], ['more', 'and this']]) {
		lms.trouble.commit = 101;
		tab = await begin(anew(tab));
		tab.session.answer(id, text);
		await tab.time.pass(0);
		lms.trouble.throws = true;
		mended(tab);
	}
	const { session } = await begin(anew(tab));
	assert.deepEqual({ ...session.state.answers }, { why: WORDS, how: 'as well', more: 'and this' });
});

test('without an LMS the browser keeps all, and wiping it would lose it', async () => {
	const first = await begin({ lms: null });
	first.session.visit('begin');
	first.session.answer('why', 'because');
	await first.time.pass(0);
	assert.deepEqual([first.session.saveStatus.kind, first.session.saveStatus.storage], ['alone', 'device']);
	assert.equal(await first.session.forget(), false);
	const { session, time, indexedDB } = await begin(anew(first));
	assert.equal(session.state.answers.why, 'because');
	assert.equal(session.state.page, 'begin');
	assert.equal(session.restored, false);
	assert.deepEqual(session.conflicts, []);
	await session.forget(true);
	await time.pass(0);
	assert.deepEqual([...indexedDB.copies.keys()], []);
});

test('without an LMS two tabs lose nothing to one another', async () => {
	const one = await begin({ lms: null });
	one.session.answer('why', 'from one');
	await one.time.pass(0);
	const two = await begin(anew(one));
	two.session.answer('how', 'from two');
	await one.time.pass(0);
	one.session.answer('more', 'later, from one');
	await one.time.pass(0);
	const { session } = await begin(anew(one));
	assert.deepEqual({ ...session.state.answers }, { why: 'from one', how: 'from two', more: 'later, from one' });
});

test('without an LMS done stays done, also over launches and when an answer is emptied', async () => {
	const short = course({ pages: [], questions: [open('why')] });
	const first = await begin({ lms: null, course: short });
	first.session.answer('why', 'because');
	first.session.visit('begin');
	assert.equal(first.session.saveStatus.status, 'completed');
	first.session.answer('why', '');
	assert.equal(first.session.saveStatus.status, 'completed');
	first.session.answer('why', 'because');
	await first.time.pass(0);
	assert.equal((await begin(anew(first))).session.saveStatus.status, 'completed');
});

test('a learner can wipe this device once the LMS has it all, and not before', async () => {
	const begun = await begin();
	const { session, lms, time, indexedDB } = begun;
	session.visit('begin');
	await time.pass(2000);
	lms.trouble.commit = 101;
	session.answer('why', WORDS);
	await time.pass(0);
	assert.equal(await session.forget(), false);
	await time.pass(0);
	assert.equal(copiesIn(begun).length, 1);
	lms.trouble.commit = 0;
	await time.pass(10_000);
	assert.equal(await session.forget(), true);
	await time.pass(0);
	assert.deepEqual([...indexedDB.copies.keys()], []);
	assert.deepEqual(answersAt(lms), { why: WORDS });
});

test('one who wipes this device while the LMS has not all of it, and types on, finds those words again', async () => {
	const lms = fakeLms();
	lms.trouble.commit = 101;
	const first = await begin({ lms });
	first.session.answer('why', WORDS);
	await first.time.pass(2000);
	await first.session.forget(true);
	await first.time.pass(0);
	assert.deepEqual([...first.indexedDB.copies.keys()], []);
	first.session.answer('how', 'after that');
	await first.time.pass(0);
	lms.trouble.throws = true;
	mended(first);
	assert.equal((await begin(anew(first))).session.state.answers.how, 'after that');
});

test('one who says that others use this device leaves nothing beyond the tab, from before or after', async () => {
	const begun = await failing();
	await begun.session.leaveDevice();
	await begun.time.pass(0);
	assert.deepEqual([...begun.indexedDB.copies.keys()], []);
	assert.equal(begun.session.saveStatus.storage, 'tab');
	begun.session.answer('how', 'after that');
	await begun.time.pass(0);
	assert.deepEqual([...begun.indexedDB.copies.keys()], []);
	mended(begun);
	assert.deepEqual({ ...(await begin(begun)).session.state.answers }, { why: WORDS, how: 'after that' });
	assert.deepEqual({ ...(await begin(anew(begun))).session.state.answers }, {});
});

test('a course for devices that are shared keeps nothing beyond the tab', async () => {
	const begun = await failing({ course: course({ device: 'shared' }) });
	assert.deepEqual([...begun.indexedDB.copies.keys()], []);
	assert.equal(begun.session.saveStatus.storage, 'tab');
	mended(begun);
	assert.equal((await begin(begun)).session.state.answers.why, WORDS);
	assert.equal((await begin(anew(begun))).session.state.answers.why, undefined);
});

test('the browser forgets what is older than 90 days, whoever wrote it in whichever course', async () => {
	const old = await failing({ course: course({ id: 'old' }) });
	await old.time.pass(50 * DAY);
	const young = await failing({ ...anew(old), lms: fakeLms(), course: course({ id: 'young' }) });
	assert.equal(copiesIn(young).length, 2);
	await old.time.pass(41 * DAY);
	await begin({ ...anew(old), lms: bert(), course: course() });
	assert.equal(copiesIn(young).length, 1);
	mended(young);
	assert.equal((await begin(anew(young))).session.state.answers.why, WORDS);
});

const blocked = () => new Proxy(fakeStorage(), { get() { throw new Error('blocked'); }, ownKeys() { throw new Error('blocked'); } });
for (const [what, more, kept] of [
	['all is well', {}, 'device'],
	['IndexedDB is blocked', { indexedDB: Object.assign(fakeIndexedDB(), { trouble: { blocked: true } }) }, 'tab'],
	['IndexedDB is full', { indexedDB: Object.assign(fakeIndexedDB(), { trouble: { full: true } }) }, 'tab'],
	['IndexedDB never answers', { indexedDB: Object.assign(fakeIndexedDB(), { trouble: { slow: true } }) }, 'tab'],
	['the browser has no IndexedDB', { indexedDB: null }, 'tab'],
	['sessionStorage is blocked', { storage: blocked() }, 'device'],
	['all storage is blocked', { storage: blocked(), indexedDB: Object.assign(fakeIndexedDB(), { trouble: { blocked: true } }) }, 'nowhere'],
]) {
	for (const lms of [fakeLms(), null]) {
		test(`where ${what}, what is typed is kept ${kept === 'nowhere' ? kept : `in the ${kept}`}, and that is told, ${lms ? 'with' : 'without'} an LMS`, async () => {
			const { session, time, leave } = launch({ ...more, lms });
			await time.pass(0);
			session.visit('begin');
			session.answer('why', WORDS);
			await time.pass(2000);
			assert.equal(session.saveStatus.storage, kept);
			assert.equal(session.saveStatus.kind, lms ? 'saved' : 'alone');
			assert.equal(session.state.answers.why, WORDS);
			leave();
			if (lms) assert.deepEqual(answersAt(lms), { why: WORDS });
		});
	}
}

test('a device that gets full while a learner types is told, and the tab has the words', async () => {
	const begun = await failing();
	assert.equal(begun.session.saveStatus.storage, 'device');
	begun.indexedDB.trouble.full = true;
	begun.session.answer('why', `${WORDS}, and more`);
	await begun.time.pass(0);
	assert.equal(begun.session.saveStatus.storage, 'tab');
	mended(begun);
	begun.indexedDB.trouble = {};
	assert.equal((await begin(begun)).session.state.answers.why, `${WORDS}, and more`);
});

test('nonsense that others wrote in our places does no harm', async () => {
	const first = await failing();
	for (const nonsense of ['null', '[]', '7', '{"at":"x","sealed":7}', 'no JSON', '{"at":1e99,"sent":"yes","sealed":"a.b"}']) {
		mended(first);
		for (const key of [...copiesIn(first), 'other', 'answers::', 'secret:x']) first.indexedDB.copies.set(key, nonsense);
		for (const key of ['scormbuild:journal:answers', 'scormbuild:x', 'x']) first.storage.setItem(key, nonsense);
		const { session, lms, time, leave } = await begin({ ...first, lms: fakeLms(first.lms.server) });
		session.answer('why', 'because');
		session.visit('end');
		await time.pass(1000);
		leave();
		assert.deepEqual(answersAt(lms), { why: 'because' }, nonsense);
	}
});

test('what a page could not keep in time is kept as it goes, and nobody else can read it', async () => {
	const first = await begin();
	first.session.visit('begin');
	await first.time.pass(2000);
	first.lms.trouble.reach = false;
	first.indexedDB.trouble.slow = true; // it takes what it is given once the page is gone
	first.session.answer('why', WORDS);
	first.leave();
	first.time.kill();
	const kept = JSON.stringify({ ...first.localStorage });
	assert.match(kept, /answers:/);
	assert.doesNotMatch(kept, new RegExp(WORDS));
	first.indexedDB.trouble.slow = false;
	delete first.lms.trouble.reach;
	const next = await begin(anew(first));
	assert.equal(next.session.state.answers.why, WORDS);
	await next.time.pass(2000);
	assert.equal(JSON.stringify({ ...first.localStorage }).includes('answers:'), false);
});

test('on a shared device a page that goes keeps nothing beyond its tab', async () => {
	const first = await begin({ course: course({ device: 'shared' }) });
	first.lms.trouble.commit = 101;
	first.session.answer('why', WORDS);
	first.leave();
	assert.deepEqual({ ...first.localStorage }, {});
});
