// What the device keeps is encrypted under keys that no script can read out, and what comes from
// the organiser is believed only under the organiser's signature.

const AES = { name: "AES-GCM", length: 256 };
const IV_BYTES = 12;
const ED25519 = { name: "Ed25519" };
const writer = new TextEncoder();
const reader = new TextDecoder();

/** This browser cannot verify the signature of a roster. */
export class NoEd25519 extends Error {}

/** Return the key of this name, made when first asked for. It never leaves the browser. */
export async function keyOf(db, name) {
  const kept = await db.get("keys", name);
  if (kept) return kept;
  const made = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  const tx = db.transaction("keys", "readwrite");
  const other = await tx.store.get(name); // another tab may have been quicker
  if (!other) await tx.store.put(made, name);
  await tx.done;
  return other ?? made;
}

/** Encrypt a text under a fresh vector. */
export async function sealText(key, text) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const data = await crypto.subtle.encrypt({ name: AES.name, iv }, key, writer.encode(text));
  return { iv, data };
}

/** Decrypt what sealText made; rejects when a single bit was changed. */
export async function openText(key, { iv, data }) {
  return reader.decode(await crypto.subtle.decrypt({ name: AES.name, iv }, key, data));
}

export const seal = (key, value) => sealText(key, JSON.stringify(value));
export const open = async (key, kept) => JSON.parse(await openText(key, kept));

/** Whether the signature over exactly this text is the public key's; NoEd25519 when it cannot be said. */
export async function verify(publicKey, signature, text) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", bytes(publicKey), ED25519, false, ["verify"]);
  } catch (error) {
    if (error.name === "NotSupportedError") throw new NoEd25519();
    return false;
  }
  try {
    return await crypto.subtle.verify(ED25519, key, bytes(signature), writer.encode(text));
  } catch {
    return false;
  }
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
