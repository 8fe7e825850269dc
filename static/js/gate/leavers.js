// The devices that this phone was: each is done with when none of its fair's scans is left here. What
// the device of now cannot send, because it belongs to another fair, goes by the token of then.

import { Handover } from "./handover.js";

const LEAVING = "festa-gate-leaving";

const slugOf = ({ fair }) => fair?.slug ?? null;

export class Leavers {
  constructor(parts, { asSent, ...told }) {
    Object.assign(this, parts, told);
    this.handed = null; // what a revoked phone handed over: {kept, lost}
    this.handover = new Handover(parts, asSent);
  }

  /** Settle what they still owe, one after the other. */
  async go() {
    const { device } = this;
    if (!device.kept && device.leaving.some(({ why }) => why === "revoked")) device.end("revoked");
    this.changed();
    try {
      await this.sayGoodbye();
      for (const leaver of [...device.leaving]) await alone(() => this.#settle(leaver));
    } catch (error) {
      this.failed(error);
    }
  }

  /** The network is back. */
  wake() {
    this.handover.wake();
  }

  /** Leave the rest to the device that this phone becomes now. */
  stop() {
    this.handover.stop();
  }

  /** One of our own fair is followed by us: what it held is ours to send. */
  async sayGoodbye() {
    const { fair, count } = this.outbox;
    if (fair === null || count) return;
    const before = this.device.leaving.filter((leaver) => slugOf(leaver) === fair.slug);
    for (const leaver of before) await this.#part(leaver, 0).catch((error) => this.failed(error));
  }

  /** Whether it is for the leaver itself to hand its scans over. */
  async #mayGive(leaver) {
    if (!this.device.leaving.some(({ token }) => token === leaver.token)) return false;
    if (this.device.kept) return slugOf(leaver) !== this.outbox.fair.slug;
    // Paired anew in another tab, of which we have not heard yet: we shall.
    return leaver.why === "revoked" && !(await this.db.get("device", "self"));
  }

  async #settle(leaver) {
    if (!(await this.#mayGive(leaver))) return;
    const told = await this.handover.run(leaver, this.changed);
    if (!told || !(await this.#mayGive(leaver))) return;
    const left = this.outbox.leftOf(slugOf(leaver));
    const isLast = this.device.leaving.length === 1 && this.outbox.all === left;
    if (!this.device.kept && isLast) return this.#empty(leaver, { ...told, lost: told.lost + left });
    // What the server does not take by this token waits until its fair is paired again.
    if (this.outbox.countOf(slugOf(leaver))) return this.device.leftFor(leaver);
    return this.#part(leaver, told.lost);
  }

  /** A phone that is nobody's keeps nothing at all, and says so. */
  async #empty({ token }, { kept, lost }) {
    const heard = await this.device.sayEmpty(token, lost);
    await this.end({ scans: true, why: "revoked" });
    this.handed = { kept, lost };
    this.changed();
    if (!heard) this.device.sayWiped(token, lost);
  }

  /** Tell the organiser that a device is done with, and forget its token. */
  async #part(leaver, lost) {
    await this.device.leftFor(leaver);
    this.device.sayWiped(leaver.token, lost);
    this.tell({ kind: "handed" });
    this.changed();
  }
}

/**
 * One tab at a time: what ends a device here must not meet what makes it one again.
 *
 * A tab that sleeps in the background is not waited for longer than `patience` ms.
 */
export async function alone(work, patience = null) {
  if (!navigator.locks) return work();
  let begun = false;
  const ours = () => {
    begun = true;
    return work();
  };
  try {
    const how = patience ? { signal: AbortSignal.timeout(patience) } : {};
    return await navigator.locks.request(LEAVING, how, ours);
  } catch (error) {
    if (begun) throw error;
    return work();
  }
}
