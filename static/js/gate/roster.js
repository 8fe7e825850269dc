// Who may come in, in memory: verified first, then indexed so that a decision is one look-up.

import { verify } from "./crypto.js";
import { matcher } from "./hangul.js";
import { hashCode } from "./sha256.js";

const FORMAT = 1;
const COLUMNS = ["holder", "name", "initials", "last_four", "class", "state", "in_at", "in_gate", "inside", "badges"];
const BADGE_COLUMNS = ["code", "short", "state"];
const [HOLDER, NAME, INITIALS, LAST_FOUR, CLASS, STATE, IN_AT, IN_GATE, INSIDE, BADGES] = COLUMNS.keys();
const HASH_LENGTH = 16;
const AT_ONCE = 2_000; // rows that are indexed before the screen gets its turn
const MOST_FOUND = 20;
const NOBODY = { inAt: null, inGate: null, inside: false };

/** A roster that is not to be believed: signature, device, format or age. */
export class Refused extends Error {}

/** Return the payload of a roster as it came; Refused unless all about it is right. */
export async function believe(body, profile, newest = null) {
  const { payload, signature, key_id: keyId } = body ?? {};
  if (typeof payload !== "string" || typeof signature !== "string") throw new Refused("shape");
  if (keyId !== profile.key.id) throw new Refused("key");
  if (!(await verify(profile.key.public, signature, payload))) throw new Refused("signature");
  const roster = JSON.parse(payload);
  if (roster.format !== FORMAT) throw new Refused("format");
  if (roster.device !== profile.device.id) throw new Refused("device");
  if (newest !== null && !(Date.parse(roster.made_at) >= newest)) throw new Refused("older");
  return roster;
}

export class Roster {
  constructor() {
    this.clear();
  }

  clear() {
    Object.assign(this, { fair: null, gate: null, occupancy: null, fairs: {}, cursor: null });
    Object.assign(this, { madeAt: null, wipeAt: null, elsewhere: {} });
    this.people = new Map(); // holder -> row
    this.codes = new Map(); // hash of a full or short code -> row
  }

  get isThere() {
    return this.madeAt !== null;
  }

  /**
   * Take a payload that was believed; return whether it says anything new about anybody.
   *
   * A whole one replaces all, in turns that let the screen live.
   */
  async take(roster) {
    const [rows, badges] = [reorder(roster.columns, COLUMNS), reorder(roster.badge_columns, BADGE_COLUMNS)];
    const next = roster.whole ? { people: new Map(), codes: new Map() } : this;
    let [taken, news] = [0, roster.whole];
    for (const raw of roster.people) {
      const row = rows(raw, (one) => (one[BADGES] = one[BADGES].map((badge) => badges(badge))));
      // Changes come with those of the last minute, most of them known.
      news ||= JSON.stringify(this.people.get(row[HOLDER])) !== JSON.stringify(row);
      put(next, row);
      taken += 1;
      if (taken % AT_ONCE === 0) await breathe();
    }
    this.people = next.people;
    this.codes = next.codes;
    const elsewhere = roster.whole ? roster.elsewhere : joined(this.elsewhere, roster.elsewhere);
    news ||= Object.entries(elsewhere).some(([number, hashes]) => hashes !== this.elsewhere[number]);
    news ||= this.fair?.state !== roster.fair.state;
    this.elsewhere = elsewhere;
    const { fair, gate, occupancy, fairs, cursor } = roster;
    Object.assign(this, { fair, gate, occupancy, fairs, cursor });
    this.madeAt = Date.parse(roster.made_at);
    this.wipeAt = Date.parse(roster.wipe_at);
    return news;
  }

  /** Return {person, badge} or {fair} (of another city) for a code that was read; null for neither. */
  find(code) {
    const hash = hashCode(code.digits);
    const row = this.codes.get(hash);
    if (row) {
      const held = row[BADGES].find((badge) => badge[0] === hash || badge[1] === hash);
      return { person: asPerson(row), badge: held[2] };
    }
    if (code.kind !== "full") return null;
    const fair = Object.keys(this.elsewhere).find((number) => holds(this.elsewhere[number], hash));
    return fair === undefined ? null : { fair: this.fairs[fair] ?? null };
  }

  /** Somebody found by name. A seeker's worn-out badges do not matter: the server takes the good one. */
  holder(key) {
    const row = this.people.get(key);
    if (!row) return null;
    const badge = row[CLASS] === "seeker" ? "active" : row[BADGES][0]?.[2] ?? "active";
    return { person: asPerson(row), badge };
  }

  /** Return at most twenty people whose name and number may be those. */
  search(text, lastFour) {
    const fits = matcher(text);
    const found = [];
    if (!text.trim() && !lastFour) return found;
    for (const row of this.people.values()) {
      if (lastFour && !row[LAST_FOUR].endsWith(lastFour)) continue;
      if (!fits(row[NAME], row[INITIALS])) continue;
      found.push({ ...asPerson(row), hasBadge: row[BADGES].some((badge) => badge[2] === "active") });
      if (found.length === MOST_FOUND) break;
    }
    return found;
  }
}

function asPerson(row) {
  return {
    holder: row[HOLDER],
    name: row[NAME],
    lastFour: row[LAST_FOUR],
    cls: row[CLASS],
    state: row[STATE],
    facts: row[IN_AT] ? { inAt: row[IN_AT], inGate: row[IN_GATE], inside: row[INSIDE] } : NOBODY,
  };
}

function put({ people, codes }, row) {
  const old = people.get(row[HOLDER]);
  for (const hash of (old?.[BADGES] ?? []).flatMap(([code, short]) => [code, short])) {
    if (codes.get(hash) === old) codes.delete(hash); // a merge may have given it to somebody else
  }
  if (row[STATE] === "erased") {
    people.delete(row[HOLDER]);
    return;
  }
  people.set(row[HOLDER], row);
  for (const [code, short] of row[BADGES]) codes.set(code, row).set(short, row);
}

/** Return a function that puts a row's values into our order, whatever the server's is. */
function reorder(theirs, ours) {
  const places = ours.map((name) => theirs.indexOf(name));
  if (places.includes(-1)) throw new Refused("columns");
  const same = places.every((place, i) => place === i) && theirs.length === ours.length;
  return (raw, also = () => {}) => {
    const row = same ? raw : places.map((place) => raw[place]);
    also(row);
    return row;
  };
}

function holds(hashes, wanted) {
  let place = hashes.indexOf(wanted);
  while (place !== -1 && place % HASH_LENGTH) place = hashes.indexOf(wanted, place + 1);
  return place !== -1;
}

function joined(old, news) {
  const all = { ...old };
  for (const [fair, hashes] of Object.entries(news)) {
    for (let start = 0; start < hashes.length; start += HASH_LENGTH) {
      const one = hashes.slice(start, start + HASH_LENGTH);
      if (!holds(all[fair] ?? "", one)) all[fair] = (all[fair] ?? "") + one;
    }
  }
  return all;
}

const breathe = () => new Promise((go) => setTimeout(go));
