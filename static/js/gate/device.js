// Who this device is: its token and profile, encrypted, and what becomes of everything when the
// organiser, the end of the fair or its user ends it.

import { Unreachable } from "./api.js";
import { keyOf, open, seal } from "./crypto.js";
import { EVERYTHING, SAFELY, wipe } from "./store.js";

const ENDED = "festa-gate-ended"; // one word, for the page that is loaded again
const FAREWELLS = [0, 2_000, 10_000, 30_000, 120_000];
// The unsent scans lie under a key of their own: it stays when the roster's has to go.
const ALL_BUT_SCANS = ["device", "roster", "facts", "recent", "pin"];
const ROSTER_KEY = "roster";
const SCANS_KEY = "scans";
const LEAVING = "leaving";

/** What pairing throws: `reason` is pairing_refused, offline or other. */
export class NotPaired extends Error {
  constructor(reason, message = "") {
    super(message);
    this.reason = reason;
  }
}

export class Device {
  constructor(db, api) {
    Object.assign(this, { db, api, kept: null, key: null, scansKey: null });
  }

  get token() {
    return this.kept?.token ?? null;
  }

  get ended() {
    return sessionStorage.getItem(ENDED);
  }

  /** Remember in this tab why it came to an end, for as long as the tab is open. */
  end(why) {
    if (why) sessionStorage.setItem(ENDED, why);
    else sessionStorage.removeItem(ENDED);
  }

  /** Read who we are; null when nobody, or when what is kept cannot be read. */
  async load() {
    this.scansKey = (await this.db.get("keys", SCANS_KEY)) ?? null;
    const stored = await this.db.get("device", "self");
    if (!stored) return null;
    this.key = await keyOf(this.db, ROSTER_KEY);
    this.kept = await open(this.key, stored).catch(() => null);
    if (this.kept) this.api.offset = this.kept.offset;
    return this.kept;
  }

  /** Become a device with the digits that an organiser read out; NotPaired when that fails. */
  async pair(digits, name) {
    const { status, body } = await this.#ask("POST", "/devices", { body: { code: String(digits), name } });
    if (status === 403) throw new NotPaired("pairing_refused", body?.message);
    if (status !== 201) throw new NotPaired(status === 422 ? "pairing_refused" : "other", body?.message);
    const { token, device, fair, gate, key } = body;
    await wipe(this.db, ["device", "roster", "facts", "recent"], [ROSTER_KEY]);
    this.key = await keyOf(this.db, ROSTER_KEY);
    this.scansKey = await keyOf(this.db, SCANS_KEY);
    this.kept = { token, device, fair, gate, key, offset: this.api.offset };
    await this.save();
    sessionStorage.removeItem(ENDED);
  }

  async save() {
    const { key, kept } = this;
    const sealed = await seal(key, { ...kept, offset: this.api.offset });
    if (this.kept === null) return; // wiped meanwhile
    const tx = this.db.transaction("device", "readwrite", SAFELY);
    tx.store.put(sealed, "self");
    await tx.done;
  }

  /** Say goodbye to the server; NotPaired("offline") when it cannot be reached. */
  async goodbye() {
    const { status } = await this.#ask("DELETE", "/me", { token: this.token, unsent: 0 });
    if (status !== 204 && status !== 401) throw new NotPaired("other");
  }

  /** Forget all but the unsent scans and the token with which they are handed over. */
  async leave(token) {
    this.end("revoked");
    try {
      const sealed = await seal(this.scansKey, { token });
      await wipe(this.db, ALL_BUT_SCANS, [ROSTER_KEY], { device: { [LEAVING]: sealed } });
    } catch {
      await wipe(this.db, ALL_BUT_SCANS, [ROSTER_KEY]); // no room for the token: only from memory
    }
  }

  /** The token of a phone that was leaving when the page was closed; null for any other. */
  async leaving() {
    const stored = await this.db.get("device", LEAVING);
    if (!stored || !this.scansKey) return null;
    this.end("revoked");
    return open(this.scansKey, stored).then(({ token }) => token, () => null);
  }

  /** Forget everything but the unsent scans, or those too. `why` is what the page says then. */
  async wipe({ scans = false, why = null } = {}) {
    this.end(why);
    if (scans) {
      this.scansKey = null;
      await wipe(this.db, EVERYTHING);
    } else {
      await wipe(this.db, ALL_BUT_SCANS, [ROSTER_KEY]);
    }
  }

  /** Tell the organiser that all is handed over, while the token is still there; whether it was heard. */
  async sayEmpty(token, lost) {
    return this.api.ask("DELETE", "/me", { token, unsent: lost }).then(
      ({ status }) => status === 204,
      () => false,
    );
  }

  /** Tell the organiser that nothing is left here, trying again for some minutes. */
  async sayWiped(token, lost) {
    for (const pause of FAREWELLS) {
      if (pause) await new Promise((go) => setTimeout(go, pause));
      try {
        return await this.api.ask("DELETE", "/me", { token, unsent: lost });
      } catch {
        // The wiping itself is done; this is only the news of it.
      }
    }
    return null;
  }

  async #ask(method, path, how) {
    try {
      return await this.api.ask(method, path, how);
    } catch (error) {
      const offline = error instanceof Unreachable && !error.status;
      throw new NotPaired(offline ? "offline" : "other", error.message);
    }
  }
}
