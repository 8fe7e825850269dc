// What a phone still does that was taken out of service: it keeps nothing of anybody, hands over the
// scans from before, however long the network takes, and says then that it is empty. A page that
// is closed meanwhile goes on when it is opened again.

const AT_ONCE = 200;
const PAUSES = [2_000, 10_000, 30_000, 120_000]; // the last one again and again
// Refusals of what a request says: the part of it that is to blame is left out.
const INDIGESTIBLE = new Set([400, 413, 415, 422]);

export class Handover {
  /** `asSent` gives an entry of the outbox as it goes up. */
  constructor({ api, outbox }, asSent) {
    Object.assign(this, { api, outbox, asSent });
  }

  /** Resolve when the server has all that it takes; return how many scans it would not have. */
  async finish(token, changed) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#all(token, changed);
      } catch {
        await new Promise((go) => setTimeout(go, PAUSES[Math.min(tries, PAUSES.length - 1)]));
      }
    }
  }

  async #all(token, changed) {
    for (;;) {
      const entries = await this.outbox.batch(AT_ONCE);
      if (!entries.length || !(await this.#give(token, entries))) break;
      changed();
    }
    return this.outbox.count;
  }

  /** Whether the server still listens. */
  async #give(token, entries) {
    const unsent = Math.max(0, this.outbox.count - entries.length);
    const scans = entries.map(this.asSent);
    const { status } = await this.api.ask("POST", "/last-scans", { token, body: { scans }, unsent });
    if (status === 401) return false;
    if (status === 200) await this.outbox.answered(entries, [], () => {});
    else if (!INDIGESTIBLE.has(status)) throw new Error(`status ${status}`);
    else if (entries.length === 1) this.outbox.refuse(entries[0]);
    else for (const entry of entries) if (!(await this.#give(token, [entry]))) return false;
    return true;
  }
}
