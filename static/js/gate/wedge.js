// A reader that types: keys less than 50 ms apart, closed by Enter or Tab.
// With a Hangul input method on, event.key is a jamo or "Process"; event.code still names the key.

const APART = 50; // ms between two keys of one burst
const CLOSING = 120; // ms until its Enter or Tab: some readers take a breath before it
const SHORTEST = 6; // fewer keys are somebody's finger
const LONGEST = 500;
const SIGNS = { Minus: "-", Period: ".", Comma: ",", Slash: "/", Space: " ", BracketRight: "]" };

/** The character of a key, whatever input method is on; null for a key that writes nothing. */
export function characterOf({ code = "", key = "", shiftKey = false }) {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code);
  if (digit && !shiftKey) return digit[1];
  if (key.length === 1 && key.charCodeAt(0) < 128) return key;
  if (/^Key[A-Z]$/.test(code)) return shiftKey ? code[3] : code[3].toLowerCase();
  if (SIGNS[code]) return SIGNS[code];
  return [...key].length === 1 ? key : null;
}

const closes = ({ code, key }) =>
  /^(Enter|NumpadEnter|Tab)$/.test(code) || key === "Enter" || key === "Tab";
const isField = (node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;

/**
 * Listen to the whole page. `read(text, at)` gets each burst; `armed()` says whether anybody wants it.
 * What a person types on purpose goes where it was meant to go. What a reader typed into a field
 * by accident is taken out again.
 */
export function listen(read, armed = () => true, target = window) {
  let burst = fresh();
  let done = -Infinity;

  function fresh(field = null) {
    return { text: "", last: -Infinity, field, before: field ? field.value : "" };
  }

  function finish(event) {
    const { text, field, before } = burst;
    burst = fresh();
    done = event.timeStamp;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (field) {
      field.value = before;
      // What the input method still holds is written after this key.
      setTimeout(() => (field.value = before), 0);
    }
    read(text, performance.now());
  }

  target.addEventListener(
    "keydown",
    (event) => {
      if (!armed() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const since = event.timeStamp - burst.last;
      if (closes(event)) {
        if (burst.text.length >= SHORTEST && since < CLOSING) return finish(event);
        if (event.timeStamp - done < CLOSING) event.preventDefault(); // the second half of CR LF
        burst = fresh();
        return undefined;
      }
      const character = characterOf(event);
      if (character === null) return undefined;
      if (since >= APART) burst = fresh(isField(event.target) ? event.target : null);
      if (burst.text.length < LONGEST) burst.text += character;
      burst.last = event.timeStamp;
      return undefined;
    },
    { capture: true },
  );

  /** Whether keys are still raining: a field waits before it takes what it got for a person's. */
  return { raining: () => burst.text.length > 1 && performance.now() - burst.last < CLOSING };
}
