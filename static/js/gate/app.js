// The face of the scanner: what the engine decides is shown, heard and felt here.

import { AnswerScreen } from "./answer.js";
import { Camera } from "./camera.js";
import { openEngine } from "./engine.js";
import { bindLock } from "./lock.js";
import { bindPairing, digitsOfAddress, showEnded } from "./pairing.js";
import { showRecent } from "./recent.js";
import { bindSearch } from "./search.js";
import { bindSwitches, signal, unlockSound } from "./signals.js";
import { showDevice, showStrip } from "./strip.js";
import { listen } from "./wedge.js";
import { complain, outcomeOf, say } from "./words.js";

const root = document.querySelector("[data-gate-app]");
const SCREENS = { unpaired: "pair", ended: "pair", loading: "loading", ready: "scan" };
const SHORT_CODE = 8;
const REHEARSED = ["admitted", "already_in", "revoked", "waitlisted", "unknown"];
const AFTER_ANSWER = 40; // ms
const SETTLES = 140; // ms of quiet until a typed code is taken for a person's

let engine;
let direction = "in";
const sources = new Map(); // scan → what was read, for the button 재입장
const outcomes = new Map(); // scan → what was shown

async function start() {
  const digits = digitsOfAddress();
  try {
    engine = await openEngine();
  } catch (error) {
    console.warn(error);
    return showScreen("broken");
  }
  window.festaGate = engine;
  return new Face(digits);
}

function showScreen(name) {
  if (root.dataset.view === name) return false;
  root.dataset.view = name;
  for (const screen of root.querySelectorAll("[data-screen]")) {
    screen.hidden = screen.dataset.screen !== name;
  }
  root.querySelector("[data-dock]").hidden = name !== "scan";
  return true;
}

class Face {
  constructor(digits) {
    this.answers = new AnswerScreen(root, engine, {
      reentry: (answer) => this.reentry(answer),
      undo: (answer) => this.undo(answer),
    });
    this.camera = new Camera(root, (text, marks) => this.scan(text, { method: "camera" }, marks));
    this.search = bindSearch(root, engine, (hit) => this.choose(hit));
    this.lock = bindLock(root, engine);
    this.pairing = bindPairing(root, engine, () => this.offerPin());
    this.pairing.fill(digits);
    if (digits && engine.state.device) this.answers.tell(say("pair.already"));
    this.wedge = listen(
      (text, decoded) => this.scan(text, { method: "reader" }, { decoded }),
      () => this.working,
    );
    bindSwitches(root);
    this.#bindTyped();
    this.#bindButtons();
    engine.addEventListener("change", () => this.update());
    engine.addEventListener("answer", ({ detail }) => this.corrected(detail));
    addEventListener("pointerdown", unlockSound, { capture: true });
    addEventListener("keydown", () => setTimeout(unlockSound), { capture: true });
    this.update();
    const { worker, scope } = root.dataset;
    navigator.serviceWorker?.register(worker, { scope }).catch(() => {});
  }

  get working() {
    return engine.state.phase === "ready" && !engine.state.locked;
  }

  /** Bring the page to the engine's state. */
  update() {
    const { state } = engine;
    root.dataset.phase = state.phase;
    root.dataset.locked = state.locked ? "yes" : "no";
    showStrip(root, state);
    showEnded(root, state);
    root.querySelector("[data-loading-offline]").hidden = state.online;
    root.querySelector("[data-loading-note]").hidden = !state.online;
    const locked = state.locked && state.phase === "ready";
    const screen = locked ? "lock" : SCREENS[state.phase];
    if (showScreen(screen)) this.#entered(screen);
    if (screen !== "scan") return;
    this.answers.occupancy();
    this.later();
  }

  /** What is below the answer waits until the answer is on the screen. */
  later() {
    this.waiting ??= setTimeout(() => {
      this.waiting = null;
      if (root.dataset.view !== "scan") return;
      showDevice(root, engine.state);
      showRecent(root, engine.recent, (answer) => this.undo(answer));
    }, AFTER_ANSWER);
  }

