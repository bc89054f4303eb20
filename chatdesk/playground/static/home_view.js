// The app's Home: a page of blocks of its own for each person.

import { blocksHost, blocksNodes, restoreValues, valuesOf } from "./blocks.js";
import { h } from "./dom.js";

/** { node, update(view, reader, app) }; `click(view, action, values)` runs an element. */
export function homeView({ click }) {
  const title = h("div", { class: "pane-title" });
  const body = h("div", { class: "home-body" });
  const note = h("p", { class: "message-note", role: "alert" });
  const node = h(
    "section",
    { class: "pane home", "aria-label": "Home of the app" },
    h("header", { class: "pane-head" }, title),
    h("div", { class: "scroller" }, body, note),
  );
  let shown = null;
  return { node, update };

  function update(view, reader, app) {
    title.replaceChildren(h("h1", {}, `${app?.real_name ?? "The app"} · Home`));
    if (!view) {
      shown = null;
      body.replaceChildren(h("p", { class: "empty" }, "The app has not put anything here for you."));
      return;
    }
    if (
      shown &&
      shown.view.hash === view.hash &&
      shown.view.id === view.id &&
      shown.reader.zone === reader.zone
    )
      return;
    const values = shown?.view.id === view.id ? valuesOf(shown.host) : view.state?.values;
    const host = blocksHost({
      reader,
      act: async (action) => {
        note.textContent = "";
        const answer = await click(view, action, valuesOf(host));
        if (!answer.ok) note.textContent = answer.error ?? "That did not work.";
      },
    });
    body.replaceChildren(...blocksNodes(view.blocks, host));
    restoreValues(host, values);
    shown = { view, host, reader };
  }
}
