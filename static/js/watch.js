// A part of a page that follows the hall: asked for again and again, renewed when it has changed,
// and quiet about a network that comes and goes but for one line that says so.
//
// <div data-watch="/address" data-every="4000" data-stage="…"> … </div>
// [data-lost] is shown while the server cannot be reached, [data-pause] stops and goes on,
// [data-changed] is shown where the page should be loaded anew but somebody is typing.
const region = document.querySelector("[data-watch]");
const lost = document.querySelector("[data-lost]");
const changed = document.querySelector("[data-changed]");
const pause = document.querySelector("[data-pause]");
const SLOWEST = 15_000;
const PATIENCE = 8_000;

let tag = null;
let paused = false;
let failures = 0;
let timer = null;

const typing = () =>
  [...document.querySelectorAll("form[data-keeps]")].some((form) =>
    [...form.elements].some((one) =>
      one.type === "radio" ? one.checked !== one.defaultChecked : "defaultValue" in one && one.value !== one.defaultValue,
    ),
  );

const busy = () =>
  region.contains(document.activeElement) || region.querySelector("details[open]") !== null;

const say = (isLost) => {
  if (lost) lost.hidden = !isLost;
  document.documentElement.toggleAttribute("data-offline", isLost);
};

const renew = (html) => {
  region.innerHTML = html;
  document.dispatchEvent(new CustomEvent("watch:renewed"));
};

const ask = async () => {
  const seen = region.querySelector("[data-seen]")?.dataset.seen;
  const address = region.dataset.watch + (seen ? `?seen=${seen}` : "");
  const answer = await fetch(address, {
    headers: tag ? { "If-None-Match": tag } : {},
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status === 304) return;
  // Signed out meanwhile, or gone: the page itself says what to do.
  if (answer.redirected || answer.status === 404) return location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  const stage = answer.headers.get("X-Stage");
  if (stage !== null && stage !== region.dataset.stage) {
    if (!typing()) return location.reload();
    if (changed) changed.hidden = false;
  }
  const html = await answer.text();
  if (busy()) return;
  tag = answer.headers.get("ETag");
  renew(html);
};

const round = async () => {
  clearTimeout(timer);
  if (!paused && !document.hidden) {
    try {
      await ask();
      failures = 0;
      say(false);
    } catch {
      failures += 1;
      say(true);
    }
  }
  const every = Number(region.dataset.every || 5000);
  timer = setTimeout(round, Math.min(SLOWEST, every * Math.max(1, failures)));
};

/** Hold back what would end on the browser's own page of errors, and take everything along. */
const hold = async (event) => {
  if (navigator.onLine && failures === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // before anybody counts it as sent
  const { target: form, submitter } = event;
  try {
    await fetch(region.dataset.watch, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    failures += 1;
    say(true);
    lost?.scrollIntoView({ block: "center" });
    return;
  }
  failures = 0;
  form.requestSubmit(submitter);
};

if (region) {
  addEventListener("submit", hold, true);
  timer = setTimeout(round, Number(region.dataset.every || 5000));
  addEventListener("online", round);
  document.addEventListener("visibilitychange", () => document.hidden || round());
  if (pause) {
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      pause.textContent = paused ? pause.dataset.go : pause.dataset.pause;
      if (!paused) round();
    });
  }
}
