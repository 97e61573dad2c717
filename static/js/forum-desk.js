/**
 * The spokesperson's desk: the queue says when it has changed and who is writing where; a prepared answer goes
 * into the composer.
 */

import "./nudge.js";

/** The promise that goes with the answer is the date that the text leaves open. */
function withDate(html) {
  const day = document.querySelector(".watch-answer [name=promised_for]")?.value;
  if (!day) return html;
  const [year, month, date] = day.split("-").map(Number);
  return html.replaceAll("{承诺日期}", `${year}年${month}月${date}日`);
}

function insertPrepared(event) {
  const button = event.target.closest("[data-insert]");
  const editor = document.querySelector(".watch-answer trix-editor");
  if (!button || !editor) return;
  const text = button.closest("details").querySelector("[data-prepared]");
  editor.editor.insertHTML(withDate(text.innerHTML));
  const made = document.querySelector(".watch-answer [name=prepared]");
  if (made) made.value = text.dataset.prepared;
  editor.focus();
}

document.addEventListener("click", insertPrepared);
// The button does nothing without this script; the text can be copied then.
for (const button of document.querySelectorAll("[data-insert]")) button.hidden = false;

const me = document.querySelector("meta[name=linli-user]")?.content;
// A draft is saved every few seconds while somebody writes; after this long without, they have stopped.
const STILL_WRITING = 15000;
let quiet = 0;

function showWriter(event) {
  const place = document.querySelector("[data-presence]");
  const { id, by, who } = event.detail ?? {};
  if (!place || by === me || String(id) !== place.dataset.presence) return;
  place.textContent = place.dataset.text.replace("{who}", who);
  place.hidden = false;
  clearTimeout(quiet);
  quiet = setTimeout(() => { place.hidden = true; }, STILL_WRITING);
}

for (const queue of document.querySelectorAll("[data-live][data-nudge]")) {
  queue.addEventListener("live:writing", showWriter);
}
