// Somebody without a readable badge: by name, by initials, by the end of the phone number.

import { classOf, copyOf, hour, named, number, say } from "./words.js";

const PAUSE = 120; // ms after the last key
const MOST = 20;
const WORDS = { waitlisted: "waitlisted", submitted: "waitlisted", cancelled: "cancelled", rejected: "cancelled" };

export function bindSearch(root, engine, choose) {
  const form = root.querySelector("form[data-find]");
  const { name, last_four: four } = form.elements;
  const list = root.querySelector("[data-hits]");
  let timer = 0;

  const clear = () => {
    form.reset();
    list.replaceChildren();
    root.querySelector("[data-found]").textContent = "";
    root.querySelector("[data-nobody]").hidden = true;
  };
  const look = () => {
    const text = name.value.trim();
    const digits = four.value.replace(/\D/g, "");
    const whole = digits.length === 4 ? digits : "";
    if (!text && !whole) {
      list.replaceChildren();
      root.querySelector("[data-found]").textContent = "";
      root.querySelector("[data-nobody]").hidden = true;
      return;
    }
    const hits = engine.search(text, whole);
    list.replaceChildren(...hits.map((hit) => row(hit, (chosen) => (clear(), choose(chosen)))));
    root.querySelector("[data-found]").textContent =
      hits.length >= MOST ? say("found.many") : hits.length ? say("found", { num: number(hits.length) }) : "";
    root.querySelector("[data-nobody]").hidden = hits.length > 0;
    const link = root.querySelector("[data-nobody] [data-walk-in]");
    const slug = engine.state.fair?.slug;
    if (slug) link.href = document.getElementById("act-walk-in").content
      .firstElementChild.getAttribute("href").replace("SLUG", slug);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  return { clear };
}

function row(hit, choose) {
  const item = copyOf("hit-row");
  const button = item.querySelector("button");
  button.dataset.hit = hit.holder;
  item.querySelector("[data-hit-name]").textContent = named(hit.name);
  item.querySelector("[data-hit-four]").textContent = hit.lastFour ? `···${hit.lastFour}` : "";
  item.querySelector("[data-hit-state]").textContent = stateOf(hit);
  button.addEventListener("click", () => choose(hit));
  return item;
}

function stateOf(hit) {
  if (WORDS[hit.state]) return say(`hit.${WORDS[hit.state]}`);
  if (hit.cls !== "seeker") return classOf(hit.cls);
  if (hit.inside && hit.inAt) {
    return say("hit.inside", { when: hour(hit.inAt), gate: hit.inGate || say("elsewhere") });
  }
  if (hit.inAt) return say("hit.outside");
  return say(hit.hasBadge ? "hit.expected" : "hit.no_badge");
}
