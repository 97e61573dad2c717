/**
 * The composer: a plain textarea becomes a rich field that behaves like a chat app. Pasted, dropped
 * or chosen files go up at once and are listed below; what is written is kept until it is sent.
 * Without this script the textarea is sent as it is.
 */

import { Draft, wordsOf } from "./composer-draft.js";
import { Files } from "./composer-files.js";
import { Mentions } from "./composer-mention.js";

const EMOJI = ["😀", "😄", "😂", "😊", "😍", "🤔", "😅", "😢", "😮", "😡", "👍", "👎", "👏", "🙏", "💪", "❤️", "🎉", "🌹", "☀️", "🌧️", "🏠", "🔧", "💧", "⚡", "🚗", "🐶", "👶", "👵"];
let made = 0;

/** Loads Trix once. Its own sheet for its elements needs this page's nonce, read from the head. */
async function loadTrix({ trix, styleNonce }) {
  if (!document.head.querySelector("meta[name=trix-csp-nonce]") && styleNonce) {
    const meta = document.createElement("meta");
    meta.name = "trix-csp-nonce";
    meta.content = styleNonce;
    document.head.append(meta);
  }
  const { default: Trix } = await import(trix);
  Trix.config.attachments.preview.caption = { name: false, size: false };
}

function button(sprite, icon, label, attributes = {}) {
  const element = document.createElement("button");
  element.type = "button";
  element.title = label;
  element.setAttribute("aria-label", label);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${icon}`);
  svg.append(use);
  element.append(svg);
  return element;
}

function toolbarFor(box, id) {
  const { sprite, textBold, textQuote, textList, textUndo, textEmoji } = box.dataset;
  const bar = document.createElement("trix-toolbar");
  bar.id = id;
  const tools = document.createElement("div");
  tools.className = "composer-tools";
  tools.append(
    button(sprite, "bold", textBold, { "data-trix-attribute": "bold", "data-trix-key": "b" }),
    button(sprite, "quote", textQuote, { "data-trix-attribute": "quote" }),
    button(sprite, "list", textList, { "data-trix-attribute": "bullet" }),
    button(sprite, "undo", textUndo, { "data-trix-action": "undo", "data-trix-key": "z" }),
    button(sprite, "smile", textEmoji, { "data-composer-emoji": "", "aria-expanded": "false" }),
  );
  bar.append(tools);
  return bar;
}

/** Replaces the textarea by hidden input + editor under the same name and id. Returns the editor. */
function replacePlain(box) {
  const plain = box.querySelector(".composer-plain");
  made += 1;
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = plain.name;
  input.id = `composer-input-${made}`;
  input.value = asHtml(plain.value);
  const editor = document.createElement("trix-editor");
  editor.id = plain.id;
  // Trix upgrades the element a moment later and says so itself; a label needs a role from the start.
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.setAttribute("input", input.id);
  editor.setAttribute("toolbar", `composer-tools-${made}`);
  editor.setAttribute("aria-labelledby", box.querySelector("label").id);
  for (const name of ["aria-invalid", "aria-describedby", "placeholder"]) {
    if (plain.hasAttribute(name)) editor.setAttribute(name, plain.getAttribute(name));
  }
  box.dataset.required = plain.required ? "1" : "";
  plain.replaceWith(input, toolbarFor(box, `composer-tools-${made}`), editor);
  return editor;
}

/** What was typed without this script comes back as text; its lines stay lines. */
function asHtml(value) {
  if (/<\/?[a-z][^>]*>/i.test(value)) return value;
  const holder = document.createElement("div");
  holder.textContent = value;
  return holder.innerHTML.replace(/\r?\n/g, "<br>");
}

function addEmoji(box, editor) {
  const toggle = box.querySelector("[data-composer-emoji]");
  const panel = document.createElement("div");
  panel.className = "composer-emoji";
  panel.hidden = true;
  for (const sign of EMOJI) {
    const choice = document.createElement("button");
    choice.type = "button";
    choice.textContent = sign;
    choice.addEventListener("click", () => {
      editor.editor.insertString(sign);
      editor.focus();
    });
    panel.append(choice);
  }
  editor.before(panel);
  toggle.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
  });
}

/** Says which private details stand in the text, each with a button that masks it. Sending stays possible. */
function pointOut(box, editor, details) {
  box.querySelector(".composer-private")?.remove();
  if (!details.length) return;
  const notice = document.createElement("div");
  notice.className = "notice composer-newer composer-private";
  notice.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = box.dataset.textPrivate;
  notice.append(words);
  for (const { passage, masked } of details) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = `${passage} → ${masked}`;
    button.addEventListener("click", () => {
      const at = editor.editor.getDocument().toString().indexOf(passage);
      if (at >= 0) {
        editor.editor.setSelectedRange([at, at + passage.length]);
        editor.editor.insertString(masked);
      }
      button.remove();
      if (!notice.querySelector("button")) notice.remove();
    });
    notice.append(button);
  }
  box.querySelector("[data-composer-foot]").after(notice);
}

/** Puts the newer text beside what is here, and waits for the choice. */
function askWhich(box, newer) {
  const notice = document.createElement("div");
  notice.className = "notice notice-warning composer-newer";
  notice.setAttribute("role", "alert");
  const words = document.createElement("p");
  const text = wordsOf(newer.html);
  words.append(box.dataset.textNewer, " ", text.length > 80 ? `${text.slice(0, 79)}…` : text || newer.title);
  notice.append(words);
  box.querySelector("[data-composer-foot]").after(notice);
  return new Promise((choose) => {
    for (const [choice, label] of [["take", box.dataset.textTakeNewer], ["keep", box.dataset.textKeepThis]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-small";
      button.textContent = label;
      button.dataset.choice = choice;
      button.addEventListener("click", () => {
        notice.remove();
        choose(choice);
      });
      notice.append(button);
    }
  });
}

/** What the form holds and how it is filled, for its draft. */
function draftOf(box, editor, files, say) {
  const fields = box.closest("form")?.elements;
  const title = fields?.namedItem("title");
  // Whoever goes on with an anonymous text must not send it under a name.
  const anonymous = fields?.namedItem("anonymous");
  const draft = new Draft(box.dataset, {
    sendKey: fields?.namedItem("send_key"),
    now: () => ({ html: editor.value, title: title?.value ?? "", files: files.list(), anonymous: anonymous?.checked ?? false }),
    fill: (text) => {
      editor.editor.loadHTML(text.html);
      if (title) title.value = text.title ?? "";
      if (anonymous) anonymous.checked = Boolean(text.anonymous);
      files.replace(text.files);
      say(text.html || text.title ? box.dataset.textRestored : "");
    },
    say,
    ask: (newer) => askWhich(box, newer),
    hint: (details) => pointOut(box, editor, details),
  });
  title?.addEventListener("input", () => draft.changed());
  anonymous?.addEventListener("change", () => draft.changed());
  return draft;
}

/** The server is asked when somebody is about to write, and told before the page goes out of sight. */
function keepDraft(box, editor, draft) {
  draft.begin("cameBack" in box.dataset);
  editor.addEventListener("trix-change", () => draft.changed());
  editor.addEventListener("focus", () => draft.sync());
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) draft.sync();
  }, { rootMargin: "200px" });
  seen.observe(box);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") draft.flush();
  });
  window.addEventListener("pagehide", () => draft.flush());
  window.addEventListener("online", () => draft.save());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) draft.again();
  });
}

/** Nothing leaves while a file is on its way, while words are being composed, or empty-handed. */
function guardSubmit(box, editor, files, draft, say) {
  let composing = false;
  editor.addEventListener("compositionstart", () => { composing = true; });
  editor.addEventListener("compositionend", () => { composing = false; });
  const form = box.closest("form");
  form?.addEventListener("submit", (event) => {
    const isEmpty = !editor.editor?.getDocument().toString().trim() && !files.count;
    const reason = files.busy ? box.dataset.textWait : box.dataset.required && isEmpty ? box.dataset.textEmpty : "";
    if (composing || reason) {
      event.preventDefault();
      say(reason);
      editor.focus();
      return;
    }
    draft.sent();
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && !composing) {
      event.preventDefault();
      event.stopPropagation();
      form?.requestSubmit();
    }
  });
}

function takeFiles(box, editor, files) {
  // Trix would put the picture into the text; here it goes below, where it can be seen and removed.
  editor.addEventListener("trix-file-accept", (event) => {
    event.preventDefault();
    if (event.file) files.add(event.file);
  });
  const pick = box.querySelector("[data-composer-pick]");
  pick.addEventListener("change", () => {
    [...pick.files].forEach((file) => files.add(file));
    pick.value = "";
  });
}

async function make(box) {
  box.dataset.composer = "ready";
  await loadTrix(box.dataset);
  const status = box.querySelector("[data-composer-status]");
  const say = (text) => { status.textContent = text; };
  const editor = replacePlain(box);
  box.querySelector("[data-composer-foot]").hidden = false;
  const files = new Files(box, () => draft.changed());
  const draft = draftOf(box, editor, files, say);
  editor.addEventListener("trix-initialize", () => keepDraft(box, editor, draft), { once: true });
  addEmoji(box, editor);
  takeFiles(box, editor, files);
  if (box.dataset.mentionUrl) new Mentions(editor, box.dataset);
  guardSubmit(box, editor, files, draft, say);
}

function makeAll() {
  for (const box of document.querySelectorAll("[data-composer='']")) make(box);
}

document.addEventListener("htmx:load", makeAll);
makeAll();
