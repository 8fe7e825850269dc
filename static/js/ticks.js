// A long list to tick: how many are chosen, when and where stays in sight, and no tick is lost unasked.

const form = document.querySelector("form[data-ticks]");
const line = form?.querySelector("[data-chosen]");
let sent = false;

const chosen = () => form.querySelectorAll("input[name=who]:checked").length;

function show() {
  const gate = form.elements.gate;
  const place = gate?.value > 0 ? gate.selectedOptions?.[0]?.text : "";
  const count = line.dataset.words.replace("{num}", chosen().toLocaleString());
  line.textContent = [form.elements.came_at.value, place, count].filter(Boolean).join(" · ");
}

if (line) {
  form.addEventListener("input", show);
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => {
    sent = false;
    show();
  });
  addEventListener("beforeunload", (event) => {
    if (!sent && chosen()) event.preventDefault();
  });
}
