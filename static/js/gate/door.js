// The decision in the hand: synchronous, from memory, and handed on to be kept.

import { factsAfter, makeAnswer } from "./answers.js";
import { iso } from "./api.js";
import { longerThan, parse } from "./code.js";
import { decide, stateWhenScanned } from "./decide.js";

const LONGEST_SENT = 500;
const NOBODY = { inAt: null, inGate: null, inside: false };

export class Door {
  constructor(parts, online) {
    Object.assign(this, parts);
    this.isOnline = online;
  }

  scan(text, { method, direction, reentry }) {
    const started = performance.now();
    const code = parse(text);
    const found = code.kind === "malformed" ? null : this.roster.find(code);
    const readable = code.kind !== "malformed";
    const sent = { code: shortened(text), method };
    return this.#answer({ started, readable, found, sent, method, direction, reentry });
  }

  scanHolder(holder, { direction, reentry }) {
    const started = performance.now();
    const found = this.roster.holder(holder);
    const sent = { code: "", method: "looked_up", holder };
    return this.#answer({ started, readable: true, found, sent, method: "looked_up", direction, reentry });
  }

  undo(scanId) {
    const started = performance.now();
    const kept = this.recent.find(scanId);
    if (!kept) throw new RangeError("not one of the last answers");
    const { answer, was, undoneBy } = kept;
    const id = undoneBy ?? crypto.randomUUID();
    const { name, cls, holder, direction, method } = answer;
    const offline = !this.isOnline();
    const at = new Date(this.now());
    const done = makeAnswer({
      id, outcome: "undone", name, cls, holder, direction, at, method, offline, undone: true,
      decidedMs: performance.now() - started,
    });
    if (undoneBy) return done;
    if (was) this.ledger.add(id, was.holder, was.facts);
    const sent = { code: "", method, undoes: scanId };
    this.#keep(done, sent, was && { holder: was.holder, before: was.facts, after: was.facts });
    this.recent.replace(makeAnswer({ ...answer, undone: true }), id);
    return done;
  }

  search(text, lastFour) {
    return this.roster.search(text, lastFour).map(({ facts, ...person }) => {
      const { inAt, inGate, inside } = this.ledger.of(person.holder) ?? facts;
      return { ...person, inAt: inAt && new Date(inAt), inGate, inside };
    });
  }

  /** How full it is, with what this device did since the roster was made. */
  occupancy() {
    const told = this.roster.occupancy;
    if (!told) return null;
    let { inside, admitted } = told;
    for (const [holder, facts] of this.ledger.all()) {
      const before = this.roster.holder(holder)?.person.facts ?? NOBODY;
      inside += Number(facts.inside) - Number(before.inside);
      admitted += Number(facts.inAt !== null) - Number(before.inAt !== null);
    }
    return { ...told, inside: Math.max(0, inside), admitted: Math.max(0, admitted) };
  }

  #answer({ started, readable, found, sent, method, direction, reentry }) {
    const person = found?.person ?? null;
    const before = person ? this.ledger.of(person.holder) ?? person.facts : NOBODY;
    const at = this.now();
    const time = new Date(at).getTime() + (this.api.offset ?? 0);
    const fairState = stateWhenScanned(this.roster.fair, direction, time);
    const known = { fairState, ...this.#known(readable, found, before) };
    const outcome = decide(known, direction, reentry);
    const shows = outcome === "already_in" || outcome === "readmitted";
    const answer = makeAnswer({
      id: crypto.randomUUID(), outcome, direction, method,
      name: person?.name ?? "", cls: person?.cls ?? null, holder: person?.holder ?? null,
      at: new Date(at), offline: !this.isOnline(),
      inAt: shows && before.inAt ? new Date(before.inAt) : null,
      inGate: shows ? before.inGate : null,
      fair: outcome === "other_fair" ? found.fair : null,
      decidedMs: performance.now() - started,
    });
    const local = this.#follow(answer, person, before);
    this.recent.add(answer, local?.after ? { holder: local.holder, facts: before } : null);
    this.#keep(answer, reentry ? { ...sent, reentry } : sent, local);
    return answer;
  }

  #known(readable, found, before) {
    if (!found) return { readable, found: false };
    const { person, badge } = found;
    if (!person) return { readable, found: true, thisFair: false };
    return {
      readable, found: true, thisFair: true, badge,
      registration: person.state,
      checkedIn: before.inAt !== null,
      inHall: before.inside,
    };
  }

  /** Note what the answer changes. Only seekers are checked in. */
  #follow(answer, person, before) {
    if (person?.cls !== "seeker") return null;
    const after = this.after(answer, answer.outcome, before);
    if (after) this.ledger.add(answer.id, person.holder, after);
    return { holder: person.holder, before, after };
  }

  after({ at, outcome: shown }, outcome, before) {
    const changes = outcome !== shown || !["already_in", "not_in"].includes(outcome);
    const time = iso(at.getTime() + (this.api.offset ?? 0));
    return changes ? factsAfter(outcome, before, time, this.roster.gate?.name ?? null) : null;
  }

  #keep(answer, sent, local) {
    const scan = {
      id: answer.id, ...sent, direction: answer.direction, scanned_at: iso(answer.at),
      offline: answer.offline, shown: answer.outcome, clock_offset_ms: this.api.offset,
    };
    this.outbox.add({ scan, local, at: answer.at.getTime(), fair: this.outbox.fair });
  }
}

/** The server takes 500 characters; a text over 200 is unreadable to both. */
function shortened(text) {
  return longerThan(text, LONGEST_SENT) ? [...text].slice(0, LONGEST_SENT).join("") : text;
}
