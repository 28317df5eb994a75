import { expect, test } from 'vitest';
import { codeCharacters } from '#lib/ui/code-characters.ts';

test.each([
	['HRV7KM', 'HRV7KM'],
	['hrv 7km', 'HRV7KM'],
	[' hrv-7k ', 'HRV7K'],
	['HRV7KMXX', 'HRV7KM'],
	['h0o1ilrv', 'HRV'],
	['https://offsite.example/j#HRV7KM', 'HRV7KM'],
	['ＨＲＶ７ＫＭ', 'HRV7KM'],
	['', '']
])('typed or pasted, %j gives the code %j', (typed, code) => {
	expect(codeCharacters(typed, 6)).toBe(code);
});
