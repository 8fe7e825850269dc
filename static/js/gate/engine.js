// The gate in the hand: one object that decides at once from memory and keeps everything else behind.

import { Api } from "./api.js";
import { Recent } from "./answers.js";
import { Desk } from "./desk.js";
import { Device, NotPaired } from "./device.js";
import { Door } from "./door.js";
import { Ledger } from "./ledger.js";
import { Outbox } from "./outbox.js";
import { Pieces } from "./pieces.js";
import { Pin } from "./pin.js";
import { Roster } from "./roster.js";
import { openStore } from "./store.js";

const LOOK_AT_THE_CLOCK = 30_000;

/** Open the engine: what was kept is read, verified and ready to decide when this resolves. */
export async function openEngine({ fetch, now = Date.now, base = "/api/v1" } = {}) {
  const asked = fetch ?? globalThis.fetch.bind(globalThis);
  const engine = new Engine(await openStore(), new Api({ fetch: asked, now, base }), now);
  await engine.open();
  return engine;
}

export class Engine extends EventTarget {
  #parts;
  #door;
  #desk;
  #state = null;
  #news = false;
  #leaving = false; // the device is about to be none
  #held = []; // answers that came while nobody may see them

  constructor(db, api, now) {
    super();
    const [device, pieces, pin] = [new Device(db, api), new Pieces(db), new Pin(db, now)];
    const [roster, ledger, recent] = [new Roster(), new Ledger(), new Recent(db)];
    const outbox = new Outbox(db, null);
    this.#parts = { db, api, now, device, pieces, pin, roster, ledger, recent, outbox };
    this.#door = new Door(this.#parts, () => this.#online());
    this.#desk = new Desk(this.#parts, {
      changed: () => this.#changed(),
      said: (answer) => this.#say(answer),
    });
  }

  /** Read what is kept and begin to talk with the server. */
  async open() {
    const { pin, outbox } = this.#parts;
    await pin.load();
    await this.#desk.open();
    outbox.addEventListener("stored", () => this.#desk.stored());
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#desk.network());
    document.addEventListener("visibilitychange", () => document.hidden || this.#desk.network());
    setInterval(() => this.#desk.lookAtTheClock(), LOOK_AT_THE_CLOCK);
    this.#desk.start();
  }

  get state() {
    this.#state ??= Object.freeze(this.#describe());
    return this.#state;
  }

  /** The last five answers; none while the device is locked. */
  get recent() {
    return this.state.locked ? [] : this.#parts.recent.list;
  }

  /** Become a device; rejects with {reason: "pairing_refused" | "offline" | "no_room" | "other", message}. */
  async pair(digits, name) {
    await this.#desk.pair(digits, name);
  }

  /** Stop being one; rejects with {reason: "unsent"} while scans wait, "offline" or "other". */
  async unpair() {
    this.#leaving = true; // whoever scans now would be wiped with the rest
    this.#changed();
    try {
      await this.#desk.unpair();
    } finally {
      this.#leaving = false;
      this.#changed();
    }
  }

  /** Decide about what was read, at once. Storing and sending go on behind. */
  scan(text, { method = "camera", direction = "in", reentry = false } = {}) {
    this.#mayScan();
    return this.#kept(this.#door.scan(String(text), { method, direction, reentry }));
  }

  /** Decide about somebody who was found by name. */
  scanHolder(holder, { direction = "in", reentry = false } = {}) {
    this.#mayScan();
    return this.#kept(this.#door.scanHolder(holder, { direction, reentry }));
  }

  /** Take a scan back: the answer's outcome is "undone". */
  undo(scanId) {
    this.#mayScan();
    return this.#kept(this.#door.undo(scanId));
  }

  /** Return at most twenty people; nobody while the device is locked. */
  search(text, lastFour = "") {
    return this.state.locked ? [] : this.#door.search(text, lastFour);
  }

  /** Keep a PIN, or none for null; rejects while locked: whoever knows it unlocks first. */
  async setPin(pin) {
    if (this.#parts.pin.locked) throw new NotPaired("locked");
    await this.#parts.pin.set(pin);
    this.#locksChanged();
  }

  lock() {
    const done = this.#parts.pin.lock().then(() => this.#locksChanged());
    this.#changed();
    return done;
  }

  async unlock(pin) {
    const right = await this.#parts.pin.unlock(pin);
    this.#locksChanged();
    return right;
  }

  /** Resolve when all scans so far are in IndexedDB. */
  async settled() {
    await this.#parts.outbox.settled();
    await this.#parts.recent.settled();
  }

  #mayScan() {
    const { device, pin } = this.#parts;
    if (device.token === null) throw new NotPaired("unpaired");
    if (pin.locked) throw new NotPaired("locked");
    if (this.#leaving) throw new NotPaired("leaving");
  }

  #locksChanged() {
    this.#desk.tell({ kind: "pin" });
    this.#changed();
  }

  #kept(answer) {
    this.#changed();
    return answer;
  }

  /** Tell what the server said otherwise, or once the device is unlocked. */
  #say(answer) {
    if (this.#parts.pin.locked) this.#held.push(answer);
    else this.dispatchEvent(new CustomEvent("answer", { detail: answer }));
  }

  #sayHeld() {
    const held = this.#parts.pin.locked ? [] : this.#held.splice(0);
    if (this.#parts.device.kept) held.forEach((answer) => this.#say(answer));
  }

  #online() {
    return this.#desk.online;
  }

  #describe() {
    const { device, roster, pin, outbox } = this.#parts;
    const kept = device.kept;
    const none = device.ended ? "ended" : "unpaired";
    return {
      phase: kept ? (roster.isThere ? "ready" : "loading") : none,
      ended: kept ? null : device.ended,
      handed: this.#desk.leavers.handed,
      trouble: this.#desk.trouble,
      troubleDetail: this.#desk.refusedRoster,
      device: kept?.device ?? null,
      fair: kept ? roster.fair ?? kept.fair : null,
      gate: kept ? roster.gate ?? kept.gate : null,
      fairs: roster.fairs,
      people: roster.people.size,
      rosterAt: roster.isThere ? new Date(roster.madeAt) : null,
      online: this.#online(),
      unsent: outbox.count,
      others: this.#desk.others,
      leaving: this.#leaving,
      occupancy: this.#door.occupancy(),
      locked: pin.locked,
      hasPin: pin.isSet,
      pinWait: pin.waitUntil,
    };
  }

  /** Tell of many changes once, after the answer has been given. */
  #changed() {
    this.#state = null;
    if (this.#news) return;
    this.#news = true;
    queueMicrotask(() => {
      this.#news = false;
      this.dispatchEvent(new Event("change"));
      this.#sayHeld();
    });
  }
}
