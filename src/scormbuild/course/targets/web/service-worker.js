/*
 * Keeps a course in the browser, as one whole: all files of one version, or none. The builder puts before it VERSION, and
 * FILES: address -> hash.
 */
const SCOPE = self.registration.scope;
/* Other courses may have the same origin, and so the same caches. */
const OWN = `scormbuild ${SCOPE} `;
const CACHE = OWN + VERSION;

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(removeOlder()));
self.addEventListener('message', () => self.skipWaiting()); // see `answer`
self.addEventListener('fetch', (event) => {
	const address = addressOf(event.request);
	if (event.request.method === 'GET' && address in FILES) event.respondWith(answer(event.request, address));
});

/* A file that isn't of this version fails it all, as in the middle of an upload; what was there before stays, and the next
   visit tries again. An open page goes on with the version that it began with, so this one waits. */
async function fill() {
	const cache = await caches.open(CACHE);
	await Promise.all(Object.entries(FILES).map(async ([address, integrity]) => {
		const response = await fetch(SCOPE + address, { integrity, cache: 'no-cache' });
		if (!response.ok) throw new Error(`${address}: ${response.status}`);
		await cache.put(SCOPE + address, response);
	}));
}

async function removeOlder() {
	const names = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
	await Promise.all(names.map((name) => caches.delete(name)));
}

/* Below the scope; the page is '', by whichever name and with whatever behind it. */
function addressOf({ url, mode }) {
	const { origin, pathname, search } = new URL(url);
	const path = origin + pathname;
	if (!path.startsWith(SCOPE)) return '?';
	const below = path.slice(SCOPE.length);
	return mode === 'navigate' ? below.replace(/^index\.html$/, '') : below + search;
}

/* Who comes, or reloads the only page that is open, gets the newer version: nobody is left who uses this one. */
async function answer(request, address) {
	const { waiting } = self.registration;
	if (waiting && request.mode === 'navigate' && (await self.clients.matchAll()).length < 2) {
		waiting.postMessage('');
		/* Without what follows a #: a browser that is already there would not come again. */
		const [url] = request.url.split('#');
		return new Response('', { headers: { 'Content-Type': 'text/html', Refresh: `0; url=${url}` } });
	}
	const cache = await caches.open(CACHE);
	return (await cache.match(SCOPE + address)) ?? fetch(request);
}
