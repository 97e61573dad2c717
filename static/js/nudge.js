/**
 * A list that has grown says so, and waits until somebody asks for it. Elements with data-live and
 * data-nudge are told; the nearest following [data-nudge-text] link says how often ("{n}"). What this page itself is about
 * (data-nudge-ignore) doesn't count.
 */

const heard = new Set();

function nudge(event) {
  const link = document.querySelector("[data-nudge-text]");
  if (!link || String(event.detail?.id) === link.dataset.nudgeIgnore) return;
  heard.add(event.detail?.id ?? heard.size);
  link.textContent = link.dataset.nudgeText.replace("{n}", heard.size);
  link.hidden = false;
}

for (const place of document.querySelectorAll("[data-live][data-nudge]")) {
  for (const kind of ["topic", "watch", "flag"]) place.addEventListener(`live:${kind}`, nudge);
}
