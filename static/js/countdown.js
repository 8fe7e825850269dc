// How long it is until each interview, kept true while the page lies open.

const items = [...document.querySelectorAll("[data-starts-in]")].map((item) => ({
  words: item.dataset,
  text: item.querySelector("[data-countdown]"),
  start: Date.now() + Number(item.dataset.startsIn) * 1000,
}));

const say = ({ words, start }) => {
  const seconds = (start - Date.now()) / 1000;
  if (seconds <= 0) return words.now;
  if (seconds < 60) return words.soon;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const pattern = hours ? (minutes % 60 ? words.both : words.hours) : words.minutes;
  return pattern.replace("{hours}", hours).replace("{minutes}", hours ? minutes % 60 : minutes);
};

const show = () => {
  for (const item of items) if (item.start - Date.now() < 86_400_000) item.text.textContent = say(item);
};

if (items.length) setInterval(show, 15_000);
