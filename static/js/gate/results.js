// What the server answered to scans: the answers on the screen put right, the facts kept until a
// roster tells them, the scans dropped.

import { corrected, factsAfter, makeAnswer } from "./answers.js";
import { open, seal } from "./crypto.js";
import { LETS_IN } from "./decide.js";
import { iso } from "./api.js";

// Whoever waits longer than this for the server's answer has passed the door without it.
const WITHOUT_SERVER = 2_500;
const NOBODY = { inAt: null, inGate: null, inside: false };

export class Results {
  #taken = 0; // how often answers were taken in
  #tried = new Map(); // scan -> whether it was sent as one that had passed already
  #told = new Set(); // scans that are sent once more, and whose answer is on the screen

  constructor(parts, said) {
    Object.assign(this, parts, { said });
  }

  /** Read what this device did, sent or not, on top of the roster. */
  async load() {
    await this.outbox.load();
    const taken = this.#taken;
    const facts = await this.#facts().catch(() => null);
    if (facts === null) return; // the store is gone: what we have in memory is better
    if (taken !== this.#taken) return this.load();
    this.ledger.clear();
    facts.sort((one, other) => one.at - other.at); // the store has them by their numbers
    for (const { id, holder, facts: after } of facts) this.ledger.add(id, holder, after, true);
    for (const entry of this.outbox.waiting) {
      const { scan, local } = entry;
      if (local?.after && this.outbox.isOurs(entry)) this.ledger.add(scan.id, local.holder, local.after);
    }
  }

  async #facts() {
    const { key } = this.device;
    if (!key) return [];
    const kept = await this.db.getAll("facts");
    return Promise.all(kept.map((one) => open(key, one)));
  }

  /** The scan of an entry as it goes up now. */
  asSent({ scan, at }) {
    const late = scan.offline || this.#tried.get(scan.id) || this.now() - at + this.api.trip > WITHOUT_SERVER;
    this.#tried.set(scan.id, late);
    return { ...scan, offline: late };
  }

  /**
   * Take answers in; return whether one was not what the device had said, which scans had passed,
   * and which are done with. What came too late to stop somebody stays in the outbox, and the server is told.
   */
  async take(all, results) {
    const { key } = this.device;
    this.#taken += 1;
    const late = new Set(all.filter((entry) => this.#cameTooLate(entry, results.get(entry.scan.id))));
    for (const { scan } of late) this.#tried.set(scan.id, true);
    const entries = all.filter((entry) => !late.has(entry));
    const changes = entries.map((entry) => this.#change(entry, results.get(entry.scan.id)));
    const facts = changes.filter((change) => change.facts);
    const sealed = key ? await Promise.all(facts.map((one) => seal(key, one))) : [];
    await this.outbox.answered(entries, ["facts"], (tx) => {
      if (this.device.key !== key) return;
      sealed.forEach((one, i) => tx.objectStore("facts").put(one, facts[i].id));
    });
    const passed = all.map(({ scan }) => scan.id).filter((id) => this.#tried.get(id));
    const unsaid = all.filter(({ scan }) => !this.#told.delete(scan.id));
    const differs = unsaid.map((entry) => this.#say(entry, results.get(entry.scan.id)));
    for (const { scan } of entries) this.#tried.delete(scan.id);
    for (const { scan } of late) this.#told.add(scan.id);
    const done = entries.map(({ scan }) => scan.id);
    return { differs: differs.includes(true), passed, done };
  }

  /** Whether somebody was let in, and had gone on when the server said that the badge is inside. */
  #cameTooLate({ scan, at }, { outcome }) {
    const counted = this.#tried.get(scan.id) !== false; // as one that had passed
    return outcome === "already_in" && LETS_IN.has(scan.shown) && !counted && this.now() - at > WITHOUT_SERVER;
  }

  /** Correct the screen of this tab by what another one was answered, and which had passed. */
  tell(results, passed) {
    for (const result of results) {
      const kept = this.recent.find(result.id);
      if (kept && !kept.answer.sent) this.#put(kept.answer, result, passed.includes(result.id));
    }
  }

  /** A roster tells these by now. */
  async forget(ids) {
    if (!ids.length) return;
    const tx = this.db.transaction("facts", "readwrite");
    for (const id of ids) tx.store.delete(id);
    await tx.done;
  }

  /** What stands after the server's answer, in memory: {id, holder, facts, at}. */
  #change({ scan, local, at }, { outcome, person }) {
    const { id } = scan;
    const own = person?.fair === this.roster.fair?.slug && person?.holder?.startsWith("r");
    const holder = own ? person.holder : local?.holder ?? null;
    const facts = this.#after(scan, local, at, outcome, holder);
    if (facts) this.ledger.answered(id, holder, facts);
    else if (local) this.ledger.drop(id, local.holder);
    return { id, holder, facts, at };
  }

  #after(scan, local, at, outcome, holder) {
    if (scan.undoes || outcome === scan.shown) return local?.after ?? null;
    if (!holder) return null;
    const before = local?.before ?? this.roster.holder(holder)?.person.facts ?? NOBODY;
    const time = iso(at + (scan.clock_offset_ms ?? 0));
    return factsAfter(outcome, before, time, this.roster.gate?.name ?? null);
  }

  #say({ scan, at }, result) {
    if (scan.undoes) return false;
    // One that was pushed out of the last five is still to be told of.
    const { id, direction, method, offline, shown, holder = null } = scan;
    const known = this.recent.find(id)?.answer;
    return this.#put(known ?? makeAnswer({ id, direction, method, offline, holder, outcome: shown, at: new Date(at) }), result, this.#tried.get(id));
  }

  #put(answer, result, passed = false) {
    const late = passed || answer.offline;
    const right = corrected(answer, result, LETS_IN.has(answer.outcome) && late, this.roster.fairs);
    this.recent.replace(right);
    const differs = right.outcome !== answer.outcome;
    if (differs || right.badge !== null) this.said(right);
    return differs;
  }
}
