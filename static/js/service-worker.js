/**
 * Says something kind when there is no network. Pages are never kept: what they show belongs to one
 * viewer and one moment. Only the offline page and the sheets it needs are.
 */

const KEPT = "linli-offline-1";
const OFFLINE = "/offline/";

/** The offline page names its own sheets, so that their addresses need not be known here. */
async function keepOfflinePage() {
  const cache = await caches.open(KEPT);
  const page = await fetch(OFFLINE, { credentials: "omit", cache: "reload" });
  const text = await page.clone().text();
  const parts = [...text.matchAll(/(?:href|src)="(\/static\/[^"#]+\.(?:css|svg))/g)].map((match) => match[1]);
  await cache.put(OFFLINE, page);
  await cache.addAll([...new Set(parts)]);
}

async function dropOldCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
}

self.addEventListener("install", (event) => event.waitUntil(keepOfflinePage().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOldCaches().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (/^\/static\/.*\.(css|svg)$/.test(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});

/** Shows what the server says: a title, and the path that a tap leads to. The same matter replaces itself. */
self.addEventListener("push", (event) => {
  const { title, url, tag } = event.data?.json() ?? {};
  if (!title) return;
  const options = { tag, data: { url }, icon: "/static/img/icon-192.png", badge: "/static/img/icon-192.png" };
  event.waitUntil(self.registration.showNotification(title, options));
});

/** Opens the path on our own site, in a window that is open already if there is one. */
async function openPage(path) {
  const target = new URL(path ?? "/", self.location.origin);
  if (target.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window" });
  const open = windows.find((client) => client.url === target.href);
  await (open ? open.focus() : self.clients.openWindow(target.href));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data?.url));
});
