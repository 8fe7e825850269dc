// Behind the door: what the server sends comes in here, is believed or not, kept, and told.

import { NoEd25519 } from "./crypto.js";
import { NotPaired } from "./device.js";
import { Leavers, alone } from "./leavers.js";
import { Results } from "./results.js";
import { Refused, believe } from "./roster.js";
import { isFull } from "./store.js";
import { Sync } from "./sync.js";

const CHANNEL = "festa-gate";
const PATIENCE = 5_000;

export class Desk {
  constructor(parts, { changed, said }) {
    Object.assign(this, parts, { changed });
    this.reachable = true;
    this.refusedRoster = null; // why the last roster was not believed
    this.full = false;
    this.results = new Results(parts, said);
    this.leavers = new Leavers(parts, {
      changed,
      asSent: (entry) => this.results.asSent(entry),
      end: (how) => this.#end(how),
      tell: (news) => this.tell(news),
      failed: (error) => this.#failed(error),
    });
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
    this.db.addEventListener("reopened", () => this.#restore().catch((error) => this.#failed(error)));
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }) => this.#heard(data);
  }

  get online() {
    return navigator.onLine && this.reachable;
  }

  get trouble() {
    const { failed } = this.outbox;
    if (failed && !isFull(failed)) return "unkept";
    if (this.refusedRoster) return "roster_refused";
    if (this.full || failed) return "storage_full";
    return this.outbox.hasRefused ? "server_refused" : null;
  }

  /** The scans of other fairs than this device's: {city, num, goes}, and whether they are on their way. */
  get others() {
    const goes = (fair) => this.device.leaving.some((leaver) => leaver.fair?.slug === fair?.slug);
    return this.outbox.others.map(({ fair, num }) => ({ city: fair?.city, num, goes: goes(fair) }));
  }

  /** Read token, roster and scans as they were left. */
  async open() {
    const kept = await this.device.load();
    await this.#readScans();
    this.recent.key = this.device.key;
    await this.lookAtTheClock();
    if (kept && this.device.kept) {
      await this.recent.load();
      await this.#openRoster();
    }
    await this.results.load();
    this.leavers.go();
    this.changed();
  }

  /** Whose scans these are: those that name no fair are from a version that knew of one only. */
  async #readScans() {
    const { kept, leaving, scansKey } = this.device;
    this.outbox.key = scansKey;
    this.outbox.fair = kept && { slug: kept.fair.slug, city: kept.fair.city };
    await this.outbox.load();
    const theirs = leaving.some(({ fair }) => fair === null);
    if (kept && !theirs && this.outbox.countOf(null)) await this.outbox.adopt(this.outbox.fair);
  }

  /** The store was opened anew, and may be empty: this page knows all but the roster. */
  async #restore() {
    this.pieces.broken = true;
    await this.device.restore();
    await this.pin.save();
    await this.outbox.rewrite();
    this.sync.fetchRoster();
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
      this.leavers.wake();
    }
    this.changed();
    this.lookAtTheClock();
  }

  /** Become a device. What another one of this fair still hands over here is left to the new one. */
  async pair(digits, name) {
    navigator.storage?.persist?.().catch(() => {});
    this.tell({ kind: "pairing" });
    this.leavers.stop();
    try {
      await alone(() => this.#pair(digits, name), PATIENCE);
    } finally {
      this.leavers.go();
    }
    this.tell({ kind: "paired" });
    this.sync.wake();
  }

  async #pair(digits, name) {
    await this.outbox.settled();
    this.#forget();
    await this.device.pair(digits, name);
    await this.#readScans();
    this.recent.key = this.device.key;
    await this.results.load();
    this.reachable = true;
    this.leavers.handed = null;
    this.changed();
  }

  /** Be a device no longer; NotPaired("unsent") while scans of its fair wait. Nobody scans meanwhile. */
  async unpair() {
    await this.outbox.settled();
    await this.outbox.load();
    if (this.outbox.count) throw new NotPaired("unsent");
    await this.device.goodbye();
    await this.outbox.load(); // another tab may have scanned since
    await this.#end({ scans: this.outbox.all === 0, why: "unpaired" });
  }

  /** At the end of the fair the roster goes, network or not. */
  async lookAtTheClock() {
    const { kept } = this.device;
    const over = kept && this.now() + (this.api.offset ?? 0) >= Date.parse(kept.device.ends_at);
    if (over) await this.#end({ why: "over", leaver: this.#leaver("over") });
  }

  /** What we are, for the day on which we are it no more; null when nothing of it is left. */
  #leaver(why) {
    const { token } = this.device;
    return this.outbox.count ? { token, fair: this.outbox.fair, why } : null;
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
    const { differs, passed, done } = await this.results.take(entries, results);
    this.changed();
    this.tell({ kind: "answered", results: entries.map(({ scan }) => results.get(scan.id)), passed, done });
    if (differs) this.sync.fetchRoster(); // somebody else did something that we do not know
    this.leavers.sayGoodbye();
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
    if (reason === "device_unknown") return this.#end({});
    if (reason === "device_expired") return this.#end({ why: "expired", leaver: this.#leaver("expired") });
    const leaver = { token, fair: this.outbox.fair, why: "revoked" };
    this.#forget();
    await this.outbox.settled();
    await this.device.wipe({ why: "revoked", leaver });
    this.tell({ kind: "wiped", scans: false, why: "revoked" });
    await this.pin.load();
    return this.leavers.go();
  }

  async #end({ scans = false, why = null, leaver = null }) {
    this.#forget(scans);
    await this.device.wipe({ scans, why, leaver });
    await this.pin.load();
    this.tell({ kind: "wiped", scans, why });
    this.changed();
  }

  /** Hold nothing in memory of what the store is about to lose. */
  #forget(scans = false) {
    Object.assign(this.device, { kept: null, key: null });
    this.outbox.fair = null;
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
      if (kind === "answered") this.outbox.forgetScans(news.done);
      await this.results.load();
      if (kind === "answered") this.results.tell(news.results, news.passed);
      this.sync.sendScans();
    } else if (kind === "roster" && this.device.kept) {
      if (await this.#believed(news.body, this.device.kept)) await this.results.load();
    } else if (kind === "wiped") {
      this.#forget(news.scans);
      this.device.end(news.why);
      await this.device.loadLeaving();
      await this.pin.load();
    } else if (kind === "handed") {
      await this.device.loadLeaving();
      await this.outbox.load();
    } else if (kind === "pairing") {
      this.leavers.stop();
    } else if (kind === "paired") {
      await this.open();
      this.sync.wake();
    } else if (kind === "pin") {
      await this.pin.load();
    }
    this.changed();
  }
}

function nameOf(error) {
  if (error instanceof NoEd25519) return "no_ed25519";
  return error instanceof Refused ? error.message : error.name;
}
