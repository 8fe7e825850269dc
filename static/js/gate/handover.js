// What a phone still does for a device that it was: one that was taken out of service keeps nothing
// of anybody, hands over the scans from before, however long the network takes, and says then that it
// is empty. A page that is closed meanwhile goes on when it is opened again.

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
  async run({ token, fair }, changed) {
    this.#stopped = false;
    const told = { kept: 0, lost: 0 };
    const leaver = { token, slug: fair?.slug ?? null };
    for (let tries = 0; !this.#stopped; tries += 1) {
      try {
        if (await this.#all(leaver, told, changed)) return told;
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

  /** Whether all is done that can be, and nobody has stopped us. */
  async #all(leaver, told, changed) {
    while (!this.#stopped) {
      const entries = await this.outbox.batch(AT_ONCE, leaver.slug);
      if (!entries.length) break; // what cannot be read, or is not taken, is counted as left
      if (this.#stopped || !(await this.#give(leaver, entries, told))) break;
      changed();
    }
    return !this.#stopped;
  }

  /** Whether the server still listens. */
  async #give(leaver, entries, told) {
    const { token, slug } = leaver;
    const unsent = Math.max(0, this.outbox.countOf(slug) - entries.length);
    const scans = entries.map(this.asSent);
    const { status, body } = await this.api.ask("POST", "/last-scans", { token, body: { scans }, unsent });
    if (status === 401 && REASONS.has(body?.reason)) return false;
    if (status === 200 && typeof body?.kept === "number") return this.#done(entries, body.kept, told);
    if (!INDIGESTIBLE.has(status)) throw new Error(`status ${status}`); // or somebody else's page
    if (entries.length === 1) return this.#done(entries, 0, told);
    for (const entry of entries) if (!(await this.#give(leaver, [entry], told))) return false;
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
