/**
 * What somebody is writing, kept on this device under their own account until it has been sent.
 * A draft that was sent comes back only by the browser's back button, after sending failed.
 */

const PREFIX = "linli-draft";
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const PAUSE = 600;

const me = document.querySelector("meta[name=linli-user]")?.content ?? "visitor";

export class Draft {
  constructor(key) {
    this.key = key ? `${PREFIX}:${me}:${key}` : "";
    this.timer = 0;
    this.isSent = false;
  }

  /** The draft to put back, or null. What the server sent back (`hasText`) is newer than any draft. */
  restore(hasText) {
    const draft = this.read();
    if (!draft) return null;
    const wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (Date.now() - draft.at > KEPT_FOR || (draft.sent && !wentBack && !hasText)) {
      this.drop();
      return null;
    }
    return hasText ? null : draft;
  }

  keep(html, files, done) {
    if (!this.key || this.isSent) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!html.trim() && !files.length) this.drop();
      else if (this.write({ html, files, at: Date.now() })) done();
    }, PAUSE);
  }

  sent() {
    clearTimeout(this.timer);
    this.isSent = true;
    const draft = this.read();
    if (draft) this.write({ ...draft, sent: true });
  }

  read() {
    try {
      return this.key ? JSON.parse(localStorage.getItem(this.key)) : null;
    } catch {
      return null;
    }
  }

  /** False where the browser keeps nothing (private window, full store): writing goes on all the same. */
  write(draft) {
    try {
      localStorage.setItem(this.key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept, so nothing is left.
    }
  }
}
