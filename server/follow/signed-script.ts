/**
 * What a browser with scripts adds to the pages without a seat: the theme that was chosen here, the time zone, and an answer
 * without a new page. Nothing is sent before somebody presses. A text, since it is sent as it stands.
 */
export const SIGNED_SCRIPT = `const root = document.documentElement;
try {
	const chosen = localStorage.getItem('theme');
	if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;
} catch {
	// A browser that keeps nothing follows the system.
}

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

function prepare() {
	for (const field of document.querySelectorAll('input[name="timezone"]')) field.value = timeZone ?? '';
	for (const place of document.querySelectorAll('[data-timezone]')) place.textContent = timeZone;
	for (const line of document.querySelectorAll('[aria-invalid]')) line.focus();
}

function tell(form, sentence) {
	form.querySelector('[data-network]')?.remove();
	const line = document.createElement('p');
	line.className = 'refusal';
	line.role = 'alert';
	line.dataset.network = '';
	line.textContent = sentence;
	form.append(line);
}

addEventListener('submit', async (event) => {
	const form = event.target;
	const button = event.submitter ?? form.querySelector('button');
	event.preventDefault();
	if (button.ariaBusy === 'true') return;
	button.ariaBusy = 'true';
	try {
		const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
		const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
		const main = page.querySelector('main');
		if (!main) throw new Error('no page came back');
		document.title = page.title;
		document.querySelector('main').replaceWith(main);
		prepare();
		const told = ['[aria-invalid]', '.noted', 'h1'].map((of) => main.querySelector(of)).find(Boolean);
		if (told?.tagName === 'H1') told.tabIndex = -1;
		told?.focus();
	} catch {
		button.removeAttribute('aria-busy');
		tell(form, 'Not sent: no network. Your words are still here; press again in a moment.');
	}
});

prepare();
`;
