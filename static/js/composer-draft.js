/**
 * What somebody is writing, kept until it has been sent: at once on this device, a moment later on the
 * server, where every device of theirs finds it. Saves are numbered; where a newer text is kept than the
 * one this page began with, both are offered and nothing is overwritten.
 */

const PREFIX = "linli-draft";
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const PAUSE = 600;
const PAUSE_SERVER = 1500;
const PATIENCE = 8000;

const me = document.querySelector("meta[name=linli-user]")?.content ?? "visitor";
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const wentBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

export function wordsOf(html) {
  const holder = new DOMParser().parseFromString(html, "text/html");
  return holder.body.textContent.replace(/\s+/g, " ").trim();
}

const isEmpty = (text) => !wordsOf(text.html) && !/<img/.test(text.html) && !text.files.length && !text.title.trim();
const fingerprint = (text) => JSON.stringify([text.title.trim(), wordsOf(text.html), text.files.map((file) => file.id), Boolean(text.anonymous)]);
const same = (one, other) => fingerprint(one) === fingerprint(other);

const EMPTY = { html: "", title: "", files: [], anonymous: false };

/** `now()` answers what the form holds, `fill(text)` fills it, `say(words)` speaks, `ask(newer)` → "take" or "keep",
 * `hint(details)` points out private details. */
export class Draft {
  constructor({ draftKey, draftUrl, textSaved, textSavedHere }, { sendKey, now, fill, say, ask, hint }) {
    this.key = draftKey ? `${PREFIX}:${me}:${draftKey}` : "";
    this.url = draftUrl ?? "";
    this.texts = { local: textSaved, server: textSavedHere };
    Object.assign(this, { sendKey, now, fill, say, ask, hint });
    this.tab = newKey();
    this.seq = 0; // the number of our latest save
    this.base = 0; // the number of what the server keeps, as far as we know
    this.loaded = ""; // what stood in the form before anybody typed
    this.clean = ""; // what the server has, as far as we know
    this.extra = ""; // a quote to be added to whatever draft there is
    this.isSent = false;
    this.isSynced = !this.url;
    this.isAsking = false;
  }

  /** The form stands. `cameBack`: with a text the server refused, which is newer than any draft. */
  begin(cameBack) {
    this.cameBack = cameBack;
    this.loaded = this.clean = fingerprint(this.now());
    if (cameBack) {
      this.clean = "";
      return;
    }
    if (this.url.includes("/topic-")) this.extra = this.now().html;
    const kept = this.read();
    if (!kept) return;
    if (Date.now() - kept.at > KEPT_FOR || (kept.sent && !this.url && !wentBack())) this.drop();
    // Whether what was sent has arrived, the server knows; whoever went back did so because it failed.
    else if (!kept.sent || wentBack()) this.show(kept);
  }

  /** Asks the server what it keeps, and brings the two together. Once, when the composer comes into sight. */
  async sync() {
    if (this.isSynced || this.isSyncing) return;
    this.isSyncing = true;
    const kept = this.read();
    const answer = await this.fetch(`${this.url}?send_key=${encodeURIComponent(kept?.send_key ?? "")}`);
    this.isSyncing = false;
    if (this.isSent) return;
    if (!answer?.ok) {
      if (kept?.sent && this.isUntouched()) this.show(kept);
      return;
    }
    this.isSynced = true;
    const { draft, sent } = answer.state;
    this.base = draft?.seq ?? 0;
    this.seq = Math.max(this.seq, this.base);
    if (draft) this.clean = fingerprint(draft);
    if (kept && sent) this.forget(kept);
    else await this.settle(draft, kept);
    if (!this.isUntouched()) this.changed();
  }

  isUntouched() {
    const here = this.now();
    return isEmpty(here) || (!this.cameBack && fingerprint(here) === this.loaded);
  }

  /** What was sent is over: its text goes, what was written since is a new one. */
  forget(kept) {
    this.drop();
    if (this.sendKey) this.sendKey.value = newKey();
    if (same(this.now(), kept)) this.load(EMPTY);
    this.clean = fingerprint(EMPTY);
  }

  async settle(draft, kept) {
    const untouched = this.isUntouched();
    const mine = untouched ? kept ?? EMPTY : this.now();
    if (!draft) {
      // Kept there once and gone since: sent or thrown away from another page. What never got there stays.
      if (kept?.seq && !kept.dirty && !kept.sent && untouched) this.forget(kept);
      else if (untouched && kept) this.show(kept);
    } else if (isEmpty(mine) || same(mine, draft)) {
      this.show(draft);
    } else if (kept ? kept.seq === draft.seq || kept.tab === draft.tab : this.cameBack) {
      // Ours goes back to what is kept there, so it is the later one.
      if (untouched) this.show(kept);
    } else if (untouched && !kept.dirty) {
      this.show(draft);
    } else {
      if (untouched) this.show(kept);
      await this.choose(draft);
    }
  }

