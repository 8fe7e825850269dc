// What a reader, a camera or a person's fingers produced, read as festa/badges/code.py reads it.

const FULL_LENGTH = 42;
const SHORT_LENGTH = 8;
const LONGEST_INPUT = 200;
// What Python's str.strip() takes away; trim() differs by a few.
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const EDGES = new RegExp(`^${BLANK}|${BLANK}$`, "gu");
const READER_PREFIX = /^\][A-Za-z][0-9A-Za-z]/;
const BETWEEN = /[\u2212._,/|·ㆍ‧・•\p{Cc}\p{Cf}\p{Pd}\p{Zl}\p{Zp}\p{Zs}]/gu;
const DIGITS = /^[0-9]+$/;
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

/** Return {kind: "full", fair, digits}, {kind: "short", digits} or {kind: "malformed", reason}. */
export function parse(text) {
  if (longerThan(text, LONGEST_INPUT)) return malformed("wrong_length");
  const digits = bare(text);
  if (!digits) return malformed("empty");
  if (!DIGITS.test(digits)) return malformed("not_digits");
  if (digits.length === FULL_LENGTH) return readFull(digits);
  if (digits.length === SHORT_LENGTH) return readShort(digits);
  return malformed("wrong_length");
}

const malformed = (reason) => ({ kind: "malformed", reason });

/** Whether a text has more characters, as Python counts them, than this. */
export function longerThan(text, most) {
  return text.length > most && (text.length > 2 * most || [...text].length > most);
}

function bare(text) {
  if (DIGITS.test(text)) return text;
  return text.normalize("NFKC").replace(EDGES, "").replace(READER_PREFIX, "").replace(BETWEEN, "");
}

function readFull(digits) {
  const fair = Number(digits.slice(1, 6));
  // ISO 7064 MOD 97-10: of nothing but digits, the number itself leaves 1.
  const left = [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
  if (digits[0] !== "1" || !fair || left !== 1) return malformed("check_failed");
  return { kind: "full", fair, digits };
}

function readShort(digits) {
  const left = [...digits].reduce((row, digit) => Number(DAMM[row][digit]), 0);
  return digits[0] === "0" || left !== 0 ? malformed("check_failed") : { kind: "short", digits };
}
