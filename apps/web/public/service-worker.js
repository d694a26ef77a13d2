/**
 * Keeps the files of one build, so that the app opens without a connection and says so.
 *
 * Files are kept once, when this script is installed, by the list that the build put in: files whose name is the hash of
 * their contents, and the bare page. Nothing that passes by afterwards is kept, so never an answer of the index, its
 * configuration, the way back from the provider, or anything with a query.
 *
 * It takes nothing over. A new version waits until the last tab of the old one has gone (each sign-in goes away from here,
 * so that is soon); until then a tab that is open finds the files that belong to it.
 */
const KEPT = 'raakvlak-%VERSION%';
const PAGE = '/';
/** Its name stands in the page of the same build. */
const ENTRY = '%ENTRY%';
const FILES = '%FILES%'.split(' ');
const PAGES = '%PAGES%'.split(' ');

self.addEventListener('install', (event) => event.waitUntil(keep()));
self.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && PAGES.includes(pathname)) event.respondWith(pageOf(event.request));
  else if (search === '' && FILES.includes(pathname)) event.respondWith(fileOf(event.request));
});

/** All or nothing. While servers are being renewed one may give the page of another version: then later, at the next visit. */
async function keep() {
  const page = await fetch(PAGE, { cache: 'no-cache', credentials: 'omit', redirect: 'error' });
  if (!page.ok || !(await page.clone().text()).includes(ENTRY)) throw new Error('the page is of another version');
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES);
  await cache.put(PAGE, page);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
}

/** From the server whenever there is one. */
const pageOf = (request) => fetch(request).catch(async () => (await keptAs(PAGE)) ?? Response.error());

const fileOf = async (request) => (await keptAs(request)) ?? fetch(request);

const keptAs = (what) => caches.match(what, { cacheName: KEPT, ignoreVary: true });
