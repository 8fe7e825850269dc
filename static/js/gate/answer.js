// The answer fills the screen: word, sign and colour first, then the name and what is special.

import { goesAllTheSame } from "./decide.js";
import { classOf, copyOf, day, hour, named, number, outcomeOf, say } from "./words.js";

const FADES_AFTER = 6000; // ms; only a good answer goes by itself
const LETS_IN = new Set(["admitted", "readmitted"]);
const TO_DESK = new Set(["unknown", "cancelled", "waitlisted", "expired"]);
const NEARLY = 0.9;

/** How full the hall is: "full", "nearly" or "room"; "open" where there is no limit. */
export function levelOf({ inside, limit }) {
  if (!limit) return "open";
  if (inside >= limit) return "full";
  return inside >= limit * NEARLY ? "nearly" : "room";
}

export class AnswerScreen {
  /** `acts` is what the buttons on the colour do: reentry(answer), undo(answer). */
  constructor(root, engine, acts) {
    this.root = root;
    this.engine = engine;
    this.acts = acts;
    this.box = root.querySelector("[data-answer]");
    this.part = (name) => this.box.querySelector(`[data-answer-${name}]`);
    this.told = root.querySelector("[data-correction]");
    this.current = null;
    this.direction = "in";
    this.told.querySelector("button").addEventListener("click", () => {
      this.untell();
      this.box.focus({ preventScroll: true });
    });
  }

  /** Nothing to say yet, or no longer: the next badge, please. */
  ready(direction = this.direction) {
    this.direction = direction;
    this.current = null;
    clearTimeout(this.timer);
    this.box.setAttribute("aria-live", "off"); // an empty screen is no news
    this.#dress("ready", "", "");
    this.part("word").textContent = say(`ready.${direction}`);
    this.part("name").textContent = "";
    this.part("lines").replaceChildren();
    this.#actions([]);
    this.part("full").hidden = true;
  }

  /** Show an answer; whatever was there is over. */
  show(answer) {
    const { kind, word } = outcomeOf(answer.outcome);
    this.current = answer;
    clearTimeout(this.timer);
    this.box.setAttribute("aria-live", "assertive");
    this.#dress(kind, answer.outcome, answer.id);
    this.part("word").textContent = word;
    this.part("name").textContent = this.#whose(answer);
    this.part("lines").replaceChildren(...this.#lines(answer).map(paragraph));
    this.#actions(this.#offers(answer));
    this.occupancy();
    if (kind === "admitted") this.timer = setTimeout(() => this.ready(), FADES_AFTER);
  }

  /** The server said otherwise, or more. True when the answer that it is about has changed. */
  correct(answer, before) {
    const changed = before !== undefined && before !== answer.outcome;
    if (this.current?.id === answer.id) {
      this.show(answer);
      if (changed) this.part("lines").append(paragraph(say("corrected")));
      return changed;
    }
    if (changed) this.#tellOf(answer, before);
    return changed;
  }

  /** Something that must not be missed, beside the answer of the next person. */
  tell(sentence) {
    this.told.querySelector("[data-correction-text]").textContent = sentence;
    this.told.hidden = false;
  }

  untell() {
    this.told.querySelector("[data-correction-text]").textContent = "";
    this.told.hidden = true;
  }

  /** What the hall's limit means for the answer that stands. */
  occupancy() {
    const { occupancy } = this.engine.state;
    const line = this.part("full");
    const inwards = this.current && LETS_IN.has(this.current.outcome);
    const level = inwards && occupancy ? levelOf(occupancy) : "room";
    line.hidden = level !== "full" && level !== "nearly";
    if (line.hidden) return;
    line.dataset.level = level;
    const left = number(Math.max(0, occupancy.limit - occupancy.inside));
    line.querySelector("span").textContent = say(level, { left });
  }

  #dress(kind, outcome, scan) {
    this.root.dataset.kind = kind;
    this.box.dataset.kind = kind;
    this.box.dataset.outcome = outcome;
    this.box.dataset.scan = scan;
  }

  #whose({ name, cls, outcome, fair }) {
    if (name) return [named(name), classOf(cls)].filter(Boolean).join(" · ");
    if (outcome === "other_fair" && fair) return `${fair.city} ${day(fair.day)}`;
    return classOf(cls);
  }

  #lines(answer) {
    const { outcome, inAt, inGate, fair } = answer;
    const lines = [];
    if (answer.by === "server" && answer.message) return answer.message.split("\n");
    if (goesAllTheSame(answer)) return [say("out.all_the_same")];
    if (outcome === "already_in" && inAt) {
      lines.push(say("came", { when: whole(hour(inAt)), gate: whole(inGate || say("elsewhere")) }));
    }
    if (outcome === "other_fair" && fair && answer.name) {
      lines.push(say("fair", { city: fair.city, day: whole(day(fair.day)) }));
    }
    if (outcome === "fair_not_live") lines.push(...this.#opening());
    return [...lines, outcomeOf(outcome).next].filter(Boolean);
  }

  #opening() {
    const { fair } = this.engine.state;
    if (!fair) return [];
    if (Date.now() < Date.parse(fair.opens_at)) {
      return [`${day(fair.day)} ${say("opens", { when: hour(fair.opens_at) })}`];
    }
    return Date.now() > Date.parse(fair.closes_at) ? [say("closed")] : [];
  }

  #offers(answer) {
    const { outcome, badge } = answer;
    const { fair, online } = this.engine.state;
    const slug = fair?.slug ?? "";
    if (outcome === "already_in") return [this.#button("act-reentry", () => this.acts.reentry(answer))];
    if (goesAllTheSame(answer)) return [];
    // Without a network the desk's pages cannot be reached; the sentence says where to go.
    if (!online && (TO_DESK.has(outcome) || outcome === "other_fair")) return [];
    if (outcome === "other_fair" && badge) {
      return [link("act-convert", (href) => href.replace("SLUG", slug).replace(/\/0$/, `/${badge}`))];
    }
    if (TO_DESK.has(outcome)) return [link("act-walk-in", (href) => href.replace("SLUG", slug))];
    if (outcome === "unreadable") return [copyOf("act-code")];
    if (outcomeOf(outcome).undoable && !answer.undone) {
      return [this.#button("act-undo", () => this.acts.undo(answer))];
    }
    return [];
  }

  #button(id, act) {
    const button = copyOf(id);
    button.addEventListener("click", act);
    return button;
  }

  #actions(nodes) {
    const box = this.part("actions");
    // A button that goes away while it has the focus hands it to the answer.
    const had = box.contains(document.activeElement);
    box.replaceChildren(...nodes);
    if (had) this.box.focus({ preventScroll: true });
  }

  #tellOf(answer, before) {
    const name = named(answer.name) || say("stranger");
    const word = outcomeOf(answer.outcome).word;
    this.tell(say("correction", { name, word, before: outcomeOf(before).word }));
  }
}

/** A time or a gate's name is not torn apart at the end of a line. */
const whole = (text) => text.replaceAll(" ", "\u00a0");

function paragraph(text) {
  const line = document.createElement("p");
  line.textContent = text;
  return line;
}

function link(id, address) {
  const anchor = copyOf(id);
  anchor.setAttribute("href", address(anchor.getAttribute("href")));
  return anchor;
}
