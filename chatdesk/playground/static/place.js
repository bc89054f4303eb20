// Where this tab is: who looks, at what, in which thread. It lives in the address, so a reload or a second
// tab changes nothing; half-written texts live in the tab's session storage.

export const HOME = "home";

/** { as, at, thread } from `#/U1/C1/1741287600.000100`; missing parts are null. A permalink
 *  names its channel and thread as ?channel=…&thread=… */
export function readPlace() {
  const asked = new URLSearchParams(window.location.search);
  const [as, at, thread] = window.location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return {
    as: as || recall("as"),
    at: at || asked.get("channel"),
    thread: thread || (at ? null : asked.get("thread")),
  };
}

/** The address of a place. */
export function addressOf({ as, at, thread }) {
  return `#/${[as, at, thread].filter(Boolean).map(encodeURIComponent).join("/")}`;
}

/** Puts a place into the address; `replace` leaves no step to go back to. */
export function writePlace(place, { replace = false } = {}) {
  remember(`last:${place.as}`, place.at);
  remember("as", place.as);
  const address = addressOf(place);
  if (address === window.location.hash && !window.location.search) return;
  window.history[replace ? "replaceState" : "pushState"](null, "", `/${address}`);
}

/** Something this tab should still know after a reload. */
export function remember(key, value) {
  try {
    if (value === null || value === "") window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    console.warn("Session storage is full or closed", error); // the page works without it
  }
}

/** Forgets everything under this prefix but these keys. */
export function forget(prefix, except) {
  for (const key of Object.keys(window.sessionStorage)) {
    if (key.startsWith(prefix) && !except.includes(key)) window.sessionStorage.removeItem(key);
  }
}

/** What was remembered under this key, or null. */
export function recall(key) {
  try {
    return JSON.parse(window.sessionStorage.getItem(key));
  } catch {
    return null; // storage closed, or not ours
  }
}
