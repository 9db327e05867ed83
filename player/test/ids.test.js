import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { hexadecimal, newUuid, sha1, uuid5, uuidOf } from '../src/reporter/uuid.js';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

test('the digest is that of FIPS 180-4, whatever the length', () => {
	for (const length of [0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1000]) {
		const bytes = Array.from({ length }, (_, place) => (place * 7919 + length) % 256);
		assert.equal(hexadecimal(sha1(bytes)), createHash('sha1').update(Uint8Array.from(bytes)).digest('hex'), `${length}`);
	}
	assert.equal(hexadecimal(sha1([...'abc'].map((letter) => letter.charCodeAt(0)))), 'a9993e364706816aba3e25717850c26c9cd0d89d');
});

test('an id by name is that of RFC 9562, appendix A.4', () => {
	assert.equal(uuid5(DNS, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2');
	assert.equal(uuid5(DNS, 'python.org'), '886313e1-3b8a-5372-9b90-0c9aee199e5d');
});

test('an id by chance is of version 4, and no two are equal', () => {
	const ids = Array.from({ length: 200 }, newUuid);
	assert.equal(new Set(ids).size, 200);
	for (const id of ids) assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('only a UUID is taken for one', () => {
	assert.equal(uuidOf(DNS.toUpperCase()), DNS);
	for (const other of ['', null, undefined, 4, {}, `${DNS}0`, DNS.replace('-', ''), `x${DNS.slice(1)}`, ` ${DNS}`]) assert.equal(uuidOf(other), '');
});