  #entered(screen) {
    if (screen === "scan") {
      if (this.deviceId !== engine.state.device?.id) {
        this.deviceId = engine.state.device?.id;
        this.rehearse();
        this.turn(engine.state.device?.role === "out" ? "out" : "in");
      } else {
        this.answers.ready();
      }
      this.camera.prepare();
      if (this.camera.wanted) this.camera.start();
      else this.camera.resume();
      import("../awake.js");
      this.toTop(true);
      return;
    }
    // Nothing personal stays behind another screen.
    this.camera.pause();
    this.answers.ready();
    this.answers.untell();
    this.search.clear();
    root.querySelector("[data-recent]").replaceChildren();
    if (screen === "lock") this.lock.focus();
    if (screen === "pair") this.pairing.focus();
  }

  /** Shape every word and lay every colour out once, so that the first answer is as quick as the last. */
  rehearse() {
    for (const outcome of REHEARSED) {
      const answer = { id: "", outcome, name: "", cls: "seeker", at: new Date(), inAt: new Date() };
      this.answers.show(answer);
      showRecent(root, [answer], () => {});
      this.toTop();
    }
    this.answers.ready();
    showRecent(root, engine.recent, (earlier) => this.undo(earlier));
  }

  /** Answer what was read; `marks` are the moments of the frame and of the reading. */
  scan(text, { method, reentry = false }, marks = {}) {
    if (!this.working || this.refuses()) return;
    const answer = engine.scan(text, { method, direction, reentry });
    sources.set(answer.id, { text, method });
    this.present(answer, marks);
  }

  /** Whether nothing is taken, because the phone is being disconnected; then that is said. */
  refuses() {
    if (!engine.state.leaving) return false;
    this.answers.tell(say("leaving"));
    signal(outcomeOf("unreadable").kind);
    return true;
  }

  choose(hit) {
    if (this.refuses()) return;
    const decoded = performance.now();
    this.present(engine.scanHolder(hit.holder, { direction, reentry: false }), { decoded });
    this.toTop(true);
  }

  reentry(answer) {
    if (this.refuses()) return undefined;
    const source = sources.get(answer.id);
    if (source) return this.scan(source.text, { ...source, reentry: true }, { decoded: performance.now() });
    const again = engine.scanHolder(answer.holder, { direction: "in", reentry: true });
    return this.present(again, { decoded: performance.now() });
  }

  undo(answer) {
    if (this.refuses()) return;
    this.present(engine.undo(answer.id), { decoded: performance.now() });
  }

  present(answer, { grabbed, decoded = performance.now() }) {
    outcomes.set(answer.id, answer.outcome);
    this.answers.show(answer);
    signal(outcomeOf(answer.outcome).kind);
    this.toTop();
    this.lock.used();
    requestAnimationFrame(() => {
      const end = performance.now();
      const detail = { scan: answer.id, outcome: answer.outcome, method: answer.method };
      performance.measure("festa:decode-to-answer", { start: decoded, end, detail });
      if (grabbed !== undefined) {
        performance.measure("festa:frame-to-answer", { start: grabbed, end, detail });
      }
    });
  }

  corrected(answer) {
    const changed = this.answers.correct(answer, outcomes.get(answer.id));
    outcomes.set(answer.id, answer.outcome);
    if (changed && this.working) signal(outcomeOf(answer.outcome).kind);
    this.later();
  }

  /** Which way people walk here, for all scans from now on. */
  turn(way) {
    direction = way;
    root.dataset.way = way;
    root.querySelector("[data-way-out]").hidden = way !== "out";
    for (const button of root.querySelectorAll("button[data-direction]")) {
      button.setAttribute("aria-pressed", String(button.dataset.direction === way));
    }
    this.answers.ready(way);
  }

  toTop(focus = false) {
    root.querySelector("#stage").scrollIntoView({ block: "start", behavior: "instant" });
    if (focus) root.querySelector("[data-answer]").focus({ preventScroll: true });
  }

  offerPin() {
    root.querySelector("[data-pin-offer]").hidden = engine.state.hasPin;
  }

  #bindTyped() {
    const form = root.querySelector("form[data-type-code]");
    const field = form.elements.typed;
    let timer = 0;
    const send = () => {
      clearTimeout(timer);
      const text = field.value.trim();
      if (!text) return field.focus();
      field.value = "";
      this.scan(text, { method: "typed" }, { decoded: performance.now() });
      // On a phone the keyboard gives way to the answer; at a desk the next number follows.
      if (matchMedia("(pointer: coarse)").matches) this.toTop(true);
      return undefined;
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    field.addEventListener("input", () => {
      clearTimeout(timer);
      const digits = field.value.normalize("NFKC").replace(/\D/g, "");
      if (digits.length !== SHORT_CODE) return;
      timer = setTimeout(() => {
        if (!this.wedge.raining()) send();
      }, SETTLES);
    });
  }

  #bindButtons() {
    root.addEventListener("click", ({ target }) => {
      const way = target.closest("button[data-direction]");
      if (way) this.turn(way.dataset.direction);
      const go = target.closest("[data-go]");
      if (go) this.go(go.dataset.go);
    });
    root.querySelector("[data-unpair]").addEventListener("click", async () => {
      const line = root.querySelector("[data-unpair-error]");
      complain(line, "");
      const why = ({ reason }) => say(`unpair.${reason}`) || say("unpair.other");
      await engine.unpair().catch((refused) => complain(line, why(refused)));
    });
  }

  /** To a part of the page, and into its field. */
  go(where) {
    if (where === "scan") return this.toTop(true);
    const part = root.querySelector(`#part-${where}`);
    part.scrollIntoView({ block: "start" });
    const field = where === "code" || where === "find" ? part.querySelector("input") : part.querySelector("h2");
    return field.focus({ preventScroll: true });
  }
}

start();
