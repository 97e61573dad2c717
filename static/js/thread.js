/**
 * An open topic stays what a fresh load would show. Every change there has a number: what the page was
 * not told of, it asks for, in one request for all that it missed. While nobody looks at it, it waits.
 * In a crowd it shows at once what is the same for all, and asks for the rest when its turn comes.
 */

const SOON = 150;
const LONGEST_WAIT = 60000;
// Pages of a crowd ask one after the other: so many milliseconds for each of them in one process of the server.
const PACE = 20;
const PER_PAGE = 20;

const thread = document.querySelector("[data-thread]");
let timer = 0;
let asking = false;
let stale = false;
let failures = 0;
// The last change that is shown already, though the page has not asked for it yet.
let ahead = 0;
let pending = false;

const known = () => Number(thread.dataset.change);

/** "Helpful" and "me too" need no request: the count came along. */
function showCount(number, count) {
  for (const place of document.querySelectorAll(`[data-count-of="${Number(number)}"]`)) place.textContent = count || "";
}

function told(event) {
  const { change, number, count, crowd } = event.detail ?? {};
  const shown = Math.max(known(), ahead);
  if (change <= shown) return;
  if (count !== undefined && change === shown + 1) {
    showCount(number, count);
    if (ahead > known()) ahead = change;
    else thread.dataset.change = change;
    return;
  }
  if (crowd && number && thread.dataset.crowd && change === shown + 1) {
    ahead = change;
    const manner = `${thread.dataset.crowd} ${document.documentElement.lang.toLowerCase()}`;
    document.dispatchEvent(new CustomEvent("live:show", { detail: [thread.dataset.live, number, manner] }));
  }
  soon(crowd ? Math.max(SOON, crowd * PACE) : SOON, Boolean(crowd));
}

/** A post as it is for everybody: in its place if it is on this page, at the end if it is new and there is room. */
function showForAll({ detail: { item, html } }) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const post = fresh.content.querySelector("article.post");
  if (!post || post.id !== `p${Number(item)}`) return;
  const old = document.getElementById(post.id);
  const isNew = "grows" in thread.dataset && item > Number(thread.dataset.last);
  if (old) old.replaceWith(post);
  else if (isNew && document.querySelectorAll("#posts > article").length < PER_PAGE) insert(post);
}

/** Several things at once are one question, and not all pages ask in the same moment. */
function soon(wait = SOON, mayWait = false) {
  stale = true;
  if (asking || document.hidden || (mayWait && pending)) return;
  clearTimeout(timer);
  pending = true;
  timer = setTimeout(ask, wait * (1 + Math.random()));
}

function address() {
  const { thread: url, change, first, last } = thread.dataset;
  const question = new URLSearchParams({ seen: change, first, last });
  if ("grows" in thread.dataset) question.set("grows", "1");
  return `${url}?${question}`;
}

async function ask() {
  [asking, stale, pending] = [true, false, false];
  let wait = SOON;
  try {
    const answer = await fetch(address());
    // Moved away, hidden, or closed to this reader: the page itself says which.
    if ([403, 404, 410].includes(answer.status)) return location.reload();
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    if (answer.status === 200 && !answer.redirected) show(await answer.text());
    failures = 0;
  } catch {
    stale = true;
    wait = Math.min(LONGEST_WAIT, 2000 * 2 ** failures);
    failures += 1;
  }
  asking = false;
  if (stale) soon(wait);
}

/** Each part takes the place of the older one with its name; a post that wasn't there comes in by its number. */
function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const { change, last, gone } = fresh.content.querySelector("template").dataset;
  for (const number of gone.split(" ").filter(Boolean)) document.getElementById(`p${number}`)?.remove();
  for (const part of [...fresh.content.children]) {
    if (!part.id) continue;
    const old = document.getElementById(part.id);
    if (old) old.replaceWith(part);
    else if (part.matches("article")) insert(part);
    else if (part.id === "more-posts") endPage(part);
    else continue;
    window.htmx?.process(part);
  }
  Object.assign(thread.dataset, { change, last });
}

function insert(post) {
  const number = (article) => Number(article.id.slice(1));
  const next = [...document.querySelectorAll("#posts > article")].find((other) => number(other) > number(post));
  if (next) next.before(post);
  else document.getElementById("posts").append(post);
}

/** More came than one page holds: a link leads on, and this page ends here. */
function endPage(link) {
  document.getElementById("posts").after(link);
  delete thread.dataset.grows;
}

/** From a topic that was merged into this one: only the browser knows which post `#p5` meant. */
function findWhatWasMeant() {
  const asked = new URLSearchParams(location.search);
  const was = asked.get("was");
  if (!was || !/^[\w-]+$/.test(was)) return;
  const number = /^#p(\d+)$/.exec(location.hash)?.[1];
  if (number) location.replace(`${location.pathname.replace(/[^/]+\/$/, `${was}/`)}?from=${number}`);
  else document.getElementById(`p${Number(asked.get("from"))}`)?.scrollIntoView();
}

if (thread) {
  findWhatWasMeant();
  thread.addEventListener("live:change", told);
  thread.addEventListener("live:shown", showForAll);
  thread.addEventListener("live:gap", () => soon());
  document.addEventListener("visibilitychange", () => stale && soon());
}
