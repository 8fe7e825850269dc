// Joining a gate: digits typed or brought by a QR link, a name, and a tap.

import { forget, keep, remembered, unlockSound } from "./signals.js";
import { complain, number, say } from "./words.js";

const DIGITS = 8;

const BROUGHT = /^#pair=([0-9]{8})$/;

/**
 * The digits that the address brought; they vanish from it at once.
 *
 * They come behind the #, which no browser sends: no log of any server on the way holds them.
 */
export function digitsOfAddress() {
  const digits = BROUGHT.exec(location.hash)?.[1] ?? "";
  if (digits) history.replaceState(null, "", location.pathname);
  // In a page that is open already, such a link changes nothing but the part behind the #.
  addEventListener("hashchange", () => BROUGHT.test(location.hash) && location.reload());
  return digits;
}

export function bindPairing(root, engine, paired) {
  const form = root.querySelector("form[data-pair]");
  const line = root.querySelector("[data-pair-error]");
  const { code, device_name: name } = form.elements;
  const button = form.querySelector("[data-pair-submit]");
  const label = button.textContent;
  const hint = root.querySelector("#pair-code-hint");
  const asks = hint.textContent;
  name.value = remembered("name") ?? "";
  let busy = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    unlockSound();
    const digits = code.value.normalize("NFKC").replace(/\D/g, "");
    if (digits.length !== DIGITS) return complain(line, say("pair.eight"), code);
    busy = true;
    button.textContent = say("pair.busy");
    complain(line, "", code);
    try {
      await engine.pair(digits, name.value.trim());
      keep("name", name.value.trim());
      code.value = "";
      hint.textContent = asks;
      paired();
    } catch (refused) {
      complain(line, say(`pair.${refused.reason}`) || say("pair.other"), code);
    } finally {
      busy = false;
      button.textContent = label;
    }
  });

  return {
    fill(digits) {
      if (!digits) return;
      code.value = digits;
      hint.textContent = say("pair.ready");
    },
    /** Bring the reader to where they go on: the tap when the digits are there, else the field. */
    focus() {
      (code.value ? button : root.querySelector("[data-screen=pair] h1:not([hidden] *)"))?.focus();
    },
  };
}

/** Why this phone is no scanner any more, above the form that makes it one again. */
export function showEnded(root, { phase, ended, unsent, handed }) {
  const box = root.querySelector("[data-ended]");
  const over = phase === "ended";
  box.hidden = !over;
  root.querySelector("[data-welcome]").hidden = over;
  const kept = box.querySelector("[data-ended-unsent]");
  const told = unsent === 0 && handed?.kept + handed?.lost > 0;
  kept.hidden = !(over && (unsent > 0 || told));
  if (!over) return;
  if (ended === "revoked") forget("name"); // a phone that was taken out keeps nothing at all
  box.querySelector("[data-ended-title]").textContent = say(`ended.${ended}`);
  box.querySelector("[data-ended-text]").textContent = say(`ended.${ended}.text`);
  const still = ended === "revoked" ? "ended.handing" : "ended.unsent";
  if (unsent > 0) kept.textContent = say(still, { num: number(unsent) });
  if (told) kept.textContent = sayHanded(handed);
}

function sayHanded({ kept, lost }) {
  const lines = [kept && say("ended.handed", { num: number(kept) }), lost && say("ended.lost", { num: number(lost) })];
  return lines.filter(Boolean).join(" ");
}
