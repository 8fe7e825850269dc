// Keeps the scanner's page and files, so that it opens without a network. The server puts
// `const FESTA = {version, page, files, fonts}` in front of this text. Nothing of /api is ever touched.

const PREFIX = "festa-gate-";
const CACHE = PREFIX + FESTA.version;
const PAGE_LIMIT = 2_000;
const VERSION_HEADER = "Festa-Gate-Version";
const files = new Set(FESTA.files.map((file) => new URL(file, self.location.origin).href));
const FONTS = new URL(FESTA.fonts, self.location.origin).href;
// Pages that came newer from the network than this worker is: their files come from there too.
const newer = new Set();

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const address = new URL(request.url);
  if (request.mode === "navigate" && address.pathname === FESTA.page) {
    event.respondWith(page(event));
  } else if (isOurs(address.href) && !newer.has(event.clientId)) {
    event.respondWith(file(request));
  }
});

const isOurs = (href) => files.has(href) || href.startsWith(FONTS);

async function install() {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache: a name may stand for new content.
  const all = [FESTA.page, ...FESTA.files].map((file) => new Request(file, { cache: "no-cache" }));
  await cache.addAll(all);
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  newer.clear();
  await self.clients.claim();
}

async function page(event) {
  const cache = await caches.open(CACHE);
  const kept = cache.match(FESTA.page, { ignoreVary: true });
  const fresh = fromNetwork(event, cache);
  const late = new Promise((go) => setTimeout(go, PAGE_LIMIT));
  event.waitUntil(fresh.catch(() => {}));
  const first = await Promise.race([fresh.catch(() => null), late]);
  return first ?? (await kept) ?? fresh;
}

async function fromNetwork(event, cache) {
  const answer = await fetch(event.request);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const ours = answer.headers.get(VERSION_HEADER);
  if (!ours || answer.redirected) throw new Error("not our page");
  if (ours === FESTA.version) await cache.put(FESTA.page, answer.clone());
  else if (event.resultingClientId) newer.add(event.resultingClientId);
  return answer;
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await cache.put(request, answer.clone());
  return answer;
}
