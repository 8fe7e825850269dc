// What this device did itself and no roster tells yet: it stays on top of whatever the roster says.

export class Ledger {
  #of = new Map(); // holder -> [{id, facts, answered}], oldest first
  #turn = 0;

  /** What stands for a holder after this device's own scans; undefined when only the roster knows. */
  of(holder) {
    return this.#of.get(holder)?.at(-1).facts;
  }

  /** Every holder with news of our own, and what stands for them. */
  *all() {
    for (const [holder, events] of this.#of) yield [holder, events.at(-1).facts];
  }

  /** `facts` is {inAt, inGate, inside}; `answered` tells that the server knows already. */
  add(id, holder, facts, answered = false) {
    const events = this.#of.get(holder) ?? [];
    events.push({ id, facts, answered: answered ? this.#turn : null });
    this.#of.set(holder, events);
  }

  drop(id, holder) {
    this.#keep(holder, (event) => event.id !== id);
  }

  /** The server knows this scan now: the next roster that is asked for will tell what came of it. */
  answered(id, holder, facts) {
    const event = this.#of.get(holder)?.find((one) => one.id === id);
    if (event) Object.assign(event, { facts, answered: this.#turn });
    else this.add(id, holder, facts, true);
  }

  /** Begin to ask for a roster: return the number with which `settle` is told that it came. */
  ask() {
    this.#turn += 1;
    return this.#turn;
  }

  /** A roster came that was asked for at this turn: return the scans that it knows of. */
  settle(turn) {
    const known = [];
    for (const [holder, events] of [...this.#of]) {
      const old = ({ answered }) => answered !== null && answered < turn;
      known.push(...events.filter(old).map(({ id }) => id));
      this.#keep(holder, (event) => !old(event));
    }
    return known;
  }

  clear() {
    this.#of.clear();
  }

  #keep(holder, wanted) {
    const events = (this.#of.get(holder) ?? []).filter(wanted);
    if (events.length) this.#of.set(holder, events);
    else this.#of.delete(holder);
  }
}
