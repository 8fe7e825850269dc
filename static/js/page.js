// What every page gains from a script; nothing here is needed for a form to work.

// After a refused form the summary of errors is where reading goes on.
document.querySelector("[data-focus]")?.focus();

// A form is sent once, however often it is tapped; the page cache may bring it back unsent.
const sending = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-repeatable")) return;
  if (sending.has(form)) event.preventDefault();
  sending.add(form);
  setTimeout(() => sending.delete(form), 4000);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => sending.delete(form));
});
