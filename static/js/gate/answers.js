// What the door says, and the last five of it, which outlive a reload.

import { open, seal } from "./crypto.js";

const REMEMBERED = 5;
const DEFAULTS = {
  name: "", cls: null, holder: null, inAt: null, inGate: null, fair: null, badge: null,
  by: "device", message: "", sent: false, conflict: false, undone: false, decidedMs: 0,
};

/** An answer of the contract, frozen. */
export const makeAnswer = (fields) => Object.freeze({ ...DEFAULTS, ...fields });

/** What stands for a holder after an outcome: {inAt, inGate, inside}; null when it changes nothing. */
export function factsAfter(outcome, before, at, gate) {
  const inAt = before.inAt ?? at;
  switch (outcome) {
    case "admitted":
      return { inAt, inGate: before.inGate ?? gate, inside: true };
    case "readmitted":
    case "already_in":
      return { ...before, inAt, inside: true };
    case "left":
    case "not_in":
      return { ...before, inside: false };
    default:
      return null;
  }
}

/** The answer once the server has spoken; `passed` tells that somebody went in without it. */
export function corrected(answer, result, passed, fairs) {
  const { outcome, message, person } = result;
  const other = outcome !== answer.outcome;
  const own = outcome !== "other_fair";
  return makeAnswer({
    ...answer,
    outcome,
    message: message ?? "",
    sent: true,
    by: other ? "server" : answer.by,
    name: person?.name ?? answer.name,
    cls: person?.class ?? answer.cls,
    holder: own ? person?.holder ?? answer.holder : null,
    badge: own ? null : person?.badge ?? null,
    fair: own ? null : Object.values(fairs).find(({ slug }) => slug === person?.fair) ?? answer.fair,
    conflict: passed && outcome === "already_in",
  });
}

export class Recent {
  #writing = null;
  #dirty = false;

  constructor(db) {
    Object.assign(this, { db, key: null, kept: [] }); // kept: {answer, was, undoneBy}
  }

  get list() {
    return Object.freeze(this.kept.map(({ answer }) => answer));
  }

  async load() {
    const stored = await this.db.get("recent", "recent");
    this.kept = stored ? (await open(this.key, stored).catch(() => [])).map(revive) : [];
  }

  find(id) {
    return this.kept.find(({ answer }) => answer.id === id);
  }

  add(answer, was) {
    this.kept = [{ answer, was, undoneBy: null }, ...this.kept].slice(0, REMEMBERED);
    this.#write();
  }

  /** Put another answer in the place of the one with its number. */
  replace(answer, undoneBy = null) {
    const one = this.find(answer.id);
    if (!one) return;
    Object.assign(one, { answer, undoneBy: undoneBy ?? one.undoneBy });
    this.#write();
  }

  async settled() {
    while (this.#writing) await this.#writing;
  }

  forget() {
    this.kept = [];
  }

  #write() {
    this.#dirty = true;
    this.#writing ??= this.#drain();
  }

  async #drain() {
    await null;
    try {
      while (this.#dirty && this.key) {
        this.#dirty = false;
        const key = this.key;
        const sealed = await seal(key, this.kept);
        if (key === this.key) await this.db.put("recent", sealed, "recent");
      }
    } catch {
      // Only a comfort: the scans themselves are kept by the outbox.
    }
    this.#writing = null;
  }
}

function revive(one) {
  const date = (text) => (text === null ? null : new Date(text));
  const { answer } = one;
  return { ...one, answer: makeAnswer({ ...answer, at: date(answer.at), inAt: date(answer.inAt) }) };
}
