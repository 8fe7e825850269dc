// A short PIN hides everything personal; a phone that lies about locks itself.

import { complain, hour, say } from "./words.js";
import { unlockSound } from "./signals.js";

const IDLE = 5 * 60 * 1000; // ms

export function bindLock(root, engine) {
  const form = root.querySelector("form[data-unlock]");
  const line = root.querySelector("[data-unlock-error]");
  const { pin } = form.elements;
  let touched = Date.now();
  let busy = false;

  root.querySelector("[data-lock]").addEventListener("click", () => engine.lock());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    unlockSound();
    const opened = await engine.unlock(pin.value).catch(() => false);
    busy = false;
    pin.value = "";
    touched = Date.now();
    const wait = engine.state.pinWait;
    const wrong = wait ? say("unlock.wait", { when: hour(wait, true) }) : say("unlock.wrong");
    complain(line, opened ? "" : wrong, opened ? undefined : pin);
  });

  const note = () => (touched = Date.now());
  const look = () => {
    const { phase, hasPin, locked } = engine.state;
    if (phase === "ready" && hasPin && !locked && Date.now() - touched >= IDLE) engine.lock();
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, note, { capture: true, passive: true });
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);

  bindPinForm(root, engine);
  return { used: note, focus: () => pin.focus() };
}

function bindPinForm(root, engine) {
  const form = root.querySelector("form[data-set-pin]");
  const line = root.querySelector("[data-set-pin-error]");
  const done = root.querySelector("[data-set-pin-done]");
  const field = form.elements.new_pin;
  const offer = root.querySelector("[data-pin-offer]");
  const drop = form.querySelector("[data-pin-drop]");
  const show = () => {
    drop.hidden = !engine.state.hasPin;
    form.querySelector("[data-pin-submit]").textContent = say(drop.hidden ? "pin.set" : "pin.change");
  };

  // Setting takes a moment: what is tapped meanwhile comes after it.
  let turn = Promise.resolve();
  const set = (pin) => {
    const mine = turn.then(() => engine.setPin(pin));
    turn = mine.catch(() => {});
    return mine;
  };

  show();
  engine.addEventListener("change", show);
  drop.addEventListener("click", async () => {
    await set(null);
    line.hidden = true;
    done.textContent = say("pin.gone");
    field.focus({ preventScroll: true });
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const good = /^[0-9]{4,6}$/.test(field.value);
    line.hidden = good;
    done.textContent = "";
    if (!good) return field.focus();
    await set(field.value);
    field.value = "";
    offer.hidden = true;
    done.textContent = say("pin.done");
    return undefined;
  });
  root.querySelector("[data-pin-offer-no]").addEventListener("click", () => {
    offer.hidden = true;
    root.querySelector("[data-answer]").focus({ preventScroll: true });
  });
  root.querySelector("[data-pin-offer-yes]").addEventListener("click", () => {
    offer.hidden = true;
    form.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}