  show(text) {
    if (text.send_key && this.sendKey && !this.cameBack) this.sendKey.value = text.send_key;
    if (!same(this.now(), text)) this.load({ ...text, html: text.html + this.extra });
    if (text.dirty) this.loaded = "";
  }

  load(text) {
    this.fill(text);
    this.loaded = fingerprint(this.now());
  }

  async choose(newer) {
    this.isAsking = true;
    const choice = await this.ask(newer);
    this.isAsking = false;
    this.base = newer.seq;
    this.seq = Math.max(this.seq, newer.seq);
    this.clean = fingerprint(newer);
    if (choice === "take") {
      if (newer.send_key && this.sendKey) this.sendKey.value = newer.send_key;
      this.load(newer);
      this.store(false);
    } else {
      await this.save();
    }
  }

  /** The text has changed: it is kept here soon, and on the server a little later. */
  changed() {
    if (!this.key || this.isSent) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (fingerprint(this.now()) === this.clean) return;
      if (this.store(true) && (!this.url || !navigator.onLine)) this.say(this.texts.local);
    }, PAUSE);
    if (!this.url) return;
    clearTimeout(this.serverTimer);
    this.serverTimer = setTimeout(() => this.save(), PAUSE_SERVER);
  }

  /** The page is about to leave the screen, perhaps for good. */
  flush() {
    if (!this.key || this.isSent || fingerprint(this.now()) === this.clean) return;
    this.store(true);
    if (this.url && this.isSynced) this.save({ keepalive: true });
  }

  async save(options = {}) {
    if (!this.url || this.isSent || this.isAsking) return;
    if (!this.isSynced) await this.sync();
    const text = this.now();
    if (!this.isSynced || this.isSaving || this.isAsking || fingerprint(text) === this.clean) return;
    this.isSaving = true;
    this.seq += 1;
    const body = {
      html: text.html,
      title: text.title,
      anonymous: text.anonymous,
      upload_ids: text.files.map((file) => file.id),
      seq: this.seq,
      base: this.base,
      tab: this.tab,
      send_key: this.sendKey?.value ?? "",
    };
    this.sending = new AbortController();
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
    const answer = await this.fetch(this.url, { method: "PUT", headers, body: JSON.stringify(body), ...options }, this.sending);
    this.isSaving = false;
    if (this.isSent) return;
    await this.saved(text, answer);
  }

  async saved(text, answer) {
    if (answer?.ok) {
      this.base = answer.state.seq;
      this.clean = fingerprint(text);
      if (isEmpty(text)) this.drop();
      else this.store(false);
      this.say(isEmpty(text) ? "" : this.texts.server);
      this.hint?.(answer.state.private ?? []);
    } else if (answer?.status === 409) {
      await this.outdated(answer.state);
    } else {
      if (this.store(true)) this.say(this.texts.local);
      this.later();
      return;
    }
    if (fingerprint(this.now()) !== this.clean) this.changed();
  }

  async outdated({ draft, sent }) {
    if (sent && this.sendKey) this.sendKey.value = newKey();
    if (draft && !same(draft, this.now())) {
      await this.choose(draft);
      return;
    }
    this.base = draft?.seq ?? 0;
    this.seq = Math.max(this.seq, this.base);
    if (draft) this.clean = fingerprint(draft);
  }

  later() {
    clearTimeout(this.serverTimer);
    this.serverTimer = setTimeout(() => this.save(), 10 * PAUSE_SERVER);
  }

  /** Answers {ok, status, state}, or null where there was no answer of ours (no net, signed out). */
  async fetch(url, options = {}, aborting = new AbortController()) {
    const timer = setTimeout(() => aborting.abort(), PATIENCE);
    try {
      const headers = { Accept: "application/json", ...options.headers };
      const response = await fetch(url, { redirect: "manual", ...options, headers, signal: aborting.signal });
      if (!response.headers.get("Content-Type")?.startsWith("application/json")) return null;
      return { ok: response.ok, status: response.status, state: await response.json() };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The form leaves. Nothing is saved any more, so that nothing comes back after it has arrived. */
  sent() {
    clearTimeout(this.timer);
    clearTimeout(this.serverTimer);
    this.store(true, { sent: true });
    this.isSent = true;
    this.sending?.abort();
  }

  /** Back on the page after sending: whatever became of it, writing goes on. */
  again() {
    this.isSent = false;
    this.isSynced = !this.url;
    this.sync();
  }

  read() {
    try {
      return this.key ? JSON.parse(localStorage.getItem(this.key)) : null;
    } catch {
      return null;
    }
  }

  /** False where the browser keeps nothing (private window, full store): writing goes on all the same. */
  store(dirty, more = {}) {
    const text = this.now();
    if (!this.key) return false;
    if (isEmpty(text)) {
      this.drop();
      return false;
    }
    try {
      const known = { at: Date.now(), seq: this.base, tab: this.tab, dirty, send_key: this.sendKey?.value ?? "" };
      localStorage.setItem(this.key, JSON.stringify({ ...text, ...known, ...more }));
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
