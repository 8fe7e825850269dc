// Searching by initial consonants: ㄱㅁㅅ finds 김민수, whose name the roster holds masked (김*수).

const CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
// What an input method may deliver for a lone consonant, and clusters typed in one key stroke too many.
const CLUSTERS = { "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ" };

const fold = (text) => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");
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
  const typed = [...plain(text)];
  const consonants = typed.map(initial).join("");
  const words = text.trim().split(/\s+/u);
  const letters = fold(words.map((word) => word[0] ?? "").join(""));
  const foreign = /^[a-z]/i.test(text.trim());
  return (masked, initials) => {
    if (foreign) return initials.startsWith(words.length > 1 ? letters : letters.slice(0, 1));
    if (!initials.startsWith(consonants)) return false;
    const shown = [...masked].filter((sign) => /\S/u.test(sign));
    // Where a syllable was typed and the mask shows one, they must be the same.
    return typed.every((sign, i) => !isSyllable(sign) || !isSyllable(shown[i] ?? "") || shown[i] === sign);
  };
}

function plain(text) {
  const whole = [...text.normalize("NFC")].map(single).join("");
  return [...fold(whole)].filter((sign) => /[^\s*]/u.test(sign)).map((sign) => CLUSTERS[sign] ?? sign).join("");
}

/** A conjoining initial consonant as the letter that a keyboard makes. */
function single(sign) {
  const place = sign.codePointAt(0) - 0x1100;
  return place >= 0 && place < CONSONANTS.length ? CONSONANTS[place] : sign;
}
