// The time that a one-time code has left. Without it the page says until when, in plain words.

const line = document.querySelector("[data-code]");
const warning = document.querySelector("[data-code-warning]");
const WARN_AT = 60;

if (line) {
  const end = Date.now() + Number(line.dataset.seconds) * 1000;

  const show = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const minutes = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    line.textContent = left ? line.dataset.left.replace("{left}", minutes) : line.dataset.over;
    warning.hidden = left > WARN_AT || left === 0;
    if (left === 0) clearInterval(timer);
  };

  const timer = setInterval(show, 1000);
  show();
}
