// Reads out the numbers that are called newly, once somebody at the board has asked for it.
const button = document.querySelector("[data-voice]");
const calls = () => [...document.querySelectorAll("[data-call]")];
let known = new Set(calls().map((one) => one.dataset.call));
let on = false;

const speak = (text) => {
  const words = new SpeechSynthesisUtterance(text);
  words.lang = document.documentElement.lang;
  words.rate = 0.9;
  speechSynthesis.speak(words);
};

if (button && "speechSynthesis" in window) {
  button.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.off : button.dataset.voice;
    if (!on) speechSynthesis.cancel();
  });
}
document.addEventListener("watch:renewed", () => {
  const now = calls();
  if (on) now.filter((one) => !known.has(one.dataset.call)).forEach((one) => speak(one.dataset.say));
  known = new Set(now.map((one) => one.dataset.call));
});
