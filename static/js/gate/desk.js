// Behind the door: what the server sends comes in here, is believed or not, kept, and told.

import { NoEd25519 } from "./crypto.js";
import { Handover } from "./handover.js";
import { Results } from "./results.js";
import { Refused, believe } from "./roster.js";
import { isFull } from "./store.js";
import { Sync } from "./sync.js";

const CHANNEL = "festa-gate";
const LEAVING = "festa-gate-leaving";
const PATIENCE = 5_000;
const ENDINGS = {
  device_expired: { why: "expired" },
  device_unknown: {},
};

export class Desk {
  constructor(parts, { changed, said }) {
    Object.assign(this, parts, { changed });
    this.reachable = true;
    this.refusedRoster = null; // why the last roster was not believed
    this.full = false;
    this.handed = null; // what a revoked phone handed over: {kept, lost}
    this.results = new Results(parts, said);
    this.handover = new Handover(parts, (entry) => this.results.asSent(entry));
    this.sync = new Sync(this.api, {
      outbox: this.outbox,
      token: () => this.device.token,
      cursor: () => (this.roster.isThere && !this.pieces.tooMany ? this.roster.cursor : null),
      asking: () => this.ledger.ask(),
      asSent: (entry) => this.results.asSent(entry),
      answered: (entries, results) => this.#answered(entries, results),
      refused: (entry) => this.#refuse(entry),
      received: (body, turn) => this.#received(body, turn),
      reached: () => this.#reach(true),
      lost: () => this.#reach(false),
      failed: (error) => this.#failed(error),
      turnedAway: (reason) => this.#turnedAway(reason).catch((error) => this.#failed(error)),
    });
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }) => this.#heard(data);
  }

  get online() {
    return navigator.onLine && this.reachable;
  }

  get trouble() {
    if (this.refusedRoster) return "roster_refused";
    if (this.full || isFull(this.outbox.failed)) return "storage_full";
    return this.outbox.hasRefused ? "server_refused" : null;
  }

  /** Read token, roster and scans as they were left. */
  async open() {
    const kept = await this.device.load();
    this.outbox.key = this.device.scansKey;
    this.recent.key = this.device.key;
    await this.lookAtTheClock();
    if (kept && this.device.kept) {
      await this.recent.load();
      await this.#openRoster();
    }
    await this.results.load();
    const leaving = await this.device.leaving();
    if (leaving) this.#handOver(leaving).catch((error) => this.#failed(error));
    this.changed();
  }

  start() {
    this.sync.start();
  }

  tell(news) {
    this.channel.postMessage(news);
  }

  /** A scan is on the disk, or could not be written. */
  stored() {
    this.changed();
    this.tell({ kind: "stored" });
    this.sync.sendScans();
  }

  /** The network came or went, or the page is looked at again. */
  network() {
    if (navigator.onLine) {
      this.sync.wake();
      this.handover.wake();
    }
    this.changed();
    this.lookAtTheClock();
  }

  /** Become a device. What another one still hands over here is left to the new one. */
  async pair(digits, name) {
    navigator.storage?.persist?.().catch(() => {});
    this.tell({ kind: "pairing" });
    this.handover.stop();
    const left = await this.device.leaving();
    try {
      await alone(() => this.#pair(digits, name), PATIENCE);
    } catch (error) {
      if (left) this.#handOver(left).catch((trouble) => this.#failed(trouble));
      throw error;
    }
    this.tell({ kind: "paired" });
    this.sync.wake();
    if (left) this.device.sayWiped(left, 0);
  }

  async #pair(digits, name) {
    await this.outbox.settled();
    this.#forget();
    await this.device.pair(digits, name);
    this.outbox.key = this.device.scansKey;
    this.recent.key = this.device.key;
    await this.results.load();
    this.reachable = true;
    this.handed = null;
    this.changed();
  }

  async unpair() {
    await this.device.goodbye();
    await this.#end({ scans: true, why: "unpaired" });
  }

  /** At the end of the fair the roster goes, network or not. */
  async lookAtTheClock() {
    const { kept } = this.device;
    const over = kept && this.now() + (this.api.offset ?? 0) >= Date.parse(kept.device.ends_at);
    if (over) await this.#end({ why: "over" });
  }

  async #openRoster() {
    this.roster.clear();
    try {
      for (const body of await this.pieces.open(this.device.key)) {
        await this.roster.take(await believe(body, this.device.kept, this.roster.madeAt));
      }
    } catch (error) {
      // Changed on the disk, or unreadable: away with it, the whole comes anew.
      this.refusedRoster = nameOf(error);
      this.roster.clear();
      this.pieces.clear();
      await this.db.clear("roster");
    }
  }

  async #received(body, turn) {
    const { kept, key } = this.device;
    const taken = await this.#believed(body, kept);
    if (!taken || this.device.key !== key) return this.changed();
    this.refusedRoster = null;
    const known = this.ledger.settle(turn);
    this.tell({ kind: "roster", body });
    this.changed();
    await this.#keep(key, body, taken, known);
    const moved = Math.abs((this.api.offset ?? 0) - (kept.offset ?? 0)) > 500;
    const end = taken.roster.wipe_at;
    if (this.device.kept === kept && (moved || kept.device.ends_at !== end)) {
      const device = { ...kept.device, ends_at: end };
      this.device.kept = { ...kept, device, offset: this.api.offset };
      await this.device.save();
    }
    await this.lookAtTheClock();
    this.changed();
  }

  async #believed(body, kept) {
    try {
      const roster = await believe(body, kept, this.roster.madeAt);
      if (this.device.kept !== kept) return null;
      return { roster, news: await this.roster.take(roster) };
    } catch (error) {
      this.refusedRoster = nameOf(error);
      return null;
    }
  }

  async #keep(key, body, { roster, news }, known) {
    try {
      const ours = () => this.device.key === key;
      await this.pieces.add(key, body, { whole: roster.whole, bare: !news, ours });
      await this.results.forget(known);
      this.full = false;
    } catch (error) {
      this.pieces.broken = true; // what is kept has a hole: the next one must be whole
      this.full = isFull(error);
    }
  }

  async #answered(entries, results) {
    const { differs, passed } = await this.results.take(entries, results);
    this.changed();
    this.tell({ kind: "answered", results: entries.map(({ scan }) => results.get(scan.id)), passed });
    if (differs) this.sync.fetchRoster(); // somebody else did something that we do not know
  }

  #refuse(entry) {
    this.outbox.refuse(entry);
    this.changed();
  }

  #reach(reachable) {
    if (this.reachable === reachable) return;
    this.reachable = reachable;
    if (reachable) this.sync.wake();
    this.changed();
  }

  #failed(error) {
    this.full = this.full || isFull(error);
    console.error(error);
    this.changed();
  }

  async #turnedAway(reason) {
    const { token } = this.device;
    if (token === null) return;
    if (reason !== "device_revoked") return this.#end(ENDINGS[reason]);
    this.#forget();
    await this.outbox.settled();
    await this.device.leave(token);
    this.tell({ kind: "wiped", scans: false, why: "revoked" });
    await this.pin.load();
    await this.#handOver(token);
  }

  /** Give the server what it has not heard yet, then keep nothing at all, and say so. */
  async #handOver(token) {
    this.changed();
    const told = await alone(async () => {
      // Paired anew meanwhile, here or in another tab: the new one sends them.
      const isSomebody = async () => this.device.kept || (await this.db.get("device", "self"));
      if (await isSomebody()) return null;
      const handed = await this.handover.run(token, () => this.changed());
      if (!handed || (await isSomebody())) return null;
      const heard = await this.device.sayEmpty(token, handed.lost);
      await this.#end({ scans: true, why: "revoked" });
      return { ...handed, heard };
    });
    if (told === null) return;
    this.handed = { kept: told.kept, lost: told.lost };
    this.changed();
    if (!told.heard) await this.device.sayWiped(token, told.lost);
  }

  async #end({ scans = false, why = null }) {
    this.#forget(scans);
    await this.device.wipe({ scans, why });
    await this.pin.load();
    this.tell({ kind: "wiped", scans, why });
    this.changed();
  }

  /** Hold nothing in memory of what the store is about to lose. */
  #forget(scans = false) {
    Object.assign(this.device, { kept: null, key: null });
    this.recent.key = null;
    for (const part of [this.roster, this.ledger, this.pieces]) part.clear();
    this.recent.forget();
    this.refusedRoster = null;
    this.full = false;
    if (scans) this.outbox.forget();
  }

  /** What another tab of this device did. */
  async #heard({ kind, ...news }) {
    if (kind === "stored" || kind === "answered") {
      await this.outbox.recount();
      await this.results.load();
      if (kind === "answered") this.results.tell(news.results, news.passed);
      this.sync.sendScans();
    } else if (kind === "roster" && this.device.kept) {
      if (await this.#believed(news.body, this.device.kept)) await this.results.load();
    } else if (kind === "wiped") {
      this.#forget(news.scans);
      this.device.end(news.why);
      await this.pin.load();
    } else if (kind === "pairing") {
      this.handover.stop();
    } else if (kind === "paired") {
      await this.open();
      this.sync.wake();
    } else if (kind === "pin") {
      await this.pin.load();
    }
    this.changed();
  }
}

/**
 * One tab at a time: what ends a device here must not meet what makes it one again.
 *
 * A tab that sleeps in the background is not waited for longer than `patience` ms.
 */
async function alone(work, patience = null) {
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

function nameOf(error) {
  if (error instanceof NoEd25519) return "no_ed25519";
  return error instanceof Refused ? error.message : error.name;
}
