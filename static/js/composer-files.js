/** The files of one composer: sent one by one, progress and refusal said beside each. */

const LARGEST = 25 * 1024 * 1024;
const SHRINK_ABOVE = 1.5 * 1024 * 1024;
const LONGEST_SIDE = 2560;

const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

/** A large photograph as a smaller JPEG, for slow lines; anything else, or on any trouble, unchanged. */
async function shrunk(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SHRINK_ABOVE) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

export class Files {
  constructor(box, changed) {
    this.texts = box.dataset;
    this.place = box.querySelector("[data-composer-files]");
    this.box = box;
    this.changed = changed;
    this.sending = 0;
    for (const input of box.querySelectorAll("input[name=upload_ids]")) {
      this.show({ id: input.value, name: "", thumb_url: `${this.texts.uploadUrl}${input.value}/thumb/`, kind: "image" });
      input.remove();
    }
  }

  get busy() { return this.sending > 0; }
  get count() { return this.list().length; }

  list() {
    return [...this.place.querySelectorAll("[data-upload]")].map((row) => JSON.parse(row.dataset.upload));
  }

  replace(files) {
    this.place.replaceChildren();
    this.place.hidden = true;
    (files ?? []).forEach((file) => this.show(file));
  }

  async add(file) {
    const row = this.row(file.name || "");
    if (file.size > LARGEST) {
      this.fail(row, this.texts.textTooLarge);
      return;
    }
    this.sending += 1;
    try {
      const sent = await this.send(await shrunk(file), row);
      row.remove();
      this.show(sent);
      this.changed();
    } catch (problem) {
      this.fail(row, problem.message || this.texts.textFailed);
    } finally {
      this.sending -= 1;
    }
  }

  /** Posts one file; answers what the server made of it, or throws with the reason to show. */
  send(file, row) {
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", `${this.texts.textUploading} ${file.name}`);
    row.querySelector(".composer-file-text").append(bar);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.texts.uploadUrl);
      request.setRequestHeader("X-CSRFToken", csrf());
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      });
      request.addEventListener("load", () => {
        if (request.status < 300 && request.response?.id) resolve(request.response);
        else reject(new Error(request.response?.error ?? ""));
      });
      request.addEventListener("error", () => reject(new Error("")));
      const body = new FormData();
      body.append("file", file);
      request.send(body);
    });
  }

  show(upload) {
    const row = this.row(upload.name);
    row.dataset.upload = JSON.stringify(upload);
    if (upload.kind === "image") {
      const picture = document.createElement("img");
      picture.src = upload.thumb_url;
      picture.alt = "";
      row.querySelector(".composer-file-icon").replaceWith(picture);
    }
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = "upload_ids";
    input.value = upload.id;
    row.append(input);
  }

  fail(row, reason) {
    row.querySelector("progress")?.remove();
    row.classList.add("has-error");
    const words = document.createElement("p");
    words.className = "field-error";
    words.setAttribute("role", "alert");
    words.textContent = reason;
    row.append(words);
  }

  row(name) {
    const row = document.createElement("div");
    row.className = "composer-file";
    const icon = document.createElement("span");
    icon.className = "composer-file-icon";
    const text = document.createElement("div");
    text.className = "composer-file-text";
    const label = document.createElement("p");
    label.className = "composer-file-name";
    label.textContent = name;
    text.append(label);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-quiet btn-small";
    remove.textContent = this.texts.textRemove;
    remove.setAttribute("aria-label", `${this.texts.textRemove} ${name}`);
    remove.addEventListener("click", () => {
      row.remove();
      this.place.hidden = !this.place.children.length;
      this.changed();
    });
    row.append(icon, text, remove);
    this.place.append(row);
    this.place.hidden = false;
    return row;
  }
}
