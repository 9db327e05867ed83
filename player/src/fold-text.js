/** Text without what may differ where it is compared: capitals, accents, blanks too many, and the curls that a phone gives to quotes. @param {string} text */
export function foldText(text) {
	return text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim();
}
