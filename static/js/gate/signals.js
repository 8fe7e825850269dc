// An answer is also heard and felt: a hall is noisy, and eyes are on the person.
// Tones are made here, so that there is no sound file to miss when the network is gone.

const TONES = {
  good: { shape: "sine", notes: [[880, 0.09], [1320, 0.16]], buzz: [70] },
  attention: { shape: "triangle", notes: [[587, 0.13], [0, 0.05], [587, 0.13]], buzz: [130, 70, 130] },
  refused: { shape: "square", notes: [[196, 0.24], [0, 0.06], [147, 0.34]], buzz: [350, 90, 350] },
};
const GROUP = { admitted: "good", refused: "refused" };

let sound = null;

/** Browsers let a page sound only after a touch of it: call this in the first one. */
export function unlockSound() {
  if (sound?.state === "running") return;
  try {
    sound ??= new AudioContext();
    if (sound.state === "suspended") sound.resume().catch(() => {});
  } catch {
    // A device without sound still shows and shakes.
  }
}

const kept = (name) => {
  try {
    return localStorage.getItem(`festa.gate.${name}`);
  } catch {
    return null;
  }
};

export function keep(name, value) {
  try {
    localStorage.setItem(`festa.gate.${name}`, value);
  } catch {
    // Private windows keep nothing; the switch holds until the page is closed.
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(`festa.gate.${name}`);
  } catch {
    // Nothing was kept.
  }
}

export const remembered = kept;
const on = { sound: kept("sound") !== "off", buzz: kept("buzz") !== "off" };

/** Bind the two switches of the page. */
export function bindSwitches(root) {
  for (const name of ["sound", "buzz"]) {
    const box = root.querySelector(`[data-${name}]`);
    box.checked = on[name];
    box.addEventListener("change", () => {
      on[name] = box.checked;
      keep(name, box.checked ? "on" : "off");
      if (box.checked) signal("admitted");
    });
  }
}

/** Sound and shake for an answer of this kind. */
export function signal(kind) {
  const tone = TONES[GROUP[kind] ?? "attention"];
  if (on.buzz) navigator.vibrate?.(tone.buzz);
  if (on.sound && sound?.state === "running") play(tone);
}

function play({ shape, notes }) {
  const level = sound.createGain();
  level.gain.value = shape === "square" ? 0.18 : 0.35;
  level.connect(sound.destination);
  let start = sound.currentTime;
  for (const [pitch, length] of notes) {
    if (pitch) {
      const voice = sound.createOscillator();
      voice.type = shape;
      voice.frequency.value = pitch;
      voice.connect(level);
      voice.start(start);
      voice.stop(start + length);
    }
    start += length;
  }
}
