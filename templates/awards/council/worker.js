"use strict";
const NAME = "thidua-phien-{{ version }}", SHELL = {{ shell }}, FILES = {{ files }};
self.addEventListener("install", event => {
  event.waitUntil(caches.open(NAME).then(kept => kept.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", event => {
  event.waitUntil(caches.keys().then(names => Promise.all(names
    .filter(name => name.startsWith("thidua-phien-") && name !== NAME)
    .map(name => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", event => {
  const asked = event.request, path = new URL(asked.url).pathname;
  if (asked.method !== "GET" || !FILES.includes(path)) { return; }
  event.respondWith(caches.open(NAME).then(kept => kept.match(path)).then(found => found || fetch(asked)));
});
