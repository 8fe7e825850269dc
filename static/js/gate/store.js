// What outlives a reload: one IndexedDB, shared by the tabs of the device. Only numbers and the
// PIN's digest lie in it plainly.

import { openDB } from "../../vendor/idb/index.js";

const NAME = "festa-gate";
const VERSION = 1;
// keys: CryptoKeys by name · device: token and profile · roster: signed pieces in their order ·
// outbox: scans that were not answered yet · facts: what answered scans changed until a roster
// tells it · recent: the last answers · pin.
const NAMED = ["keys", "device", "facts", "recent", "pin"];
const ORDERED = ["roster", "outbox"];
export const EVERYTHING = [...NAMED, ...ORDERED];
// Flushed to the disk: a phone whose battery falls out has still lost no scan.
export const SAFELY = { durability: "strict" };

// What a connection says that is no use any more; Safari's has the second name.
const DEAD = new Set(["InvalidStateError", "UnknownError"]);
const ONCE_IN = 3_000; // ms
const ASKED = ["get", "getAll", "put", "delete", "clear"];

/** Open the device's store. */
export async function openStore() {
  const store = new Store();
  await store.open();
  return store;
}

/**
 * The store behind whatever connection there is.
 *
 * A browser may close the connection under an open page: its data were cleared, the disk failed, the
 * system has put it to sleep. It is opened anew then, and "reopened" tells that it may be empty.
 */
class Store extends EventTarget {
  #db = null;
  #opening = null;
  #opened = -Infinity;

  constructor() {
    super();
    for (const name of ASKED) this[name] = async (...given) => this.#use((db) => db[name](...given));
  }

  async open() {
    this.#db = await openDB(NAME, VERSION, {
      upgrade(db) {
        for (const name of NAMED) db.createObjectStore(name);
        for (const name of ORDERED) db.createObjectStore(name, { autoIncrement: true });
      },
      blocking: (_old, _new, event) => event.target.close(),
      terminated: () => this.#reopen(),
    });
  }

  transaction(...given) {
    try {
      return this.#db.transaction(...given);
    } catch (error) {
      this.#mend(error);
      throw error;
    }
  }

  async #use(work) {
    try {
      return await work(this.#db);
    } catch (error) {
      this.#mend(error);
      throw error;
    }
  }

  /** A store that stays dead however often it is opened is not opened in a circle. */
  #mend(error) {
    if (DEAD.has(error.name) && performance.now() - this.#opened > ONCE_IN) this.#reopen();
  }

  /** What fails now is told by whoever asked, and tried once more with the next that is asked. */
  #reopen() {
    this.#opened = performance.now();
    this.#opening ??= this.open()
      .then(() => this.dispatchEvent(new Event("reopened")), () => {})
      .finally(() => (this.#opening = null));
  }
}

/** Delete all that these stores hold, and these keys, in one transaction; `left` is put there then. */
export async function wipe(db, names, keys = [], left = {}) {
  const all = keys.length ? [...names, "keys"] : names;
  const tx = db.transaction([...new Set(all)], "readwrite", SAFELY);
  for (const name of names) tx.objectStore(name).clear();
  for (const key of keys) tx.objectStore("keys").delete(key);
  for (const [name, rows] of Object.entries(left)) {
    for (const [key, row] of Object.entries(rows)) tx.objectStore(name).put(row, key);
  }
  await tx.done;
}

/** Whether the device has no room left. */
export const isFull = (error) =>
  error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
