/** The spokesperson's desk: the queue says when it has changed; a prepared answer goes into the composer. */

import "./nudge.js";

function insertPrepared(event) {
  const button = event.target.closest("[data-insert]");
  const editor = document.querySelector(".watch-answer trix-editor");
  if (!button || !editor) return;
  editor.editor.insertHTML(button.closest("details").querySelector("[data-prepared]").innerHTML);
  editor.focus();
}

document.addEventListener("click", insertPrepared);
// The button does nothing without this script; the text can be copied then.
for (const button of document.querySelectorAll("[data-insert]")) button.hidden = false;
