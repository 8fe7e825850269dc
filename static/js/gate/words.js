// What the page may say. Every sentence was written by the server into <template id="words">.

const page = document.querySelector("#words").content;
const sentences = new Map(
  [...page.querySelectorAll("[data-word]")].map((node) => [node.dataset.word, node.textContent.trim()]),
);
const outcomes = new Map(
  [...page.querySelectorAll("[data-outcome]")].map((node) => [
    node.dataset.outcome,
    {
      kind: node.dataset.kind,
      word: node.dataset.says,
      next: node.textContent.trim(),
      undoable: node.hasAttribute("data-undoable"),
    },
  ]),
);

/** The sentence of that name with its places filled; "" when there is none. */
export const say = (key, values = {}) =>
  (sentences.get(key) ?? "").replace(/\{(\w+)\}/g, (_whole, name) => String(values[name] ?? ""));

/** The word, colour and next step of an outcome. */
export const outcomeOf = (outcome) => outcomes.get(outcome) ?? outcomes.get("unreadable");

const language = document.documentElement.lang || "ko";
const zone = { timeZone: "Asia/Seoul" };
const clockFormat = new Intl.DateTimeFormat(language, { ...zone, hour: "numeric", minute: "2-digit" });
const secondFormat = new Intl.DateTimeFormat(language, { ...zone, timeStyle: "medium" });
const dayFormat = new Intl.DateTimeFormat(language, {
  ...zone,
  month: language === "ko" ? "long" : "short",
  day: "numeric",
  weekday: "short",
});
const numberFormat = new Intl.NumberFormat(language);

export const hour = (moment, seconds = false) =>
  (seconds ? secondFormat : clockFormat).format(new Date(moment));
export const day = (date) => dayFormat.format(new Date(`${date}T03:00:00Z`)).replace(" (", "(");
export const number = (value) => numberFormat.format(value);
export const named = (name) => (name ? say("name", { name }) : "");
export const classOf = (cls) => (cls ? say(`class.${cls}`) : "");

/** A fresh copy of the only element in <template id>. */
export const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** Show the sentence in an error line, or hide the line when there is none. */
export function complain(line, sentence, field) {
  line.hidden = !sentence;
  (line.querySelector("span") ?? line).textContent = sentence;
  if (!field) return;
  field.toggleAttribute("aria-invalid", false);
  if (sentence) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
}
