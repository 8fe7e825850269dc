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

/** Open the device's store. */
export function openStore() {
  return openDB(NAME, VERSION, {
    upgrade(db) {
      for (const name of NAMED) db.createObjectStore(name);
      for (const name of ORDERED) db.createObjectStore(name, { autoIncrement: true });
    },
    blocking: (_old, _new, event) => event.target.close(),
  });
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
