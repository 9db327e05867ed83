/** What looks like it says who somebody is: numbers, addresses and dates that don't belong in an answer. */

const NINE = /(?:^|[^\w.,€ ]|(?:^|[^€]) )(\d(?:[ .]?\d){8})(?![ .,]?\d|\w)/g;
// 020-1234567, (06) 12 34 56 78, +31 (0)6 12345678
const PHONE = /(?:^|[^\w.,+])\(?(?:(?:\+|00)[1-9]|0[1-9])(?:[ ()/-]{0,3}\d){7,14}(?![ .,:/-]?\d|\w)/g;
const EMAIL = /\w@\w[\w.-]*\.[a-z]{2}/i;
const DATE = /(?:^|\D)(\d{1,2})[ ./-]{1,2}(\d{1,2}|(?:jan|feb|m(?:aa?)?r|apr|me?i|may|ju[nl]|aug|sep|o[ck]t|nov|dec)[a-z]*)[ ./-]{1,2}((?:19|20)?\d\d)(?!\d)|((?:19|20)\d\d)-\d\d-\d\d(?!\d)/gi;
const BIRTH_WORDS = /geb(?:oren|\.|oorte)|\bborn\b|birth/i;
const CHILDHOOD = 10; // years: a younger date is that of something that happened, unless it says otherwise

/** The words' keys of what was found. @param {string} text @param {number} now The year that it is. @returns {string[]} */
export function findPersonalData(text, now) {
	/** @param {RegExp} pattern @param {(match: RegExpMatchArray) => boolean} test */
	const some = (pattern, test) => [...text.matchAll(pattern)].some(test);
	/** @type {[string, boolean][]} */
	const found = [
		['pii_bsn', some(NINE, ([, number = '']) => isBsn(number.replace(/\D/g, '')))],
		['pii_phone', some(PHONE, ([number]) => isPhone(number.replace(/[^\d+]/g, '')))],
		['pii_email', EMAIL.test(text)],
		['pii_birth', some(DATE, ({ index = 0, 1: day = 1, 2: month = 1, 3: short = '', 4: year = short }) => {
			const nearBirthWord = BIRTH_WORDS.test(text.slice(Math.max(0, index - 40), index + 1));
			// A month with a name is no number, and so is neither too small nor too large.
			return +day > 0 && +day < 32 && !(+month < 1 || +month > 12) && (nearBirthWord || (+year > 100 && +year <= now - CHILDHOOD));
		})],
	];
	return found.filter(([, there]) => there).map(([key]) => key);
}

/** Nine digits that pass the 11-test, and not nine times the same. @param {string} digits */
export function isBsn(digits) {
	const sum = [...digits].reduce((sum, digit, place) => sum + +digit * (place === 8 ? -1 : 9 - place), 0);
	return digits.length === 9 && sum % 11 === 0 && !/^(\d)\1+$/.test(digits);
}

/** @param {string} number */
function isPhone({ 0: first, 1: second, length }) {
	return first === '+' || second === '0' ? length > 8 && length < 19 : length === 10;
}
