/**
 * One socket per page. Elements say which groups they want to hear:
 *
 *     <div data-live="topic:k3f…">
 *
 * and get `live:<kind>` events (detail = data) when the server tells the group, and `live:gap` when
 * something may have been missed, so that they catch up from the page, which is the truth.
 * A signed-in person's own group (`user:<id>`) speaks on `document`.
 */

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
// A page that took longer than this until it could listen may have missed something meanwhile.
const SLOW_START = 2000;

const me = document.querySelector("meta[name=linli-user]")?.content;
const ownGroup = me ? `user:${me}` : "";
const joined = new Set();
let socket = null;
let failures = 0;
let timer = 0;
let connectedBefore = false;
let listened = false;

const listeners = () => document.querySelectorAll("[data-live]");
const groupsOf = (element) => element.dataset.live.split(/\s+/).filter(Boolean);

function wanted() {
  const groups = new Set(ownGroup ? [ownGroup] : []);
  for (const element of listeners()) groupsOf(element).forEach((group) => groups.add(group));
  return groups;
}

/** Tells the server what joined and what left since last time. */
function sync() {
  const groups = wanted();
  if (!groups.size) return;
  if (!socket) {
    connect();
    return;
  }
  if (socket.readyState !== WebSocket.OPEN) return;
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
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/ws/`);
  socket.addEventListener("open", opened);
  socket.addEventListener("message", received);
  socket.addEventListener("close", closed);
}

function opened() {
  failures = 0;
  joined.clear();
  sync();
  document.documentElement.dataset.online = "1";
}

function received(event) {
  const message = JSON.parse(event.data);
  if (message.gap) fireGap();
  if (message.group) fire(message.group, message.kind, message.data ?? {});
  if (message.joined && joined.size) {
    // Only after the server let us in can nothing slip between catching up and listening.
    if (connectedBefore || (!listened && performance.now() > SLOW_START)) fireGap();
    connectedBefore = false;
    listened = true;
    document.documentElement.dataset.listening = "1";
  }
}

/** Again later, each time twice as long, never all pages at once. */
function closed() {
  socket = null;
  connectedBefore = true;
  delete document.documentElement.dataset.online;
  delete document.documentElement.dataset.listening;
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + Math.random());
  failures += 1;
  timer = setTimeout(connect, wait);
}

/** Back in front, or back on the net: no need to wait for the timer. */
function awake() {
  if (!socket && document.visibilityState === "visible" && wanted().size) connect();
}

document.addEventListener("htmx:load", sync);
document.addEventListener("visibilitychange", awake);
window.addEventListener("online", awake);
sync();
