/** @import { Translate } from './parts' */

/**
 * The sentences that came with the page, as a function that fills them in.
 * @param {HTMLElement} root
 * @returns {Translate}
 */
export function readTranslations(root) {
	/** @type {Record<string, string | Record<string, string>>} */
	const translations = JSON.parse(root.dataset.words ?? '{}');
	const plural = new Intl.PluralRules(root.lang);
	return (key, values = {}) => {
		const entry = translations[key] ?? key;
		const text = typeof entry === 'string' ? entry : (entry[plural.select(Number(values.n))] ?? entry.other ?? key);
		return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
	};
}
