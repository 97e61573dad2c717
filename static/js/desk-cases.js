// The case desk: prepared answers into the composer, and word of what is new. Everything works without it.

const editorOf = (form) => form.querySelector("trix-editor");

function insertPrepared(choice) {
  const holder = choice.closest("[data-prepared]");
  const text = holder.querySelector(`[data-prepared-text="${CSS.escape(choice.value)}"]`);
  if (!text) return;
  const form = choice.closest("form");
  const editor = editorOf(form);
  if (editor) {
    editor.editor.insertHTML(text.innerHTML);
    editor.focus();
  } else {
    const plain = form.querySelector("textarea");
    plain.value += text.content.textContent.trim();
    plain.focus();
  }
  choice.value = "";
}

for (const choice of document.querySelectorAll("[data-prepared-choice]")) {
  choice.addEventListener("change", () => insertPrepared(choice));
}

// A page that somebody types in is never replaced under their hands: it only says that there is more.
for (const page of document.querySelectorAll("[data-case]")) {
  const say = () => { page.querySelector("[data-case-changed]").hidden = false; };
  page.addEventListener("live:changed", say);
}

// Phone entry: the caller that was found goes into the form; Ctrl+Enter keeps it.
document.addEventListener("click", (event) => {
  const known = event.target.closest("[data-caller]");
  if (!known) return;
  const form = document.getElementById("phone-entry");
  form.elements.person.value = known.dataset.person;
  form.elements.name.value = known.dataset.name;
  form.elements.estate.value = known.dataset.estate;
  form.elements.unit.value = known.dataset.unit;
  form.elements.address.value = known.dataset.address;
  form.elements.subject.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form[method=post]")?.requestSubmit();
  }
});
