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
const ROOM = 64 * 1024; // bytes that must fit before a code is spent

/** What pairing throws: `reason` is pairing_refused, offline, no_room or other. */
export class NotPaired extends Error {
  constructor(reason, message = "") {
    super(message);
    this.reason = reason;
  }
}

export class Device {
  constructor(db, api) {
    Object.assign(this, { db, api, kept: null, key: null, scansKey: null });
    // What this phone was before, and whose scans it may still hold: {token, fair, why}.
    this.leaving = [];
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
    await this.loadLeaving();
    const stored = await this.db.get("device", "self");
    if (!stored) return null;
    this.key = await keyOf(this.db, ROSTER_KEY);
    this.kept = await open(this.key, stored).catch(() => null);
    if (this.kept) this.api.offset = this.kept.offset;
    return this.kept;
  }

  /** Become a device with the digits that an organiser read out; NotPaired when that fails. */
  async pair(digits, name) {
    await this.#tryToWrite();
    const { status, body } = await this.#ask("POST", "/devices", { body: { code: String(digits), name } });
    if (status === 403) throw new NotPaired("pairing_refused", body?.message);
    if (status !== 201) throw new NotPaired(status === 422 ? "pairing_refused" : "other", body?.message);
    try {
      await this.#become(body);
    } catch {
      // The code is spent, but nobody is left in the organiser's list who cannot work.
      Object.assign(this, { kept: null, key: null });
      this.sayWiped(body.token, 0);
      throw new NotPaired("no_room");
    }
    sessionStorage.removeItem(ENDED);
  }

  async #become({ token, device, fair, gate, key }) {
    await wipe(this.db, ["roster", "facts", "recent"], [ROSTER_KEY]);
    this.key = await keyOf(this.db, ROSTER_KEY);
    this.scansKey = await keyOf(this.db, SCANS_KEY);
    this.kept = { token, device, fair, gate, key, offset: this.api.offset };
    await this.save();
  }

  /** NotPaired where nothing could be kept: before the code is spent. */
  async #tryToWrite() {
    try {
      const tx = this.db.transaction("device", "readwrite");
      tx.store.put(new Uint8Array(ROOM), "room");
      tx.store.delete("room");
      await tx.done;
    } catch {
      throw new NotPaired("no_room");
    }
  }

  /** Put back who we are, into a store that may have lost it. */
  async restore() {
    for (const [name, key] of [[ROSTER_KEY, this.key], [SCANS_KEY, this.scansKey]]) {
      if (key && !(await this.db.get("keys", name))) await this.db.put("keys", key, name);
    }
    if (this.kept) await this.save();
    if (this.leaving.length) await this.#saveLeaving();
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

  /** Read what this phone was before; a page that is opened says so while nobody is there. */
  async loadLeaving() {
    const stored = this.scansKey && (await this.db.get("device", LEAVING));
    const read = stored ? await open(this.scansKey, stored).catch(() => []) : [];
    // A version before kept one, without its fair.
    this.leaving = Array.isArray(read) ? read : [{ token: read.token, fair: null, why: "revoked" }];
  }

  /** Nothing more is to be done for a device that this phone was. */
  async leftFor({ token }) {
    this.leaving = this.leaving.filter((one) => one.token !== token);
    if (this.leaving.length) await this.#saveLeaving();
    else await this.db.delete("device", LEAVING);
  }

  async #saveLeaving() {
    await this.db.put("device", await seal(this.scansKey, this.leaving), LEAVING);
  }

  /**
   * Forget everything but the unsent scans and the tokens with which they are handed over, or those
   * too. `why` is what the page says then; `leaver` is one more of those tokens.
   */
  async wipe({ scans = false, why = null, leaver = null } = {}) {
    this.end(why);
    if (scans) {
      Object.assign(this, { scansKey: null, leaving: [] });
      return wipe(this.db, EVERYTHING);
    }
    if (leaver && !this.leaving.some(({ token }) => token === leaver.token)) this.leaving.push(leaver);
    if (!this.leaving.length) return wipe(this.db, ALL_BUT_SCANS, [ROSTER_KEY]);
    try {
      const sealed = await seal(this.scansKey, this.leaving);
      await wipe(this.db, ALL_BUT_SCANS, [ROSTER_KEY], { device: { [LEAVING]: sealed } });
    } catch {
      await wipe(this.db, ALL_BUT_SCANS, [ROSTER_KEY]); // no room for them: only from memory
    }
    return undefined;
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
