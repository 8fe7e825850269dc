// The scans that the server has not answered: in IndexedDB before they are sent, encrypted, in the
// order in which they were made, and gone from there only when their number came back, and came
// in time or a second time (see results.js). What is written stays in memory too until then: when
// the browser loses its store, nothing is lost as long as the page is open.

import { open, seal } from "./crypto.js";
import { SAFELY } from "./store.js";

const AT_ONCE = 200;
const AGAIN = 5_000;

export const fairOf = (entry) => entry.fair?.slug ?? null;

export class Outbox extends EventTarget {
  #queue = []; // decided and shown, not yet on the disk
  #written = new Map(); // scan -> entry, of what is on the disk
  #gone = new Set(); // scans that were answered
  #pumping = null;
  #refused = new Set(); // scans that the server will not have
  #unreadable = new Set(); // places in the store

  constructor(db, key) {
    super();
    // `fair` is the one whose device this is: its scans go up. Null while it is nobody's.
    Object.assign(this, { db, key, failed: null, fair: null, before: null });
  }

  /** How many scans wait for an answer: those of our fair, or all when it is nobody's. */
  get count() {
    return this.fair === null ? this.all : this.leftOf(this.fair.slug);
  }

  get all() {
    return this.waiting.length + this.#unreadable.size;
  }

