import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findApi, openLms } from '../src/scorm-api.js';
import { fakeLms, times } from './fakes.js';

const api = { LMSInitialize: () => 'true' };
const foreign = () => new Proxy({}, { get() { throw new Error('another origin'); } });

/** A window inside another one. */
function windowIn(parent, more = {}) {
	const window = { opener: null, ...more };
	window.parent = parent ?? window;
	return window;
}

test('the API is found in the own window, a parent, or a parent\'s parent', () => {
	assert.equal(findApi(windowIn(null, { API: api })), api);
	assert.equal(findApi(windowIn(windowIn(null, { API: api }))), api);
	assert.equal(findApi(windowIn(windowIn(windowIn(null, { API: api })))), api);
});

test('the API is found in the opener, its parents, and the opener of a parent', () => {
	assert.equal(findApi(windowIn(null, { opener: windowIn(null, { API: api }) })), api);
	assert.equal(findApi(windowIn(null, { opener: windowIn(windowIn(null, { API: api })) })), api);
	assert.equal(findApi(windowIn(windowIn(null, { opener: windowIn(null, { API: api }) }))), api);
});

test('a parent comes before an opener', () => {
	const other = { ...api };
	assert.equal(findApi(windowIn(windowIn(null, { API: api }), { opener: windowIn(null, { API: other }) })), api);
});

test('a parent of another origin throws, and its parent may still be the LMS', () => {
	const middle = { parent: windowIn(null, { API: api }), opener: null };
	Object.defineProperty(middle, 'API', { get() { throw new Error('another origin'); } });
	assert.equal(findApi(windowIn(middle)), api);
});

test('only foreign windows: no API, no exception', () => {
	assert.equal(findApi(windowIn(foreign(), { opener: foreign() })), null);
});

test('an endless chain of parents ends', () => {
	const endless = () => ({ opener: null, get parent() { return endless(); } });
	assert.equal(findApi(endless()), null);
});

test('an `API` that is something else is passed by', () => {
	assert.equal(findApi(windowIn(windowIn(null, { API: api }), { API: { version: 3 } })), api);
	assert.equal(findApi(windowIn(null, { API: 'v2' })), null);
});

test('before LMSInitialize and after LMSFinish nothing is called', () => {
	const fake = fakeLms();
	const lms = openLms(fake.launch());
	lms.write('cmi.core.exit', 'suspend');
	lms.finish();
	assert.equal(fake.calls.length, 0);
	assert.equal(lms.initialize(), true);
	lms.finish();
	lms.finish();
	lms.read('cmi.suspend_data');
	assert.deepEqual([fake.calls.length, times(fake, 'LMSFinish')], [2, 1]);
});

test('a session that the LMS\'s own page had begun already is used', () => {
	const api = fakeLms().launch();
	api.LMSInitialize('');
	assert.equal(openLms(api).initialize(), true);
});

test('a no without a reason is a no, and so is a yes with an error', () => {
	const write = (value, code) => {
		const api = { LMSInitialize: () => 'true', LMSSetValue: () => value };
		const lms = openLms(api);
		lms.initialize();
		api.LMSGetLastError = () => code;
		return lms.write('cmi.core.exit', '');
	};
	assert.equal(write('true', '0'), 0);
	assert.equal(write(true, 0), 0);
	assert.equal(write('false', '0'), -1);
	assert.equal(write(undefined, undefined), -1);
	assert.equal(write('true', '405'), 405);
	assert.equal(write('false', 101), 101);
});
