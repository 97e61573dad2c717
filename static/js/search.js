/**
 * Titles under the search field while somebody types (a combobox as ARIA has it): arrows go through
 * them, Enter opens the one that is marked, Escape closes the list. Without this the form just searches.
 */

const PAUSE = 200;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("[role=combobox]");
    this.list = form.querySelector("[role=listbox]");
    this.said = form.querySelector("[role=status]");
    this.at = -1;
    this.timer = 0;
    // An input method's characters are none yet: they count when they are chosen.
    this.field.addEventListener("input", (event) => event.isComposing || this.soon());
    this.field.addEventListener("compositionend", () => this.soon());
    this.field.addEventListener("compositionstart", () => this.close());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    form.addEventListener("submit", () => this.close());
    // Before the field loses the focus, and the list is gone with it.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
    form.dataset.listening = "";
    // What was typed before this was there counts as well.
    if (document.activeElement === this.field && this.field.value !== this.field.defaultValue) this.soon();
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  soon() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask().catch(() => {}), PAUSE);
  }

  async ask() {
    const typed = this.field.value.trim();
    if ([...typed].length < 2) return this.close();
    this.asking = new AbortController();
    const url = `${this.form.dataset.search}?${new URLSearchParams({ q: typed })}`;
    const answer = await fetch(url, { signal: this.asking.signal });
    if (!answer.ok || answer.redirected) return;
    const options = await answer.text();
    if (this.field.value.trim() !== typed || document.activeElement !== this.field) return;
    this.list.innerHTML = options;
    this.show();
  }

  show() {
    const count = this.options.length;
    this.mark(-1);
    this.list.hidden = count === 0;
    this.field.setAttribute("aria-expanded", String(count > 0));
    this.said.textContent = count ? this.said.dataset.some.replace("0", count) : "";
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.replaceChildren();
    this.show();
  }

  mark(at) {
    this.at = at;
    this.options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const option = this.options[at];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    const count = this.options.length;
    if (event.isComposing || event.keyCode === 229 || !count) return;
    if (event.key === "ArrowDown") this.mark(this.at + 1 < count ? this.at + 1 : -1);
    else if (event.key === "ArrowUp") this.mark(this.at < 0 ? count - 1 : this.at - 1);
    else if (event.key === "Enter" && this.at >= 0) this.open(this.options[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  open(option) {
    if (option) location.assign(option.dataset.url);
  }
}

document.querySelectorAll("[data-search]").forEach((form) => new Suggestions(form));
