// Searching by initial consonants: ㄱㅁㅅ finds 김민수, whose name the roster holds masked (김*수).

const CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
// What an input method may deliver for a lone consonant, and clusters typed in one key stroke too many.
const CLUSTERS = { "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ" };

// As Python's casefold: ẞ and ß are ss, a final sigma is a sigma.
const fold = (text) => text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
const isSyllable = (sign) => sign >= "가" && sign <= "힣";

/** Return ㄱㅁㅅ for 김민수; other letters stay, folded; spaces go. */
export function initialConsonants(name) {
  return [...fold(name)].filter((sign) => /\S/u.test(sign)).map(initial).join("");
}

function initial(sign) {
  return isSyllable(sign) ? CONSONANTS[Math.floor((sign.codePointAt(0) - 0xac00) / 588)] : sign;
}

/** Return a test that says whether somebody with this masked name and these initials may be meant. */
export function matcher(text) {
  const words = text.trim().split(/\s+/u);
  if (/^[a-z]/i.test(words[0])) {
    const letters = fold(words.map((word) => word[0]).join(""));
    return (_masked, initials) => initials.startsWith(letters);
  }
  const typed = [...plain(text)];
  return (masked, initials) => {
    if (initials.length < typed.length) return false;
    const shown = [...masked].filter((sign) => /\S/u.test(sign));
    return typed.every((sign, i) => sign === "*" || same(sign, shown[i] ?? "*", initials[i]));
  };
}

/** Where a syllable was typed and the mask shows one, they must be the same. */
function same(typed, shown, consonant) {
  if (initial(typed) !== consonant) return false;
  return !isSyllable(typed) || !isSyllable(shown) || typed === shown;
}

function plain(text) {
  const whole = [...text.normalize("NFC")].map(single).join("");
  return [...fold(whole)].filter((sign) => /\S/u.test(sign)).map((sign) => CLUSTERS[sign] ?? sign).join("");
}

/** A conjoining initial consonant as the letter that a keyboard makes. */
function single(sign) {
  const place = sign.codePointAt(0) - 0x1100;
  return place >= 0 && place < CONSONANTS.length ? CONSONANTS[place] : sign;
}
