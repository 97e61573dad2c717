/**
 * The forms of the mailboxes, made easier: fields that don't apply are out of the way, what was typed
 * survives a closed tab, photos travel one by one. Without it everything works in one plain form.
 */

const DRAFT_FIELDS = ["subject", "text", "wish", "building", "floor", "place"];

/** data-shown-for="where:public where:unknown" shows an element while one of these is chosen. */
function followChoices(form) {
  const parts = form.querySelectorAll("[data-shown-for]");
  const update = () => {
    for (const part of parts) {
      const shown = part.dataset.shownFor.split(" ").some((rule) => {
        const [name, value] = rule.split(":");
        return form.querySelector(`[name="${name}"]:checked`)?.value === value;
      });
      part.hidden = !shown;
    }
  };
  form.addEventListener("change", update);
  update();
}

/** Drafts stay on the device and hold only what happened, never who tells it. */
function keepDraft(form) {
  const key = `linli-draft:${form.dataset.draft}`;
  const fields = DRAFT_FIELDS.map((name) => form.elements[name]).filter(Boolean);
  let restored = false;
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "{}");
    for (const field of fields) {
      if (!field.value && draft[field.name]) {
        field.value = draft[field.name];
        restored = true;
      }
    }
  } catch {
    localStorage.removeItem(key);
  }
  const status = form.querySelector("[data-draft-status]");
  if (restored && status) {
    status.textContent = form.dataset.textRestored;
    status.hidden = false;
  }
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const draft = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      localStorage.setItem(key, JSON.stringify(draft));
    }, 400);
  });
}

/** Sends each photo as soon as it is chosen, so that the form itself is small and nothing is chosen twice. */
function sendPhotos(field) {
  const input = field.querySelector("input[type=file]");
  const picks = field.querySelector("[data-photo-picks]");
  const status = field.querySelector("[data-photo-status]");
  const form = field.closest("form");
  let waiting = 0;

  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    waiting += files.length;
    status.textContent = field.dataset.textUploading;
    const problems = [];
    for (const file of files) {
      try {
        picks.append(pickOf(await upload(file), field));
      } catch (problem) {
        problems.push(`${file.name}: ${problem.message}`);
      }
      waiting -= 1;
    }
    status.textContent = problems.join(" ");
  });
  // Before page.js marks the form as sent: a photo on its way would be left behind.
  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    status.textContent = field.dataset.textUploading;
  });

  async function upload(file) {
    const body = new FormData();
    body.append("file", file);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(field.dataset.uploadUrl, { method: "POST", body }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    if (!response?.ok || !answer) throw new Error(answer?.error ?? field.dataset.textFailed);
    return answer;
  }
}

function pickOf(file, field) {
  const pick = document.createElement("li");
  pick.className = "photo-pick";
  const shown = document.createElement(file.kind === "image" ? "img" : "span");
  if (file.kind === "image") Object.assign(shown, { src: file.thumb_url, alt: file.name });
  else Object.assign(shown, { textContent: file.name, className: "attachment-name" });
  const id = Object.assign(document.createElement("input"), { type: "hidden", name: "upload_ids", value: file.id });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-small btn-quiet" });
  remove.textContent = field.dataset.textRemove;
  remove.addEventListener("click", () => pick.remove());
  pick.append(shown, id, remove);
  return pick;
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  followChoices(form);
  keepDraft(form);
}
for (const field of document.querySelectorAll("[data-photo-field]")) sendPhotos(field);
for (const done of document.querySelectorAll("[data-draft-clear]")) {
  localStorage.removeItem(`linli-draft:${done.dataset.draftClear}`);
}
