// The live page renews itself until somebody pauses it, reads a table in it, or holds a key in it.
const region = document.querySelector("[data-renews]");
const button = document.querySelector("[data-pause]");
let paused = false;

const busy = () =>
  paused ||
  document.hidden ||
  region.contains(document.activeElement) ||
  region.querySelector("details[open]") !== null;

if (region && button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
    button.textContent = paused ? button.dataset.go : button.dataset.pause;
  });
  region.addEventListener("htmx:beforeRequest", (event) => {
    if (busy()) event.preventDefault();
  });
  // Whoever was signed out meanwhile gets the sign-in page as a page, not inside this one.
  region.addEventListener("htmx:beforeSwap", (event) => {
    const answered = new URL(event.detail.xhr.responseURL || location.href).pathname;
    if (answered !== event.detail.pathInfo.requestPath.split("?")[0]) {
      event.preventDefault();
      location.reload();
    }
  });
}
