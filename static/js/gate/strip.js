// The strip that never lies: connection, unsent scans, where this phone stands, how full the hall is.

import { levelOf } from "./answer.js";
import { hour, number, say } from "./words.js";

export function showStrip(root, state) {
  const strip = root.querySelector("[data-strip]");
  strip.hidden = state.phase === "ended" || state.phase === "unpaired"; // nobody whose line it would be
  strip.dataset.online = state.online ? "yes" : "no";
  put(strip.querySelector("[data-unsent]"), number(state.unsent));
  const place = [state.gate?.name, state.fair?.city].filter(Boolean).join(" · ");
  put(strip.querySelector("[data-place]"), place);
  const trouble = strip.querySelector("[data-trouble]");
  put(trouble, state.trouble ? say(`trouble.${state.trouble}`) : "");
  trouble.hidden = !state.trouble;
  const others = strip.querySelector("[data-others]");
  put(others, state.others.map(sayOthers).join(" "));
  others.hidden = state.others.length === 0;
  const working = state.phase === "ready";
  strip.querySelector("[data-hall]").hidden = !working || !state.occupancy;
  strip.querySelector("[data-lock]").hidden = !(working && state.hasPin && !state.locked);
  if (working && state.occupancy) showOccupancy(strip.querySelector("[data-occupancy]"), state.occupancy);
}

function sayOthers({ city, num, goes }) {
  const values = { city: city ?? say("others.unnamed"), num: number(num) };
  return say(goes ? "others.goes" : "others.stays", values);
}

function showOccupancy(line, { inside, admitted, limit }) {
  const level = levelOf({ inside, limit });
  line.dataset.level = level;
  const figures = { inside: number(inside), admitted: number(admitted), limit: number(limit ?? 0) };
  put(line, say(`hall.${level}`, figures));
}

/** What this phone is, for the page's last part. */
export function showDevice(root, { device, gate, people, rosterAt }) {
  put(root.querySelector("[data-device-name]"), device?.name ?? "");
  put(root.querySelector("[data-device-gate]"), [gate?.name, gate?.hall].filter(Boolean).join(" · "));
  const roster = rosterAt
    ? say("roster", { people: number(people), when: hour(rosterAt) })
    : say("roster.none");
  put(root.querySelector("[data-device-roster]"), roster);
}

// A text that stays the same is not written again: screen readers would say it again.
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
