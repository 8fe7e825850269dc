// The last five answers, each with its way back.

import { copyOf, hour, named, outcomeOf, say } from "./words.js";

const GOES_BACK = new Set(["undone"]);

export function showRecent(root, answers, undo) {
  const list = root.querySelector("[data-recent]");
  const focused = document.activeElement?.closest?.("[data-recent] li")?.dataset.scan;
  list.replaceChildren(...answers.slice(0, 5).map((answer) => row(answer, undo)));
  root.querySelector("[data-recent-empty]").hidden = answers.length > 0;
  if (!focused) return;
  const again = list.querySelector(`[data-scan="${focused}"] [data-undo]`);
  (again ?? root.querySelector("#recent-title")).focus({ preventScroll: true });
}

function row(answer, undo) {
  const item = copyOf("recent-row");
  const { word, undoable, kind } = outcomeOf(answer.outcome);
  item.dataset.scan = answer.id;
  item.dataset.tone = kind;
  item.dataset.outcome = answer.outcome;
  const part = (name) => item.querySelector(`[data-${name}]`);
  const name = named(answer.name) || say("stranger");
  part("who").textContent = name;
  part("what").textContent = word;
  const notes = [
    hour(answer.at),
    answer.undone && !GOES_BACK.has(answer.outcome) && say("undone.note"),
    answer.conflict && say("conflict.note"),
    !answer.sent && say("unsent.note"),
  ];
  part("note").textContent = notes.filter(Boolean).join(" · ");
  const back = part("undo");
  if (undoable && !answer.undone) {
    back.addEventListener("click", () => undo(answer));
    back.setAttribute("aria-label", `${back.textContent.trim()}: ${name} ${word}`);
  } else {
    back.remove();
  }
  return item;
}
