/**
 * A figure as people type it: `61`, `61,5`, `1 200`, `1,200`; null for none, NaN for what is no figure. A comma before
 * three digits parts thousands, as the product's language does; `0,125` can only be a decimal comma.
 */
export function figureIn(text: string): number | null {
	const bare = text.replace(/\s/g, '');
	if (bare === '') return null;
	const tidy = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.');
	return /^-?(\d{1,12}(\.\d{1,6})?|\.\d{1,6})$/.test(tidy) ? Number(tidy) : Number.NaN;
}
