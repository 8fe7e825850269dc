// The lock of a phone that lies on a table: a PIN of four to six digits, kept as its PBKDF2.

const ROUNDS = 310_000;
const FREE_TRIES = 5;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 15 * 60_000;
const PIN = /^[0-9]{4,6}$/;

export class Pin {
  constructor(db, now) {
    Object.assign(this, { db, now, kept: null });
  }

  async load() {
    this.kept = (await this.db.get("pin", "pin")) ?? null;
  }

  get isSet() {
    return this.kept !== null;
  }

  get locked() {
    return this.kept?.locked === true;
  }

  /** When the next try is listened to; null when it is at once. */
  get waitUntil() {
    return this.kept && this.kept.until > this.now() ? new Date(this.kept.until) : null;
  }

  /** Keep a PIN, or none for null. RangeError unless it has four to six digits. */
  async set(pin) {
    if (pin === null || pin === "") {
      this.kept = null;
      return this.db.delete("pin", "pin");
    }
    if (!PIN.test(pin)) throw new RangeError("four to six digits");
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const digest = await derive(pin, salt, ROUNDS);
    return this.#keep({ salt, digest, rounds: ROUNDS, tries: 0, until: 0, locked: false });
  }

  /** Write what is in memory into a store that may have lost it. */
  async save() {
    if (this.kept) await this.#keep(this.kept);
  }

  lock() {
    return this.kept ? this.#keep({ ...this.kept, locked: true }) : Promise.resolve();
  }

  /** Whether the PIN was right. After five wrong ones nothing is listened to for a growing while. */
  async unlock(pin) {
    if (!this.kept) return true;
    if (this.waitUntil) return false;
    const tries = this.kept.tries + 1;
    // Counted before it is tried: a reload in between is no free try.
    await this.#keep({ ...this.kept, tries, until: this.now() + wait(tries) });
    const digest = await derive(String(pin), this.kept.salt, this.kept.rounds);
    if (digest.some((byte, i) => byte !== this.kept.digest[i])) return false;
    await this.#keep({ ...this.kept, tries: 0, until: 0, locked: false });
    return true;
  }

  #keep(kept) {
    this.kept = kept;
    return this.db.put("pin", kept, "pin");
  }
}

const wait = (tries) =>
  tries < FREE_TRIES ? 0 : Math.min(FIRST_WAIT * 2 ** (tries - FREE_TRIES), LONGEST_WAIT);

async function derive(pin, salt, iterations) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}
