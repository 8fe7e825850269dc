// Painting over times with the mouse marks them like their boxes do; a finger scrolls, keys tick.
// One press marks or unmarks everything on its way, as the first of them says.

let marking = null;

const boxOf = (target) => target.closest?.("label.slot")?.querySelector("input[type=checkbox]");

document.addEventListener("pointerdown", (event) => {
  const box = event.pointerType === "mouse" && event.button === 0 && boxOf(event.target);
  if (!box) return;
  marking = { value: !box.checked, first: box, moved: false };
});

document.addEventListener("pointerover", (event) => {
  const box = marking && boxOf(event.target);
  if (!box || (box === marking.first && !marking.moved)) return;
  marking.moved = true;
  marking.first.checked = marking.value;
  box.checked = marking.value;
});

addEventListener("pointerup", () => {
  // The click that ends a stroke on the first time would undo it.
  const ended = marking;
  marking = null;
  if (!ended?.moved) return;
  const undo = (event) => {
    if (boxOf(event.target)) event.preventDefault();
  };
  document.addEventListener("click", undo, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", undo, { capture: true }), 0);
});

// Text under the stroke is not selected.
document.addEventListener("selectstart", (event) => {
  if (marking) event.preventDefault();
});
document.addEventListener("dragstart", (event) => {
  if (marking) event.preventDefault();
});
