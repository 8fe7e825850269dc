// The gate's decision, as festa/gates/decision.py takes it: what is known in, one answer out.

export const LETS_IN = new Set(["admitted", "readmitted"]);
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

/**
 * Return the outcome of one scan.
 *
 * `registration` is null for recruiters, staff and guests: an active badge lets them in.
 */
export function decide(known, direction, reentry) {
  const { registration = null, badge = "active" } = known;
  if (!known.readable) return "unreadable";
  if (!known.found) return "unknown";
  if (!known.thisFair) return "other_fair";
  if (OF_BADGE.has(badge)) return badge;
  if (Object.hasOwn(OF_REGISTRATION, registration ?? "")) return OF_REGISTRATION[registration];
  if (known.fairState !== "live") return "fair_not_live";
  if (direction === "out") return known.inHall || !registration ? "left" : "not_in";
  if (!known.checkedIn) return "admitted";
  return reentry || !known.inHall ? "readmitted" : "already_in";
}
