// Says a minute before an invitation lapses that it will, while there is time to ask for more.

const WARNING = 60_000;

for (const line of document.querySelectorAll("[data-lapses-in]")) {
  const end = Date.now() + Number(line.dataset.lapsesIn) * 1000;
  const warning = line.parentElement.querySelector("[data-lapses-soon]");
  const timer = setInterval(() => {
    const left = end - Date.now();
    if (left > WARNING) return;
    if (left > 0) {
      warning.hidden = false;
      return;
    }
    warning.hidden = true;
    line.textContent = line.dataset.lapsed;
    clearInterval(timer);
  }, 1000);
}
