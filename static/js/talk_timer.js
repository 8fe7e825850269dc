// How long the talk of now has lasted, and a word two minutes before its planned end.
import { shake } from "./shake.js";

const timer = document.querySelector("[data-began]");

if (timer) {
  // The page says how long ago it began: the clock of a tablet may be wrong, its seconds are not.
  const began = Date.now() - Number(timer.dataset.began) * 1000;
  const planned = Number(timer.dataset.planned) * 60;
  const warning = Number(timer.dataset.warning || 2) * 60;
  const clock = timer.querySelector("[data-clock]");
  const said = timer.querySelector("[data-said]");
  const two = (number) => String(number).padStart(2, "0");
  let stage = "";

  const show = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000));
    clock.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    const now = seconds >= planned ? "over" : seconds >= planned - warning ? "soon" : "fine";
    if (now === stage) return;
    stage = now;
    timer.dataset.stage = now;
    // Said once: a reader hears it, nobody hears the seconds.
    said.textContent = now === "fine" ? "" : timer.dataset[now];
    if (now !== "fine") shake([120, 80, 120]);
  };
  show();
  setInterval(show, 1000);
}
