/**
 * The forum's own small deeds: "new topics" nudges, topics that stay up to date (thread.js), the tools
 * under a post, and quoting into the open composer. Without this script every link and form still works.
 */

import "./nudge.js";
import "./thread.js";

/** The words that are selected in the post, or how it begins. */
function quotableText(post) {
  const selection = window.getSelection();
  const body = post.querySelector(".post-body, .official-body");
  if (!selection.isCollapsed && body.contains(selection.anchorNode)) return selection.toString().trim();
  const text = body.innerText.trim();
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function blockquote(head, text) {
  const quote = document.createElement("blockquote");
  quote.append(head, document.createElement("br"), text);
  return `${quote.outerHTML}<div><br></div>`;
}

/** Puts the quote where the cursor is, if the composer is on this page; else the link is followed. */
function quote(event) {
  const link = event.target.closest("[data-quote]");
  const editor = document.querySelector("#reply trix-editor");
  if (!link || !editor) return;
  const post = link.closest(".post");
  event.preventDefault();
  const text = quotableText(post);
  editor.focus();
  const end = () => editor.editor.getDocument().toString().length - 1;
  editor.editor.setSelectedRange(end());
  editor.editor.insertHTML(blockquote(link.dataset.quoteHead, text));
  // Behind the quote, where the answer to it is written.
  editor.editor.setSelectedRange(end());
  editor.scrollIntoView({ block: "center" });
}

/** The tools under a post belong to one form of the page; what they change is their post. */
function useTool(event) {
  const button = event.target.closest("button.post-tool[form]");
  if (!button || !window.htmx) return;
  event.preventDefault();
  window.htmx.ajax("POST", button.formAction, {
    source: button,
    target: button.closest("article"),
    swap: "outerHTML",
    values: Object.fromEntries(new FormData(button.form)),
  });
}

document.addEventListener("click", quote);
document.addEventListener("click", useTool);
