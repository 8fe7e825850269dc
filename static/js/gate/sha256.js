// SHA-256 of short ASCII texts, at once: WebCrypto's is asynchronous, and the gate's answer is not.
// One block of 64 bytes holds all that a badge code can be (at most 55 characters).

const primes = (count) => {
  const found = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((p) => n % p)) found.push(n);
  return found;
};
// The first 32 bits of the fractional part: exact, for a double holds 52.
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const ROUNDS = Int32Array.from(primes(64), (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes(8), (p) => fraction(Math.sqrt(p)));
const LONGEST = 55;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const words = new Int32Array(64);

const turn = (x, by) => (x >>> by) | (x << (32 - by));

/** Return the eight words of the SHA-256 of an ASCII text; RangeError over 55 characters. */
export function sha256(text) {
  if (text.length > LONGEST) throw new RangeError(`at most ${LONGEST} characters`);
  fill(text);
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return Int32Array.from([a, b, c, d, e, f, g, h], (word, i) => (word + START[i]) | 0);
}

function fill(text) {
  words.fill(0, 0, 16);
  for (let i = 0; i < text.length; i += 1) {
    words[i >> 2] |= (text.charCodeAt(i) & 0xff) << (24 - 8 * (i & 3));
  }
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[15] = text.length * 8;
  for (let i = 16; i < 64; i += 1) {
    const near = words[i - 15];
    const far = words[i - 2];
    const s0 = turn(near, 7) ^ turn(near, 18) ^ (near >>> 3);
    const s1 = turn(far, 17) ^ turn(far, 19) ^ (far >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
}

/** Return what a roster keeps of a code: the first 12 bytes of its SHA-256, base64url, 16 characters. */
export function hashCode(digits) {
  const found = sha256(digits);
  let text = "";
  for (let bit = 0; bit < 96; bit += 6) {
    const word = bit >> 5;
    const pair = (BigInt(found[word] >>> 0) << 32n) | BigInt(found[word + 1] >>> 0);
    text += LETTERS[Number((pair >> BigInt(58 - (bit & 31))) & 63n)];
  }
  return text;
}
