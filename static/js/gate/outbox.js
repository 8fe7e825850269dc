// The scans that the server has not answered: in IndexedDB before they are sent, encrypted, in the
// order in which they were made, and gone from there only when their number came back, and came
// in time or a second time (see results.js).

import { open, seal } from "./crypto.js";
import { SAFELY } from "./store.js";

const AT_ONCE = 200;
const AGAIN = 5_000;

export class Outbox extends EventTarget {
  #queue = []; // decided and shown, not yet on the disk
  #stored = 0;
  #pumping = null;
  #refused = new Set();

  constructor(db, key) {
    super();
    Object.assign(this, { db, key, failed: null });
  }

  /** How many scans wait for an answer. */
  get count() {
    return this.#queue.length + this.#stored;
  }

  /** Whether the server would not take one of them. */
  get hasRefused() {
    return this.#refused.size > 0;
  }

  /** Return all that wait, oldest first, with what they changed here. */
  async load() {
    const rows = await this.batch(Infinity);
    this.#stored = await this.db.count("outbox");
    return rows;
  }

  /** Count again: another tab has added or sent. */
  async recount() {
    this.#stored = await this.db.count("outbox");
  }

  /** Keep an entry {scan, at, local, tries}; it is written behind. */
  add(entry) {
    this.#queue.push(entry);
    this.#pumping ??= this.#pump();
  }

  /** Resolve when all that was added is on the disk, or cannot be. */
  async settled() {
    while (this.#pumping) await this.#pumping;
  }

  async #pump() {
    await null; // what is added in one go is written in one go
    try {
      while (this.#queue.length) await this.#write(this.#queue.slice(0, AT_ONCE));
      this.failed = null;
    } catch (error) {
      this.failed = error;
      setTimeout(() => (this.#pumping ??= this.#pump()), AGAIN);
    }
    this.#pumping = null;
    this.dispatchEvent(new Event("stored"));
  }

  async #write(entries) {
    const { key } = this;
    const sealed = await Promise.all(entries.map((entry) => seal(key, entry)));
    if (key !== this.key) return; // wiped meanwhile
    const tx = this.db.transaction("outbox", "readwrite", SAFELY);
    await Promise.all([...sealed.map((one) => tx.store.add(one)), tx.done]);
    this.#queue = this.#queue.filter((entry) => !entries.includes(entry));
    this.#stored += entries.length;
  }

  /** Return the oldest entries, at most so many, each with its place in the store. */
  async batch(most) {
    const limit = most === Infinity ? undefined : most + this.#refused.size;
    const tx = this.db.transaction("outbox");
    const [places, kept] = await Promise.all([tx.store.getAllKeys(null, limit), tx.store.getAll(null, limit)]);
    const rows = await Promise.all(kept.map((one, i) => this.#open(places[i], one)));
    const good = rows.filter((row) => row && !this.#refused.has(row.place)).slice(0, most);
    // No room on the device: better sent from memory than never.
    return good.length || !this.failed ? good : this.#queue.slice(0, most);
  }

  async #open(place, kept) {
    try {
      return { ...(await open(this.key, kept)), place };
    } catch {
      this.#refused.add(place);
      return null;
    }
  }

  /** Leave an entry out from now on: the server will not have it. It stays where it is. */
  refuse(entry) {
    this.#refused.add(entry.place);
  }

  /** Drop what the server answered for; `also` writes in the same transaction. */
  async answered(entries, stores, also) {
    const tx = this.db.transaction(["outbox", ...stores], "readwrite", SAFELY);
    const kept = entries.filter(({ place }) => place !== undefined);
    for (const { place } of kept) tx.objectStore("outbox").delete(place);
    also(tx);
    await tx.done;
    this.#queue = this.#queue.filter((entry) => !entries.includes(entry));
    this.#stored = await this.db.count("outbox");
  }

  /** Forget everything in memory: the store was wiped. */
  forget() {
    Object.assign(this, { key: null, failed: null });
    this.#queue = [];
    this.#refused.clear();
    this.#stored = 0;
  }
}
