import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isBsn, findPersonalData } from '../src/reporter/personal-data.js';

const YEAR = 2026;
const found = (text) => findPersonalData(text, YEAR);

/** Numbers by a fixed chance, so that a failure comes back. */
function* numbers(count, digits) {
	let seed = 12345;
	for (let n = 0; n < count; n++) {
		let text = '';
		while (text.length < digits) text += (seed = (seed * 48271) % 2147483647) % 10;
		yield text;
	}
}

const passes = (digits) => [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((sum, weight, place) => sum + weight * digits[place], 0) % 11 === 0;

test('nine digits are a BSN when they pass the 11-test, however they are written', () => {
	let valid = 0;
	for (const digits of numbers(4000, 9)) {
		assert.equal(isBsn(digits), passes(digits) && new Set(digits).size > 1, digits);
		if (!isBsn(digits)) continue;
		valid += 1;
		const [a, b, c] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
		for (const text of [digits, `${a}.${b}.${c}`, `${a} ${b} ${c}`, digits.match(/.../g).join('.'), digits.match(/.../g).join(' ')]) {
			for (const said of [text, `bsn ${text}.`, `In 2026 (${text})`, `${text}, zei hij`]) assert.ok(found(said).includes('pii_bsn'), said);
		}
	}
	assert.ok(valid > 200);
});

test('nine digits that fail it are not, nor are eight, ten, or nine times the same', () => {
	for (const digits of numbers(500, 9)) if (!passes(digits)) assert.ok(!found(`bsn ${digits}`).includes('pii_bsn'), digits);
	for (const text of ['12345678', '1112223330', '111111111', '999999999', '000000000', 'order 11122233312', 'a111222333', '111222333b']) {
		assert.ok(!found(text).includes('pii_bsn'), text);
	}
});

for (const text of ['0612345678', '06-12345678', '06 12 34 56 78', '06-12-34-56-78', '(06) 1234 5678', '020-1234567', '0512 123456', 'bel 010 - 123 45 67.', '+31612345678', '+31 (0)6 12345678', '0031 6 1234 5678', '+32 470 12 34 56', '+44 20 7946 0958']) {
	test(`${text} is a telephone number`, () => assert.deepEqual(found(text), ['pii_phone']));
}

for (const text of ['anna@example.org', 'Mail anna.de-vries@ziekenhuis.example.nl!', 'a_b+c@d.co.uk']) {
	test(`${text} holds an e-mail address`, () => assert.deepEqual(found(text), ['pii_email']));
}

for (const text of ['12-05-1985', '12/5/1985', '12.05.1985', '12 mei 1985', '1 januari 1950', '3 March 2001', '1985-05-12', 'geboren op 12-05-2020', 'geb. 12-05-20', 'born 3 May 2021', 'date of birth: 01/02/23']) {
	test(`${text} holds a birth date`, () => assert.deepEqual(found(text), ['pii_birth']));
}

for (const text of [
	'', 'In 2026 was het anders dan in 1985.', 'van 9.00 tot 10.30 uur', '09:00-10:30', 'op 12-05-2026 om 10.30', '12-05-2026 12:30', 'in mei 1985', '€ 1.234,56', '€ 123.456.782',
	'1.250.000 euro', '1 234 567', '100%', 'kamer 0.12', 'pagina 12 van 345', '@anna op Twitter', 'a @ b', '10@2.50', 'versie 1.2.3', '2026-05-12', '45-13-1985', '12 mensen in 1985', 'NL91ABNA0417164300', 'stap 1 2 3 4 5',
	'+25% in 2026', '50.000 volgers', '3 x per dag 500 mg', '1985',
]) {
	test(`no remark on: ${text}`, () => assert.deepEqual(found(text), []));
}

test('all that is found is named, and a long text takes no time', () => {
	assert.deepEqual(found('111222333, 06-12345678, anna@example.org, 12-05-1985'), ['pii_bsn', 'pii_phone', 'pii_email', 'pii_birth']);
	const began = performance.now();
	for (const part of ['a', '1', '1 ', '@', '.', '0612 ', 'a@b.', '12-']) found(part.repeat(20_000));
	assert.ok(performance.now() - began < 2000);
});
