import { AsYouType, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The calling code of a number written with `+`, such as `44`; `undefined` for any other. */
function callingCodeOf(number: string): string | undefined {
	const typed = new AsYouType();
	typed.input(number.trim());
	return typed.getCallingCode();
}

/**
 * A number as records hold it, in the form E.164 that phone companies take: `(202) 555-0188` of a
 * clinic whose own number begins with `+1` becomes `+12025550188`. What is no possible number, or has no
 * country that could be known, stays as it is written: a person reads it.
 */
export function internationalNumber(written: string, ownNumber: string): string {
	const number = written.trim().replace(/^00(?=[1-9])/, '+');
	if (number.startsWith('+') && /^[+\d\s().\-/]+$/.test(number))
		return number.replace(/[^+\d]/g, '');
	const defaultCallingCode = callingCodeOf(ownNumber);
	if (defaultCallingCode === undefined) return written;
	const found = parsePhoneNumberFromString(number, { defaultCallingCode });
	return found?.isPossible() ? found.number : written;
}
