// The camera: on, off, torch, which of several; its frames go to a worker that reads them.

import { keep, remembered, unlockSound } from "./signals.js";
import { say } from "./words.js";

const BETWEEN = 70; // ms between two frames: about fourteen a second
const EDGE = 640; // longest edge of what is read, in pixels
const STUCK = 5000; // ms until a reader that says nothing is given up
const SAME_LOOK = 3000; // ms out of sight until a code counts as shown again

export class Camera {
  /** `read(text, {grabbed, decoded})` gets every new look at a code. */
  constructor(root, read) {
    this.root = root;
    this.box = root.querySelector("[data-camera]");
    this.video = this.box.querySelector("video");
    this.torch = this.box.querySelector("[data-torch]");
    this.choice = root.querySelector("[data-camera-choice]");
    this.read = read;
    this.seen = new Map();
    this.stream = null;
    this.worker = null;
    this.wanted = false; // somebody turned it on; it pauses and comes back by itself
    this.busy = false;
    this.lastGrab = 0;
    this.#bind();
  }

  get state() {
    return this.box.dataset.state;
  }

  #bind() {
    this.box.querySelector("[data-camera-start]").addEventListener("click", () => {
      unlockSound();
      this.start();
    });
    this.root.querySelector("[data-camera-stop]").addEventListener("click", () => {
      keep("camera", "off");
      this.stop();
    });
    this.torch.addEventListener("click", () => this.#switchTorch());
    this.choice.querySelector("select").addEventListener("change", (event) => {
      keep("camera-id", event.target.value);
      this.pause();
      this.start();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.pause();
      else if (this.wanted) this.start();
    });
  }

  /** Load the reader while nobody waits for it. */
  prepare() {
    if (this.worker) return;
    this.worker = new Worker("/gate/app/reader.js", { type: "module" });
    this.worker.onmessage = ({ data }) => this.#answered(data);
    this.worker.onerror = () => this.#show("none");
  }

  /** Come back after a reload when the camera was on, without a tap. */
  async resume() {
    if (remembered("camera") === "on") await this.start();
  }

  async start() {
    if (this.state === "on" || this.state === "starting") return;
    this.wanted = true;
    this.prepare();
    if (!navigator.mediaDevices?.getUserMedia) return this.#show("none");
    this.#show("starting");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: this.#wish(), audio: false });
      if (!this.wanted || document.hidden) return this.#drop(stream);
      await this.#use(stream);
    } catch (error) {
      const denied = error.name === "NotAllowedError" || error.name === "SecurityError";
      this.#show(denied ? "denied" : "none");
    }
    return undefined;
  }

  #wish() {
    const chosen = remembered("camera-id");
    const wish = { width: { ideal: 1280 }, height: { ideal: 720 } };
    return chosen
      ? { ...wish, deviceId: { ideal: chosen } }
      : { ...wish, facingMode: { ideal: "environment" } };
  }

  async #use(stream) {
    this.stream = stream;
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => this.stream === stream && this.#lost());
    this.video.srcObject = stream;
    await this.video.play();
    this.#show("on");
    keep("camera", "on");
    this.torch.hidden = !track.getCapabilities?.().torch;
    this.torch.setAttribute("aria-pressed", "false");
    this.busy = false;
    this.#loop(stream);
    await this.#listCameras(track);
  }

  #lost() {
    this.pause();
    this.#show("none");
  }

  /** Let go of the camera; it comes back when the page is seen again. */
  pause() {
    const stream = this.stream;
    this.stream = null;
    this.video.srcObject = null;
    if (stream) this.#drop(stream);
    if (this.state !== "denied" && this.state !== "none") this.#show("off");
  }

  stop() {
    this.wanted = false;
    this.pause();
    this.#show("off");
  }

  #drop(stream) {
    for (const track of stream.getTracks()) track.stop();
    if (!this.stream && this.state === "starting") this.#show("off");
  }

  #show(state) {
    this.box.dataset.state = state;
    this.root.dataset.sees = state;
    this.root.querySelector("[data-camera-off-row]").hidden = state !== "on";
    if (state !== "on") this.torch.hidden = true;
  }

  async #listCameras(track) {
    const all = await navigator.mediaDevices.enumerateDevices();
    const cameras = all.filter((device) => device.kind === "videoinput" && device.deviceId);
    this.choice.hidden = cameras.length < 2;
    const current = track.getSettings?.().deviceId;
    this.choice.querySelector("select").replaceChildren(
      ...cameras.map((camera, index) => {
        const name = camera.label || say("camera", { num: index + 1 });
        return new Option(name, camera.deviceId, false, camera.deviceId === current);
      }),
    );
  }

  async #switchTorch() {
    const on = this.torch.getAttribute("aria-pressed") !== "true";
    try {
      await this.stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
      this.torch.setAttribute("aria-pressed", String(on));
    } catch {
      this.torch.hidden = true;
    }
  }

  #loop(stream) {
    const turn = () => {
      if (this.stream !== stream) return clearInterval(timer);
      return this.#grab(stream);
    };
    const timer = setInterval(turn, BETWEEN);
    turn();
  }

  async #grab(stream) {
    const at = performance.now();
    const { videoWidth: width, videoHeight: height } = this.video;
    if (this.busy && at - this.lastGrab > STUCK) this.#renew();
    if (this.busy || !width) return;
    this.busy = true;
    this.lastGrab = at;
    const side = Math.min(width, height); // a badge is held to the middle
    const edge = Math.min(side, EDGE);
    try {
      const frame = await createImageBitmap(
        this.video, Math.floor((width - side) / 2), Math.floor((height - side) / 2), side, side,
        { resizeWidth: edge, resizeHeight: edge, resizeQuality: "low" },
      );
      if (this.stream === stream) this.worker.postMessage({ frame, at }, [frame]);
      else frame.close();
    } catch {
      this.busy = false; // a frame between two sizes; the next one is whole
    }
  }

  /** A reader that does not come back is replaced: the next badge must not wait for it. */
  #renew() {
    this.worker.terminate();
    this.worker = null;
    this.busy = false;
    this.prepare();
  }

  #answered({ text, at, failed, ready }) {
    if (failed) return this.#show("none");
    if (ready) return undefined;
    this.busy = false;
    if (!text || !this.stream) return undefined;
    const decoded = performance.now();
    const before = this.seen.get(text);
    this.seen.set(text, decoded);
    if (this.seen.size > 50) this.#forget(decoded);
    // Somebody who holds the badge on is still the same look.
    if (before !== undefined && decoded - before < SAME_LOOK) return undefined;
    return this.read(text, { grabbed: at, decoded });
  }

  #forget(now) {
    for (const [text, at] of this.seen) if (now - at > SAME_LOOK) this.seen.delete(text);
  }
}
