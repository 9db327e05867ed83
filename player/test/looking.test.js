/** An LMS whose page is ready later than the course, or never; and a page of the course that stands by itself. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState, emptyState, encodeState } from '../src/state.js';
import { course, fakeIndexedDB, fakeLms, fakeTime, given, launch, open, times } from './fakes.js';

const answersAt = (lms) => ({ ...decodeState(lms.server['cmi.suspend_data'] ?? '').state.answers });

/** A course in a frame of a page that has no API yet; `arrive` sets it. */
function inFrame(options = {}) {
	const parent = { opener: null };
	parent.parent = parent;
	const begun = launch({ ...options, lms: null, around: { parent } });
	const { lms = fakeLms() } = options;
	return { ...begun, lms, arrive: () => { parent.API = lms.launch(); } };
}

for (const late of [100, 2000, 9000]) {
	test(`an API that is there after ${late} ms is taken, with what was typed and read meanwhile`, async () => {
		const { session, lms, time, arrive } = inFrame({ course: course({ questions: [open('why')] }) });
		const heard = [];
		session.listen({ launch: ({ student }) => heard.push(student) });
		assert.equal(session.saveStatus.kind, 'looking');
		session.visit('begin');
		session.type('why', 'because');
		session.visit('end');
		await time.pass(late);
		arrive();
		await time.pass(2000);
		assert.equal(session.saveStatus.kind, 'saved');
		assert.deepEqual(answersAt(lms), { why: 'because' });
		assert.deepEqual(decodeState(lms.server['cmi.suspend_data'], ['begin']).state.seen, ['begin', 'end']);
		assert.equal(lms.server['cmi.core.lesson_status'], 'completed');
		assert.equal(times(lms, 'LMSInitialize'), 1);
		assert.deepEqual(heard, ['anna']);
	});
}

test('what the LMS had is not written over by what was typed before it was there', async () => {
	const first = launch();
	first.session.answer('why', 'long ago');
	first.session.answer('how', 'as before');
	first.session.visit('begin');
	first.leave();
	const { session, lms, time, arrive } = inFrame({ lms: first.lms });
	session.answer('why', 'just now');
	session.visit('end');
	await time.pass(1000);
	arrive();
	await time.pass(2000);
	assert.deepEqual(answersAt(lms), { why: 'long ago', how: 'as before' });
	assert.deepEqual(session.conflicts, [{ id: 'why', ours: 'just now', theirs: 'long ago' }]);
	assert.equal(session.state.page, 'end');
});

test('what was typed before the LMS was there arrives also where it had a state already', async () => {
	const first = launch();
	first.session.visit('begin');
	first.leave();
	const { session, lms, time, arrive } = inFrame({ lms: first.lms });
	session.answer('why', 'just now');
	arrive();
	await time.pass(2000);
	assert.deepEqual(answersAt(lms), { why: 'just now' });
});

test('after ten seconds there is no hope: the course goes on alone, and keeps in this browser what was typed', async () => {
	const { session, lms, time, arrive, indexedDB } = inFrame();
	session.answer('why', 'because');
	await time.pass(9900);
	assert.equal(session.saveStatus.kind, 'looking');
	await time.pass(200);
	assert.equal(session.saveStatus.kind, 'alone');
	assert.equal(session.saveStatus.storage, 'device');
	arrive();
	await time.pass(60_000);
	assert.equal(lms.calls.length, 0);
	const next = launch({ lms: null, indexedDB, time });
	await next.session.ready;
	assert.equal(next.session.state.answers.why, 'because');
});

test('a page in no frame, which nobody opened, need not be waited for', () => {
	assert.equal(launch({ lms: null }).session.saveStatus.kind, 'alone');
});

/** The course as the learning site shows it: in a page of that site. */
const inSite = { top: { location: { href: 'https://lms.example/player?id=7' }, document: { referrer: 'https://lms.example/view?id=7' } } };

test('a page of the course that stands by itself says so where the course was in an LMS, and gives the way back', async () => {
	const indexedDB = fakeIndexedDB();
	const time = fakeTime();
	await begun(launch({ indexedDB, time, around: inSite }));
	const alone = await begun(launch({ lms: null, indexedDB, time }));
	assert.equal(alone.session.saveStatus.kind, 'astray');
	assert.equal(alone.session.home, 'https://lms.example/view?id=7');
	for (const other of [{ course: course({ id: 'other' }) }, { protocol: 'file:' }, { indexedDB: fakeIndexedDB() }]) {
		const { session } = await begun(launch({ lms: null, indexedDB, time, ...other }));
		assert.deepEqual([session.saveStatus.kind, session.home], ['alone', '']);
	}
});

test('a way back that leads to another site is none', async () => {
	const indexedDB = fakeIndexedDB();
	indexedDB.copies.set('home:webcare', JSON.stringify({ page: 'https://elsewhere.example/', at: 1 }));
	const { session } = await begun(launch({ lms: null, indexedDB }));
	assert.deepEqual([session.saveStatus.kind, session.home], ['alone', '']);
});

async function begun(one) {
	await one.time.pass(0);
	return one;
}

test('"incomplete" is not written over a status that reads "", unless nothing else says that the course was open before', () => {
	const written = (start) => given(launch({ lms: fakeLms({ 'cmi.core.lesson_status': '', ...start }) }).lms, 'cmi.core.lesson_status');
	assert.deepEqual(written({ 'cmi.core.entry': 'resume' }), []);
	assert.deepEqual(written({ 'cmi.suspend_data': encodeState(emptyState()) }), []);
	assert.deepEqual(written({ 'cmi.core.entry': 'ab-initio' }), ['incomplete']);
});
