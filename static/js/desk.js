/**
 * The desk by keyboard. A list carries data-desk-list, its rows data-desk-row, and the link that
 * Enter opens data-desk-open (or it is the row's first link); in a list with data-desk-walk, j and k
 * open it at once. A button with data-desk-key is pressed by that key: the
 * one of the row under the cursor, else the first. `/` goes to the search field,
 * `?` shows the keys. Nothing happens while somebody writes.
 */

const rows = () => [...document.querySelectorAll("[data-desk-list] [data-desk-row]")];

function isWriting(event) {
  const target = event.target;
  if (target.matches?.("input[type=radio], input[type=checkbox]")) return false;
  return event.isComposing || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|TRIX-EDITOR)$/.test(target.tagName);
}

function cursor() {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("is-cursor"));
  return { all, at: at >= 0 ? at : all.findIndex((row) => row.matches("[aria-current], .is-open")) };
}

function move(step) {
  const { all, at } = cursor();
  if (!all.length) return;
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  if (next.closest("[data-desk-walk]") && next !== all[at]) linkOf(next)?.click();
  all.forEach((row) => row.classList.toggle("is-cursor", row === next));
  next.scrollIntoView({ block: "nearest" });
  linkOf(next)?.focus({ preventScroll: true });
}

const linkOf = (row) => row.querySelector("[data-desk-open]") ?? row.querySelector("a");

function open() {
  const { all, at } = cursor();
  if (all[at]?.classList.contains("is-cursor")) linkOf(all[at])?.click();
}

function pressing(key) {
  const wanted = `[data-desk-key="${CSS.escape(key.toLowerCase())}"]`;
  const { all, at } = cursor();
  const button = all[at]?.querySelector(wanted) ?? document.querySelector(wanted);
  return button && (() => button.click());
}

const deeds = {
  j: () => move(1),
  k: () => move(-1),
  Enter: open,
  "/": () => document.querySelector("[data-desk-search], input[type=search]")?.focus(),
  "?": () => document.querySelector("[data-desk-keys]")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
  if (event.key === "Enter" && event.target !== document.body) return;
  const deed = deeds[event.key] ?? pressing(event.key);
  // A key held down moves on, but decides nothing twice.
  if (!deed || (event.repeat && !deeds[event.key]) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  deed();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-desk-keys-open]")) document.querySelector("[data-desk-keys]")?.showModal();
});
document.querySelector("[data-desk-list] [aria-current]")?.scrollIntoView({ block: "nearest" });