  /** Whatever waits, in the order in which it was made. */
  get waiting() {
    return [...this.#written.values(), ...this.#queue];
  }

  /** The scans of other fairs than ours: [{fair, num}]. */
  get others() {
    const found = new Map();
    for (const entry of this.waiting) {
      if (this.isOurs(entry)) continue;
      const num = (found.get(fairOf(entry))?.num ?? 0) + 1;
      found.set(fairOf(entry), { fair: entry.fair ?? null, num });
    }
    return [...found.values()];
  }

  countOf(slug) {
    return this.waiting.filter((entry) => fairOf(entry) === slug).length;
  }

  /** So many of a fair are left; what cannot be read any more counts to whoever is asked. */
  leftOf(slug) {
    return this.countOf(slug) + this.#unreadable.size;
  }

  isOurs(entry) {
    return this.fair === null || fairOf(entry) === this.fair.slug;
  }

  /** Whether the server would not take one of them. */
  get hasRefused() {
    return this.#refused.size + this.#unreadable.size > 0;
  }

  /** Read what lies on the disk; another tab may have added or sent. */
  async load() {
    const before = new Set(this.#written.keys());
    try {
      this.#unreadable.clear();
      const rows = await this.#read();
      const since = [...this.#written].filter(([id]) => !before.has(id)); // written meanwhile
      const there = rows.filter(({ scan }) => !this.#gone.has(scan.id));
      this.#written = new Map([...there.map(({ place: _place, ...entry }) => [entry.scan.id, entry]), ...since]);
      this.#queue = this.#queue.filter(({ scan }) => !this.#written.has(scan.id));
    } catch (error) {
      this.#lose(error);
    }
  }

  /** Count scans of a version before, which name no fair, as this one's, from now on and for good. */
  async adopt(fair) {
    this.before = fair;
    try {
      const sealed = await Promise.all((await this.#read()).map(async ({ place, ...entry }) => [await seal(this.key, entry), place]));
      const tx = this.db.transaction("outbox", "readwrite", SAFELY);
      for (const [one, place] of sealed) tx.store.put(one, place);
      await tx.done;
    } catch {
      // No room: they are counted so as long as the page is open.
    }
    await this.load();
  }

  /** Keep an entry {scan, at, local, fair}; it is written behind. */
  add(entry) {
    this.#queue.push(entry);
    this.#pumping ??= this.#pump();
  }

  /** Resolve when all that was added is on the disk, or cannot be. */
  async settled() {
    while (this.#pumping) await this.#pumping;
  }

  /** The store was opened anew, and may be empty: write what it does not hold. */
  async rewrite() {
    await this.settled();
    this.#lose(this.failed);
    this.#pumping ??= this.#pump(true);
    await this.settled();
  }

  async #pump(afresh = this.failed !== null) {
    await null; // what is added in one go is written in one go
    try {
      if (afresh) await this.#leaveOutWhatIsThere();
      while (this.#queue.length) await this.#write(this.#queue.slice(0, AT_ONCE));
      this.failed = null;
    } catch (error) {
      this.#lose(error);
    }
    this.#pumping = null;
    this.dispatchEvent(new Event("stored"));
  }

  /** The store does not do what it should: whatever we know waits in memory, and is tried again. */
  #lose(error) {
    this.failed = error;
    this.#queue = this.waiting;
    this.#written.clear();
    clearTimeout(this.again);
    if (error) this.again = setTimeout(() => (this.#pumping ??= this.#pump()), AGAIN);
  }

  async #leaveOutWhatIsThere() {
    const there = new Set((await this.#read()).map(({ scan }) => scan.id));
    for (const entry of this.#queue) if (there.has(entry.scan.id)) this.#written.set(entry.scan.id, entry);
    this.#queue = this.#queue.filter(({ scan }) => !there.has(scan.id));
  }

  async #write(entries) {
    const { key } = this;
    const sealed = await Promise.all(entries.map((entry) => seal(key, entry)));
    if (key !== this.key) return; // wiped meanwhile
    const tx = this.db.transaction("outbox", "readwrite", SAFELY);
    await Promise.all([...sealed.map((one) => tx.store.add(one)), tx.done]);
    this.#queue = this.#queue.filter((entry) => !entries.includes(entry));
    for (const entry of entries) if (!this.#gone.has(entry.scan.id)) this.#written.set(entry.scan.id, entry);
  }

  /** Return the oldest entries of a fair, at most so many, each with its place in the store. */
  async batch(most, slug = this.fair?.slug ?? null) {
    const unreadable = this.#unreadable.size;
    const fits = (entry) => fairOf(entry) === slug && !this.#refused.has(entry.scan.id);
    const others = this.waiting.length - this.countOf(slug);
    let good = [];
    try {
      const rows = await this.#read(most + this.#refused.size + this.#unreadable.size + others);
      const over = rows.filter(({ scan }) => this.#gone.has(scan.id));
      if (over.length) {
        await this.#delete(over);
        return this.batch(most, slug);
      }
      good = rows.filter(fits).slice(0, most);
      if (this.#unreadable.size > unreadable) await this.load(); // counted among the others so far
    } catch (error) {
      this.#lose(error);
    }
    // No room on the device, or no store any more: better sent from memory than never.
    return good.length || !this.failed ? good : this.#queue.filter(fits).slice(0, most);
  }

  /** What lies on the disk and can be read, oldest first. */
  async #read(limit) {
    const tx = this.db.transaction("outbox");
    const [places, kept] = await Promise.all([tx.store.getAllKeys(null, limit), tx.store.getAll(null, limit)]);
    const rows = await Promise.all(kept.map((one, i) => this.#open(places[i], one)));
    return rows.filter(Boolean);
  }

  async #open(place, kept) {
    try {
      return { fair: this.before, ...(await open(this.key, kept)), place };
    } catch {
      this.#unreadable.add(place);
      return null;
    }
  }

  /** Leave an entry out from now on: the server will not have it. It stays where it is. */
  refuse(entry) {
    this.#refused.add(entry.scan.id);
  }

  /** Drop what the server answered for; `also` writes in the same transaction. */
  async answered(entries, stores, also) {
    try {
      await this.#delete(entries, stores, also);
    } catch (error) {
      this.#lose(error); // what stays on the disk is known as over (see batch)
    }
    this.forgetScans(entries.map(({ scan }) => scan.id));
  }

  async #delete(entries, stores = [], also = () => {}) {
    const tx = this.db.transaction(["outbox", ...stores], "readwrite", SAFELY);
    const kept = entries.filter(({ place }) => place !== undefined);
    for (const { place } of kept) tx.objectStore("outbox").delete(place);
    also(tx);
    await tx.done;
  }

  /** These were answered, here or in another tab. */
  forgetScans(ids) {
    const gone = new Set(ids);
    for (const id of gone) {
      this.#gone.add(id);
      this.#written.delete(id);
    }
    this.#queue = this.#queue.filter(({ scan }) => !gone.has(scan.id));
  }

  /** Forget everything in memory: the store was wiped. */
  forget() {
    clearTimeout(this.again);
    Object.assign(this, { key: null, failed: null, fair: null });
    this.#queue = [];
    this.#written.clear();
    this.#refused.clear();
    this.#unreadable.clear();
  }
}
