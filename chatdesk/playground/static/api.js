// The page's only way out: JSON to and from the playground on this machine.

const SILENT = "The playground did not answer. Is it still running?";

/** GET as JSON; throws with a sentence a person can read. */
export async function get(path, query) {
  let response;
  try {
    response = await fetch(`${path}?${new URLSearchParams(query)}`, { cache: "no-store" });
  } catch {
    throw new Error(SILENT); // the network's own words say less
  }
  const body = await readJson(response);
  if (!response.ok)
    throw Object.assign(new Error(body.error ?? `${path} answered ${response.status}.`), {
      status: response.status,
    });
  return body;
}

/** POST; always answers { ok, error?, notice?, … }, also when nobody is there. */
export async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Playground": "1" },
    });
    const answer = await readJson(response);
    return response.ok
      ? answer
      : { ...answer, ok: false, error: answer.error ?? `${path} answered ${response.status}.` };
  } catch {
    return { ok: false, error: SILENT };
  }
}

/** Calls `changed(revision)` whenever the workspace changed and `connected(bool)` as the line comes and goes. */
export function listen({ changed, connected }) {
  const open = () => {
    const source = new EventSource("/page/changes");
    source.onopen = () => connected(true);
    source.onmessage = (event) => changed(JSON.parse(event.data).revision);
    source.onerror = () => {
      connected(false);
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      source.close();
      setTimeout(open, 2000);
    };
    window.addEventListener("pagehide", () => source.close(), { once: true });
  };
  open();
}

async function readJson(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return {
      ok: false,
      error: `The playground answered ${response.status}: ${text.split("\n")[0].slice(0, 200)}`,
    };
  }
}
