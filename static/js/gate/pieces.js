// The signed rosters as they came, encrypted: one whole and what changed since. A change of three
// people does not encrypt five thousand again.

import { openText, sealText } from "./crypto.js";
import { SAFELY } from "./store.js";

const MOST_PIECES = 300;
const LEAST_ROOM = 4_000_000; // characters of changes that are not worth a whole

export class Pieces {
  constructor(db) {
    this.db = db;
    this.clear();
  }

  clear() {
    Object.assign(this, { count: 0, whole: 0, since: 0, spare: null, broken: false });
  }

  /** Whether asking for the whole is cheaper by now than going on with changes. */
  get tooMany() {
    return this.broken || this.count > MOST_PIECES || this.since > Math.max(this.whole, LEAST_ROOM);
  }

  /** Return the bodies that are kept, oldest first; rejects when one cannot be decrypted. */
  async open(key) {
    const kept = await this.db.getAll("roster");
    const texts = await Promise.all(kept.map((one) => openText(key, one)));
    this.clear();
    this.count = texts.length;
    [this.whole, this.since] = [texts[0]?.length ?? 0, texts.slice(1).join("").length];
    return texts.map(unpack);
  }

  /** Keep one more; `bare` tells that nothing but its cursor is new, and the next may replace it. */
  async add(key, body, { whole, bare, ours }) {
    const text = pack(body);
    const sealed = await sealText(key, text);
    if (!ours()) return; // wiped meanwhile
    const tx = this.db.transaction("roster", "readwrite", SAFELY);
    if (whole) tx.store.clear();
    else if (this.spare !== null) tx.store.delete(this.spare);
    const [place] = await Promise.all([tx.store.add(sealed), tx.done]);
    if (whole) Object.assign(this, { count: 1, whole: text.length, since: 0, broken: false });
    else if (this.spare === null) Object.assign(this, { count: this.count + 1, since: this.since + text.length });
    this.spare = bare && !whole ? place : null;
  }
}

const pack = ({ payload, signature, key_id: key }) => `${key}.${signature}.${payload}`;

function unpack(text) {
  const first = text.indexOf(".");
  const second = text.indexOf(".", first + 1);
  return {
    key_id: text.slice(0, first),
    signature: text.slice(first + 1, second),
    payload: text.slice(second + 1),
  };
}
