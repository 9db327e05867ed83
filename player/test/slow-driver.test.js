/** A learning system that is reached over the network: it is there later than the page, and answers later than it is asked. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { launch } from './fakes.js';

/** A server that keeps the data, and answers when it is told to. */
function slowLms() {
	const lms = { data: '', asked: [], certainty: 'yes', statuses: [] };
	let settled = () => {};
	let found = () => {};
	lms.openDriver = (window, course, now, onSettled) => {
		settled = onSettled;
		const driver = {
			begin: () => ({ student: 'anna', mode: 'normal', status: null, data: lms.data, readFailed: false }),
			put({ data, status }) {
				lms.asked.push(data);
				lms.statuses.push(status);
				lms.certainty = 'pending';
			},
			sure: () => lms.certainty,
			failure: () => 'refused',
			end() {},
		};
		return new Promise((resolve) => { found = () => resolve(driver); });
	};
	lms.appear = async () => { found(); await Promise.resolve(); await Promise.resolve(); };
	lms.answer = (certainty) => {
		lms.certainty = certainty;
		if (certainty === 'yes') lms.data = lms.asked.at(-1);
		settled();
	};
	return lms;
}

test('words that are typed before the learning system is there go to it once it is', async () => {
	const lms = slowLms();
	const { session, time } = launch({ lms: null, openDriver: lms.openDriver });
	session.answer('why', 'omdat');
	assert.equal(session.saveStatus.kind, 'looking');
	await lms.appear();
	await time.pass(1_500);
	assert.equal(session.saveStatus.kind, 'waiting');
	lms.answer('yes');
	assert.equal(session.saveStatus.kind, 'saved');
	assert.notEqual(lms.data, '');
});

test('nothing is called saved, and no status goes, before the answer is there', async () => {
	const lms = slowLms();
	const { session, time } = launch({ lms: null, openDriver: lms.openDriver });
	await lms.appear();
	for (const page of ['begin', 'end']) session.visit(page);
	for (const id of ['why', 'how']) session.answer(id, 'omdat');
	await time.pass(60_000);
	assert.equal(session.saveStatus.kind, 'waiting');
	assert.equal(lms.statuses.includes('completed'), false);
	lms.answer('yes');
	await time.pass(10_000);
	assert.equal(lms.statuses.at(-1), 'completed');
});

test('an answer that says no is told, and the words are sent again', async () => {
	const lms = slowLms();
	const { session, time } = launch({ lms: null, openDriver: lms.openDriver });
	await lms.appear();
	session.answer('why', 'omdat');
	await time.pass(1_500);
	lms.answer('no');
	assert.equal(session.saveStatus.kind, 'refused');
	assert.deepEqual(session.saveStatus.unsavedIds, ['why']);
	const before = lms.asked.length;
	await time.pass(10_000);
	assert.ok(lms.asked.length > before);
	lms.answer('yes');
	assert.equal(session.saveStatus.kind, 'saved');
});

test('a learning system that is not to be reached leaves the course by itself', async () => {
	const { session, time } = launch({ lms: null, openDriver: () => Promise.reject(new Error('no network')) });
	await time.pass(0);
	assert.equal(session.saveStatus.kind, 'alone');
});
