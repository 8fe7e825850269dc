// The gate's decision, as festa/gates/decision.py takes it: what is known in, one answer out.

export const LETS_IN = new Set(["admitted", "readmitted"]);
const OVER = new Set(["closed", "follow_up", "reported", "archived"]);
const NINE_HOURS = 9 * 3_600_000; // ms that Korea is ahead
const OF_BADGE = new Set(["superseded", "revoked", "expired"]);
const OF_REGISTRATION = {
  waitlisted: "waitlisted",
  submitted: "waitlisted",
  draft: "unknown",
  cancelled: "cancelled",
  rejected: "cancelled",
  erased: "unknown",
  merged: "unknown",
};

const GOES_ALL_THE_SAME = new Set([
  ...OF_BADGE, ...Object.values(OF_REGISTRATION), "other_fair", "unknown", "fair_not_live",
]);

/** The state of the fair that a scan is judged by: whoever is inside goes out after its end, too. */
export function stateWhenScanned(fair, direction, time) {
  const late = direction === "out" && OVER.has(fair.state) && dayInKorea(time) === fair.day;
  return late ? "live" : fair.state;
}

const dayInKorea = (time) => new Date(time + NINE_HOURS).toISOString().slice(0, 10);

/** On the way out nobody is held up for what is wrong with their badge. */
export const goesAllTheSame = ({ outcome, direction }) =>
  direction === "out" && GOES_ALL_THE_SAME.has(outcome);

/**
 * Return the outcome of one scan.
 *
 * `registration` is null for recruiters, staff and guests: an active badge lets them in.
 */
export function decide(known, direction, reentry) {
  const { registration = null, badge = "active" } = known;
  if (!known.readable) return "unreadable";
  if (!known.found) return "unknown";
  const live = known.fairState === "live";
  if (!known.thisFair) return live ? "other_fair" : "fair_not_live";
  if (OF_BADGE.has(badge)) return badge;
  if (Object.hasOwn(OF_REGISTRATION, registration ?? "")) return OF_REGISTRATION[registration];
  if (!live) return "fair_not_live";
  if (direction === "out") return known.inHall || !registration ? "left" : "not_in";
  if (!known.checkedIn) return "admitted";
  return reentry || !known.inHall ? "readmitted" : "already_in";
}
