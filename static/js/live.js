/**
 * One socket per page. Elements say which groups they want to hear:
 *
 *     <div data-live="topic:k3f…">
 *
 * and get `live:<kind>` events (detail = data, and `crowd` where many pages hear it) when the server tells
 * the group, and `live:gap` when something may have been missed, so that they catch up from the page, which
 * is the truth. What is alike for a whole crowd they may ask for here: `live:show` on `document` with
 * `[group, item, manner]`, answered by `live:shown`.
 * A signed-in person's own group (`user:<id>`) speaks on `document`.
 *
 * Where no socket gets through, `live:gap` comes now and then by itself, less and less often, as long
 * as somebody looks: the page goes on without.
 */

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
// A page that took longer than this until it could listen may have missed something meanwhile.
const SLOW_START = 2000;
// A socket that opens no sooner, or answers no sooner, leads nowhere.
const OPEN_WITHIN = 10000;
const ANSWER_WITHIN = 4000;
// Networks drop what is silent, and a laptop that slept may hold a socket that nobody is at the end of.
const PROBE_EVERY = 45000;
const FIRST_POLL = 5000;
const LONGEST_POLL = 120000;

const me = document.querySelector("meta[name=linli-user]")?.content;
const ownGroup = me ? `user:${me}` : "";
const joined = new Set();
let socket = null;
let failures = 0;
let timer = 0;
let patience = 0;
let pollTimer = 0;
let pollWait = FIRST_POLL;
let missed = false;
let listened = false;
let aliveAt = Date.now();

const listeners = () => document.querySelectorAll("[data-live]");
const groupsOf = (element) => element.dataset.live.split(/\s+/).filter(Boolean);
const isOpen = () => socket !== null && socket.readyState === WebSocket.OPEN;
const about = (wait) => wait * (0.5 + Math.random());

function wanted() {
  const groups = new Set(ownGroup ? [ownGroup] : []);
  for (const element of listeners()) groupsOf(element).forEach((group) => groups.add(group));
  return groups;
}

/** Tells the server what joined and what left since last time. */
function sync() {
  const groups = wanted();
  if (!groups.size) return;
  if (!socket && !timer) {
    connect();
    return;
  }
  if (!isOpen()) return;
  const join = [...groups].filter((group) => !joined.has(group));
  const part = [...joined].filter((group) => !groups.has(group));
  if (!join.length && !part.length) return;
  join.forEach((group) => joined.add(group));
  part.forEach((group) => joined.delete(group));
  socket.send(JSON.stringify({ join, part }));
}

function fire(group, kind, data) {
  const event = () => new CustomEvent(`live:${kind}`, { detail: data });
  if (group === ownGroup) document.dispatchEvent(event());
  for (const element of listeners()) {
    if (groupsOf(element).includes(group)) element.dispatchEvent(event());
  }
}

function fireGap() {
  document.dispatchEvent(new CustomEvent("live:gap"));
  for (const element of listeners()) element.dispatchEvent(new CustomEvent("live:gap"));
}

function connect() {
  clearTimeout(timer);
  timer = 0;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const opening = new WebSocket(`${scheme}://${location.host}/ws/`);
  socket = opening;
  // Events of a socket that was given up are nobody's any more.
  const ours = (handle) => (event) => socket === opening && handle(event);
  opening.addEventListener("open", ours(opened));
  opening.addEventListener("message", ours(received));
  opening.addEventListener("close", ours(closed));
  expectWithin(OPEN_WITHIN);
}

/** Whoever hears nothing until then gives the socket up, without waiting for the other side to agree. */
function expectWithin(wait) {
  clearTimeout(patience);
  patience = setTimeout(() => {
    socket?.close();
    closed();
  }, wait);
}

function opened() {
  clearTimeout(patience);
  joined.clear();
  sync();
  document.documentElement.dataset.online = "1";
}

function received(event) {
  clearTimeout(patience);
  const message = JSON.parse(event.data);
  if (message.joined) listening(message);
  if (message.gap) fireGap();
  if (message.group) fire(message.group, message.kind, { ...message.data, crowd: message.crowd ?? 0 });
}

/** Only after the server let us in can nothing slip between catching up and listening. */
function listening({ joined: open, refused }) {
  if (open.length) {
    failures = 0;
    clearTimeout(pollTimer);
    pollTimer = 0;
    pollWait = FIRST_POLL;
    document.documentElement.dataset.listening = "1";
  }
  if (missed || refused.length || (!listened && performance.now() > SLOW_START)) fireGap();
  missed = false;
  listened = true;
}

/** Again later, each time twice as long, never all pages at once. */
function closed() {
  clearTimeout(patience);
  socket = null;
  missed = true;
  delete document.documentElement.dataset.online;
  delete document.documentElement.dataset.listening;
  const wait = about(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures));
  failures += 1;
  clearTimeout(timer);
  timer = setTimeout(connect, wait);
  if (failures > 1 && !pollTimer) pollLater();
}

function pollLater() {
  pollTimer = setTimeout(poll, about(pollWait));
}

function poll() {
  if (document.visibilityState === "visible") {
    pollWait = Math.min(LONGEST_POLL, pollWait * 1.5);
    fireGap();
  }
  pollLater();
}

function probe() {
  if (!isOpen()) return;
  socket.send(JSON.stringify({ ping: 1 }));
  expectWithin(ANSWER_WITHIN);
}

/** Back in front, back on the net or awake again: no need to wait for a timer. */
function awake() {
  if (document.visibilityState !== "visible" || !wanted().size) return;
  if (socket) probe();
  else connect();
  if (pollTimer) {
    clearTimeout(pollTimer);
    pollWait = FIRST_POLL;
    fireGap();
    pollLater();
  }
}

/** Timers stand still while a machine sleeps: one that comes far too late says that it did. */
function heartbeat() {
  const slept = Date.now() - aliveAt > 2 * PROBE_EVERY;
  aliveAt = Date.now();
  if (slept) awake();
  else if (document.visibilityState === "visible") probe();
}

document.addEventListener("live:show", (event) => isOpen() && socket.send(JSON.stringify({ show: event.detail })));
document.addEventListener("htmx:load", sync);
document.addEventListener("visibilitychange", awake);
window.addEventListener("online", awake);
setInterval(heartbeat, PROBE_EVERY);
sync();
