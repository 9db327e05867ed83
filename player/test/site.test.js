/** A course as a web site: what is kept of it and where, and answers that a learner brings along. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { course, fakeIndexedDB, launch, open } from './fakes.js';
import { openPrivateAnswers } from '../src/private-answers.js';
import { nameLearner, openWeb } from '../src/lms/web/web.js';

/** What a window has in which a site is open; `registered` gets the address of each service worker. */
function aroundSite({ manifest = true, search = '', ...more } = {}) {
	const registered = [];
	const location = { protocol: 'https:', origin: 'https://www.example', href: 'https://www.example/', search };
	const document = { visibilityState: 'visible', referrer: '', addEventListener() {}, querySelector: () => (manifest ? {} : null) };
	const serviceWorker = { register: async (address) => void registered.push(address) };
	const navigator = { onLine: true, storage: { persist: async () => true }, serviceWorker };
	return { registered, around: { location, document, navigator, ...more } };
}

const openSite = (more = {}) => {
	const { around, registered } = aroundSite(more.around);
	return { registered, ...launch({ lms: null, openDriver: openWeb, ...more, around }) };
};

test('a site is alone at once, and keeps itself', () => {
	const { session, registered } = openSite();
	assert.equal(session.saveStatus.kind, 'alone');
	assert.deepEqual(registered, ['service-worker.js']);
});

for (const [name, around] of Object.entries({
	'a page without a manifest': { manifest: false },
	'a page with an API of SCORM 1.2': { API: {} },
	'a page with an API of SCORM 2004': { API_1484_11: {} },
	'a page that was launched with an endpoint': { search: '?endpoint=https://lrs.example&actor={}' },
	'a page in a frame': { parent: {} },
	'a page that another one opened': { opener: {} },
})) {
	test(`${name} is not kept`, async () => {
		const { session, registered, time } = openSite({ around });
		await time.pass(100);
		assert.deepEqual(registered, []);
		assert.equal(session.saveStatus.kind, 'alone', 'and looks for no learning system');
	});
}

test('a browser without service workers has a course all the same', () => {
	const { around } = aroundSite({ navigator: { onLine: true, storage: {} } });
	assert.equal(launch({ lms: null, openDriver: openWeb, around }).session.saveStatus.kind, 'alone');
});

test('answers that are brought along come in where there were none', async () => {
	const { session, time } = openSite();
	await time.pass(100);
	session.merge({ answers: { why: 'omdat' }, seen: ['begin', 'end'], finished: true });
	assert.equal(session.state.answers.why, 'omdat');
	assert.deepEqual(session.state.seen, ['begin', 'end']);
	assert.deepEqual(session.conflicts, []);
});

test('an answer that is there already stays, and the learner is asked', async () => {
	const { session, time } = openSite();
	await time.pass(100);
	session.answer('why', 'hier');
	session.merge({ answers: { why: 'daar', how: 'zo' } });
	assert.deepEqual({ ...session.state.answers }, { why: 'hier', how: 'zo' });
	assert.deepEqual(session.conflicts, [{ id: 'why', ours: 'daar', theirs: 'hier' }]);
	session.answer('why', 'daar');
	assert.deepEqual(session.conflicts, []);
	assert.equal(session.state.answers.why, 'daar');
});

test('an answer of an earlier visit stays too, and the question outlives the page', async () => {
	const device = { indexedDB: fakeIndexedDB() };
	const first = openSite(device);
	first.session.answer('why', 'hier');
	await first.time.pass(1000);
	const { session, time } = openSite({ ...device, time: first.time });
	await time.pass(100);
	session.merge({ answers: { why: 'daar' } });
	await time.pass(1000);
	const { session: third } = openSite({ ...device, time });
	await time.pass(100);
	assert.equal(third.state.answers.why, 'hier');
	assert.deepEqual(third.conflicts.map(({ ours, theirs }) => [ours, theirs]), [['daar', 'hier']]);
});

test('where the learner is and what is looked back at stays as it is', async () => {
	const { session, time } = openSite();
	await time.pass(100);
	session.visit('end');
	session.merge({ answers: {}, page: 'begin', seen: [] });
	assert.equal(session.state.page, 'end');
});

test('a learning system hears of answers that were brought along', async () => {
	const { session, lms, time } = launch();
	await time.pass(100);
	session.merge({ answers: { why: 'omdat' } });
	await time.pass(60_000);
	assert.equal(session.saveStatus.kind, 'saved');
	assert.match(lms.server['cmi.interactions.0.student_response'] ?? '', /omdat/);
});

test('words that only the browser has come in by the same way, and write over none', async () => {
	const wanted = course({ questions: [open('why', { answers: 'nowhere' }), open('how', { answers: 'nowhere' })] });
	let time;
	const session = openPrivateAnswers(wanted, (known) => {
		const opened = openSite({ course: known });
		time = opened.time;
		return opened.session;
	});
	await time.pass(100);
	session.answer('why', 'hier');
	session.merge({ answers: { why: 'daar', how: 'zo' } });
	assert.deepEqual({ ...session.state.answers }, { why: 'hier', how: 'zo' });
	assert.equal(session.core.state.answers.how, 't');
});

test('a learner without a name keeps a random one on this device, and only there', async () => {
	globalThis.document = { querySelector: () => null };
	const device = { indexedDB: fakeIndexedDB() };
	const first = openSite(device);
	const name = await nameLearner(first.session);
	await first.time.pass(1000);
	const again = openSite({ ...device, time: first.time });
	assert.match(name, /^[\da-f]{8}-[\da-f-]{27}$/);
	assert.equal(await nameLearner(again.session), name);
	assert.notEqual(await nameLearner(openSite().session), name);
	await again.session.forget(true);
	await again.time.pass(1000);
	assert.notEqual(await nameLearner(openSite({ ...device, time: again.time }).session), name);
	delete globalThis.document;
});
