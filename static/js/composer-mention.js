/**
 * @ in the composer: names of the people in this topic, and the company, as they are typed. Never while an
 * input method is composing. Who is meant in the end is read from the text by the server.
 */

const BEGUN = /(?<![A-Za-z0-9._%+-])[@＠]([^\s@＠，。！？、；：,!?;:]{0,20})$/;
const PAUSE = 150;
let made = 0;

export class Mentions {
  constructor(editor, { mentionUrl, textMention }) {
    this.editor = editor;
    this.url = mentionUrl;
    this.cache = new Map();
    this.isComposing = false;
    made += 1;
    this.list = document.createElement("ul");
    this.list.className = "composer-mentions";
    this.list.id = `composer-mentions-${made}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", textMention);
    this.list.hidden = true;
    editor.after(this.list);
    editor.setAttribute("aria-controls", this.list.id);
    editor.setAttribute("aria-autocomplete", "list");
    editor.addEventListener("compositionstart", () => { this.isComposing = true; this.close(); });
    editor.addEventListener("compositionend", () => { this.isComposing = false; this.look(); });
    editor.addEventListener("trix-selection-change", () => this.look());
    editor.addEventListener("trix-change", () => this.look());
    editor.addEventListener("blur", () => setTimeout(() => this.close(), 200));
    // Before Trix, which would break the line.
    editor.addEventListener("keydown", (event) => this.key(event), true);
  }

  /** What was begun before the cursor, or null. */
  begun() {
    const [from, to] = this.editor.editor.getSelectedRange();
    if (from !== to) return null;
    const before = this.editor.editor.getDocument().toString().slice(Math.max(0, from - 22), from);
    return BEGUN.exec(before)?.[1] ?? null;
  }

  look() {
    clearTimeout(this.timer);
    if (this.isComposing) return;
    const begun = this.begun();
    if (begun === null) this.close();
    else this.timer = setTimeout(() => this.suggest(begun), PAUSE);
  }

  async suggest(begun) {
    if (!this.cache.has(begun)) this.cache.set(begun, await this.names(begun));
    if (this.isComposing || this.begun() !== begun || !this.editor.matches(":focus-within, :focus")) return;
    const names = this.cache.get(begun);
    this.list.replaceChildren(...names.map((name, place) => this.choice(name, place)));
    this.list.hidden = !names.length;
    this.mark(0);
  }

  async names(begun) {
    try {
      const response = await fetch(`${this.url}?q=${encodeURIComponent(begun)}`, { headers: { Accept: "application/json" } });
      return response.ok ? (await response.json()).names : [];
    } catch {
      return [];
    }
  }

  choice(name, place) {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${place}`;
    row.setAttribute("role", "option");
    row.textContent = `@${name}`;
    // A press must not take the cursor out of the text.
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => this.take(name));
    row.dataset.name = name;
    return row;
  }

  mark(place) {
    const rows = [...this.list.children];
    this.place = rows.length ? (place + rows.length) % rows.length : 0;
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.place)));
    if (!this.list.hidden && rows.length) this.editor.setAttribute("aria-activedescendant", rows[this.place].id);
  }

  key(event) {
    if (this.list.hidden || event.isComposing || this.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.mark(this.place + moves[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.list.children[this.place].dataset.name);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(name) {
    const begun = this.begun();
    if (begun !== null) {
      const [at] = this.editor.editor.getSelectedRange();
      this.editor.editor.setSelectedRange([at - begun.length - 1, at]);
      this.editor.editor.insertString(`@${name} `);
    }
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.editor.removeAttribute("aria-activedescendant");
  }
}
