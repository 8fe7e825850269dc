// What a phone still does that was taken out of service: it keeps nothing of anybody, hands over the
// scans from before, however long the network takes, and says then that it is empty. A page that
// is closed meanwhile goes on when it is opened again.

import { INDIGESTIBLE, REASONS } from "./sync.js";

const AT_ONCE = 200;
const PAUSES = [2_000, 10_000, 30_000, 120_000]; // the last one again and again

export class Handover {
  #stopped = false;
  #wake = () => {};

  /** `asSent` gives an entry of the outbox as it goes up. */
  constructor({ api, outbox }, asSent) {
    Object.assign(this, { api, outbox, asSent });
  }

  /**
   * Hand over what there is; `changed` hears of every step.
   *
   * Return {kept, lost}, how many scans the server took and how many it would not; null when
   * it was stopped before.
   */
  async run(token, changed) {
    this.#stopped = false;
    const told = { kept: 0, lost: 0 };
    for (let tries = 0; !this.#stopped; tries += 1) {
      try {
        if (await this.#all(token, told, changed)) return told;
      } catch {
        await this.#pause(PAUSES[Math.min(tries, PAUSES.length - 1)]);
      }
    }
    return null;
  }

  /** The network is back. */
  wake() {
    this.#wake();
  }

  /** Leave the rest to the device that this phone becomes now. */
  stop() {
    this.#stopped = true;
    this.#wake();
  }

  /** Whether nothing is left, and nobody has stopped us. */
  async #all(token, told, changed) {
    while (!this.#stopped) {
      const entries = await this.outbox.batch(AT_ONCE);
      if (!entries.length) break; // what cannot be read is still counted below
      if (this.#stopped || !(await this.#give(token, entries, told))) break;
      changed();
    }
    if (this.#stopped) return false;
    told.lost += this.outbox.count; // nothing more is taken
    return true;
  }

  /** Whether the server still listens. */
  async #give(token, entries, told) {
    const unsent = Math.max(0, this.outbox.count - entries.length);
    const scans = entries.map(this.asSent);
    const { status, body } = await this.api.ask("POST", "/last-scans", { token, body: { scans }, unsent });
    if (status === 401 && REASONS.has(body?.reason)) return false;
    if (status === 200 && typeof body?.kept === "number") return this.#done(entries, body.kept, told);
    if (!INDIGESTIBLE.has(status)) throw new Error(`status ${status}`); // or somebody else's page
    if (entries.length === 1) return this.#done(entries, 0, told);
    for (const entry of entries) if (!(await this.#give(token, [entry], told))) return false;
    return true;
  }

  async #done(entries, kept, told) {
    await this.outbox.answered(entries, [], () => {});
    told.kept += kept;
    told.lost += entries.length - kept;
    return true;
  }

  #pause(ms) {
    return new Promise((go) => {
      const timer = setTimeout(go, ms);
      this.#wake = () => {
        clearTimeout(timer);
        go();
      };
    });
  }
}
