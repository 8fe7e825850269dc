// The gate's field is always armed: a wedge reader types into whatever has the focus, and
// nobody at a noisy door should have to tap first.
import { shake } from "./shake.js";

const field = document.querySelector("[data-scan-field]");
if (field) {
  const arm = () => field.focus({ preventScroll: true });
  arm();
  // A tap on a button or another field keeps its focus; a tap anywhere else gives it back.
  document.addEventListener("pointerup", (event) => {
    if (!event.target.closest("a, button, input, summary")) arm();
  });
  field.form.addEventListener("submit", () => {
    const method = field.form.elements.namedItem("method");
    // Nobody types forty digits by hand.
    if (method && field.value.replace(/\D/g, "").length > 20) method.value = "reader";
  });
}

// What the answer looks like is also heard and felt, where the browser and the person allow.
const answer = document.querySelector("[data-answer]");
const TONES = {
  admitted: { notes: [880, 1175], buzz: [80] },
  attention: { notes: [440, 440], buzz: [120, 80, 120] },
  other_city: { notes: [660, 550], buzz: [120, 80, 120] },
  waiting: { notes: [550, 440], buzz: [120, 80, 120] },
  refused: { notes: [220, 165], buzz: [300, 100, 300] },
};
const tone = answer && TONES[answer.dataset.kind];
if (tone) {
  shake(tone.buzz);
  const sound = new AudioContext();
  if (sound.state === "running") {
    tone.notes.forEach((pitch, index) => {
      const start = sound.currentTime + index * 0.12;
      const voice = sound.createOscillator();
      const level = sound.createGain();
      voice.frequency.value = pitch;
      level.gain.setValueAtTime(0.2, start);
      level.gain.exponentialRampToValueAtTime(0.001, start + 0.11);
      voice.connect(level).connect(sound.destination);
      voice.start(start);
      voice.stop(start + 0.12);
    });
  }
}
