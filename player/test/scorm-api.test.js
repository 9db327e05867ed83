import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findApi, openApi } from '../src/lms/scorm/scorm-api.js';
import { fakeLms, times } from './fakes.js';

const NAMES = {
	object: 'API', initialize: 'LMSInitialize', finish: 'LMSFinish', getValue: 'LMSGetValue', setValue: 'LMSSetValue',
	commit: 'LMSCommit', getLastError: 'LMSGetLastError', learner: 'cmi.core.student_id',
};
const api = { LMSInitialize: () => 'true' };
const foreign = () => new Proxy({}, { get() { throw new Error('another origin'); } });

/** A window inside another one. */
function windowIn(parent, more = {}) {
	const window = { opener: null, ...more };
	window.parent = parent ?? window;
	return window;
}

test('the API is found in the own window, a parent, or a parent\'s parent', () => {
	assert.equal(findApi(windowIn(null, { API: api }), NAMES)?.api, api);
	assert.equal(findApi(windowIn(windowIn(null, { API: api })), NAMES)?.api, api);
	assert.equal(findApi(windowIn(windowIn(windowIn(null, { API: api }))), NAMES)?.api, api);
});

test('the API is found in the opener, its parents, and the opener of a parent', () => {
	assert.equal(findApi(windowIn(null, { opener: windowIn(null, { API: api }) }), NAMES)?.api, api);
	assert.equal(findApi(windowIn(null, { opener: windowIn(windowIn(null, { API: api })) }), NAMES)?.api, api);
	assert.equal(findApi(windowIn(windowIn(null, { opener: windowIn(null, { API: api }) })), NAMES)?.api, api);
});

test('a parent comes before an opener', () => {
	const other = { ...api };
	assert.equal(findApi(windowIn(windowIn(null, { API: api }), { opener: windowIn(null, { API: other }) }), NAMES)?.api, api);
});

test('a parent of another origin throws, and its parent may still be the LMS', () => {
	const middle = { parent: windowIn(null, { API: api }), opener: null };
	Object.defineProperty(middle, 'API', { get() { throw new Error('another origin'); } });
	assert.equal(findApi(windowIn(middle), NAMES)?.api, api);
});

test('only foreign windows: no API, no exception', () => {
	assert.equal(findApi(windowIn(foreign(), { opener: foreign() }), NAMES)?.api, undefined);
});

test('an endless chain of parents ends', () => {
	const endless = () => ({ opener: null, get parent() { return endless(); } });
	assert.equal(findApi(endless(), NAMES)?.api, undefined);
});

test('an `API` that is something else is passed by', () => {
	assert.equal(findApi(windowIn(windowIn(null, { API: api }), { API: { version: 3 } }), NAMES)?.api, api);
	assert.equal(findApi(windowIn(null, { API: 'v2' }), NAMES)?.api, undefined);
});

test('before LMSInitialize and after LMSFinish nothing is called', () => {
	const fake = fakeLms();
	const lms = openApi(fake.launch(), NAMES);
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
	assert.equal(openApi(api, NAMES).initialize(), true);
});

test('the window where the API lives is found with it', () => {
	const page = windowIn(null, { API: api });
	assert.equal(findApi(windowIn(page), NAMES).lmsWindow, page);
});

/** What a write gives where LMSSetValue answers `value`, and LMSGetLastError `code`. */
function write(value, code) {
	const api = { LMSInitialize: () => 'true', LMSSetValue: () => value };
	const lms = openApi(api, NAMES);
	lms.initialize();
	api.LMSGetLastError = () => code;
	return lms.write('cmi.core.exit', '');
}

test('yes is a yes, whatever error code stands there, for some LMSs never take one back', () => {
	assert.equal(write('true', '0').result, 'true');
	assert.equal(write(true, 0).result, 'true');
	assert.equal(write('true', '405').result, 'true');
});

test('no is a no, with or without a reason', () => {
	assert.deepEqual(write('false', '0'), { result: 'false', code: -1 });
	assert.deepEqual(write('false', 101), { result: 'false', code: 101 });
});

test('no answer at all is neither', () => {
	assert.equal(write(undefined, undefined).result, 'nothing');
	assert.equal(write('', '0').result, 'nothing');
});

test('an error code that stood there before a reading is not that reading\'s', () => {
	let code = '0';
	const api = { LMSInitialize: () => 'true', LMSGetLastError: () => code, LMSGetValue: () => '' };
	const lms = openApi(api, NAMES);
	lms.initialize();
	api.LMSGetValue = () => ((code = '201'), '');
	assert.equal(lms.read('cmi.suspend_data').code, 201);
	assert.equal(lms.read('cmi.suspend_data').code, 0);
});

test('a function that throws has said no', () => {
	const api = { LMSInitialize: () => 'true', LMSSetValue() { throw new Error('fell over'); }, LMSGetValue() { throw new Error('fell over'); } };
	const lms = openApi(api, NAMES);
	lms.initialize();
	assert.deepEqual(lms.write('cmi.core.exit', ''), { result: 'false', code: -1 });
	assert.deepEqual(lms.read('cmi.suspend_data'), { value: '', code: -1 });
});
