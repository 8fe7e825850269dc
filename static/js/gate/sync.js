// Talking with the server behind the decisions: scans up as they come, the roster down every 15 s.
// Of several tabs one does it, the one that holds the lock.

import { Unreachable } from "./api.js";

const LOCK = "festa-gate-sync";
const BATCH = 200;
const ROSTER_EVERY = 15_000;
const WHOLE_TIMEOUT = 60_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
// Refusals of what a request says: our fault, and only a part of it may be to blame.
export const INDIGESTIBLE = new Set([400, 413, 415, 422]);
// Anything else that says 401 is not our server.
export const REASONS = new Set(["device_unknown", "device_revoked", "device_expired"]);

/** The server turned the device away; `reason` says for what. */
export class TurnedAway extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** One stream of requests: never two at once, slower and slower while they fail. */
class Lane {
  constructor(work, told) {
    Object.assign(this, { work, told, busy: false, again: false, fails: 0, timer: null });
  }

  /** Do it now, or once more when what is under way is done; after a failure only if forced. */
  wake(forced = true) {
    if (this.busy) this.again = true;
    else if (forced || this.fails === 0) this.#run();
  }

  async #run() {
    clearTimeout(this.timer);
    this.busy = true;
    this.again = false;
    try {
      const pause = await this.work();
      this.fails = 0;
      this.#later(pause);
    } catch (error) {
      this.fails += 1;
      this.again = false;
      this.#later(this.told(error) ? pauseAfter(this.fails, error.retryAfter) : null);
    }
    this.busy = false;
    if (this.again) this.#run();
  }

  #later(pause) {
    if (pause !== null) this.timer = setTimeout(() => this.wake(), pause);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

function pauseAfter(fails, asked = 0) {
  const pause = Math.min(FIRST_PAUSE * 2 ** (fails - 1), LONGEST_PAUSE);
  return Math.max(pause * (0.5 + Math.random() / 2), Math.min(asked * 1_000, LONGEST_PAUSE));
}

export class Sync {
  /** `work` is the engine's side: token, outbox, cursor, answered, received, reached, lost, turnedAway. */
  constructor(api, work) {
    Object.assign(this, { api, work, leads: false });
    const told = (error) => this.#told(error);
    this.scans = new Lane(() => this.#sendAll(), told);
    this.roster = new Lane(() => this.#fetchRoster(), told);
  }

  /** Take turns with the other tabs, and start when it is ours. */
  start() {
    const lead = () => {
      this.leads = true;
      this.wake();
      return new Promise(() => {}); // until the page is gone
    };
    if (navigator.locks) navigator.locks.request(LOCK, lead);
    else lead();
  }

  wake() {
    if (this.#ready) for (const lane of [this.scans, this.roster]) lane.wake();
  }

  /** There is something new to send; while the network fails it waits for its turn. */
  sendScans() {
    if (this.#maySend) this.scans.wake(false);
  }

  fetchRoster() {
    if (this.#ready) this.roster.wake();
  }

  get #ready() {
    return this.leads && this.work.token() !== null;
  }

  /** A tab whose scans are in its memory only sends them itself: the one that leads cannot see them. */
  get #maySend() {
    return this.#ready || (this.work.outbox.failed !== null && this.work.token() !== null);
  }

  async #sendAll() {
    while (this.#maySend) {
      const entries = await this.work.outbox.batch(BATCH);
      if (!entries.length) break;
      await this.#send(entries);
    }
    return null;
  }

  async #send(entries) {
    const unsent = Math.max(0, this.work.outbox.count - entries.length);
    const scans = entries.map((entry) => this.work.asSent(entry));
    const { status, body } = await this.#ask("POST", "/scans", { body: { scans }, unsent });
    if (INDIGESTIBLE.has(status)) return this.#halve(entries);
    if (status !== 200 || !Array.isArray(body?.results)) throw new Unreachable(`status ${status}`);
    const results = new Map(body.results.map((result) => [result.id, result]));
    const known = entries.filter(({ scan }) => results.has(scan.id));
    await this.work.answered(known, results);
    if (known.length < entries.length) throw new Unreachable("answers are missing");
  }

  async #halve(entries) {
    if (entries.length === 1) return this.work.refused(entries[0]);
    const middle = entries.length >> 1;
    await this.#send(entries.slice(0, middle));
    await this.#send(entries.slice(middle));
  }

  async #fetchRoster() {
    if (!this.#ready) return null;
    const since = this.work.cursor();
    const turn = this.work.asking();
    const path = since === null ? "/roster" : `/roster?since=${encodeURIComponent(since)}`;
    const limit = since === null ? { timeout: WHOLE_TIMEOUT } : {};
    const { status, body } = await this.#ask("GET", path, { unsent: this.work.outbox.count, ...limit });
    if (status !== 200) throw new Unreachable(`status ${status}`);
    await this.work.received(body, turn);
    return ROSTER_EVERY;
  }

  async #ask(method, path, how) {
    const token = this.work.token();
    const answer = await this.api.ask(method, path, { token, ...how });
    // Turned away with a token of before is no news about the one of now.
    if (token !== this.work.token()) throw new Unreachable("another device by now");
    if (answer.status === 401 && REASONS.has(answer.body?.reason)) throw new TurnedAway(answer.body.reason);
    this.work.reached();
    return answer;
  }

  /** Whether to try again. */
  #told(error) {
    if (error instanceof TurnedAway) {
      this.work.turnedAway(error.reason);
      return false;
    }
    if (error instanceof Unreachable) this.work.lost();
    else this.work.failed(error);
    return true;
  }
}
