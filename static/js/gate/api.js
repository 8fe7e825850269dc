// Asking the server: the headers of the gate's API, a limit of time, and the clock that is measured
// with every answer.

const TIMEOUT = 12_000;
const CLOCK_KEPT = 60_000;

/** Nothing usable came back: no network, too slow, a busy server, or somebody else's page. */
export class Unreachable extends Error {
  constructor(why, { status = null, retryAfter = 0 } = {}) {
    super(why);
    Object.assign(this, { status, retryAfter });
  }
}

export class Api {
  constructor({ fetch, now, base }) {
    Object.assign(this, { fetch, now, base });
    this.offset = null; // server − device in ms
    this.measured = [];
  }

  /** How many ms the last answer took: what the next one will, too. */
  get trip() {
    return this.measured.at(-1)?.trip ?? 0;
  }

  /** Return {status, body}; Unreachable unless the server itself answered with what it thinks. */
  async ask(method, path, { token, body, unsent, timeout = TIMEOUT } = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout);
    const start = this.now();
    try {
      const answer = await this.fetch(this.base + path, {
        method,
        headers: this.#headers(token, unsent, body),
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: stop.signal,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
      });
      this.#measure(answer, start);
      return { status: answer.status, body: await this.#read(answer) };
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(error.message);
    } finally {
      clearTimeout(timer);
    }
  }

  #headers(token, unsent, body) {
    const headers = { Accept: "application/json", "Festa-Device-Clock": iso(this.now()) };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    if (this.offset !== null) headers["Festa-Clock-Offset"] = String(this.offset);
    if (unsent !== undefined) headers["Festa-Unsent"] = String(unsent);
    return headers;
  }

  async #read(answer) {
    if (answer.status === 429 || answer.status >= 500) {
      const retryAfter = Number(answer.headers.get("Retry-After")) || 0;
      throw new Unreachable(`status ${answer.status}`, { status: answer.status, retryAfter });
    }
    if (answer.status === 204) return null;
    // A hotel's sign-in page answers 200 as well.
    return answer.json();
  }

  #measure(answer, start) {
    const server = Date.parse(answer.headers.get("Festa-Server-Time") ?? "");
    const end = this.now();
    if (Number.isNaN(server) || end < start) return;
    const one = { at: end, trip: end - start, offset: Math.round(server - (start + end) / 2) };
    const young = this.measured.filter(({ at }) => at <= end && end - at < CLOCK_KEPT);
    this.measured = [...young, one];
    this.offset = this.measured.reduce((best, next) => (next.trip < best.trip ? next : best)).offset;
  }
}

/** A moment of the device's clock as the API wants it. */
export const iso = (moment) => new Date(moment).toISOString();
