// Keys that work everywhere but while somebody writes, and the sheet that lists them.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEYS = [
  ["/", "Write"],
  ["j k", "Next or previous channel"],
  ["p", "Choose who you are"],
  ["↑ ↓", "Through messages, lists and menus"],
  ["Enter", "Open the thread of the chosen message"],
  ["Esc", "Close a menu, a modal, the thread"],
  ["Enter", "Send what is written"],
  ["Shift+Enter", "Start a new line"],
  ["Ctrl+Enter", "Send a modal"],
  ["?", "This list"],
];

/** Listens on the document; `does` = { write, step(by), who, closeThread }. */
export function listenForKeys(does) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || document.querySelector(":popover-open")) return;
    if (event.key === "Escape") return does.closeThread();
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const run = {
      "/": does.write,
      j: () => does.step(1),
      k: () => does.step(-1),
      p: does.who,
      "?": showKeys,
    }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  });
}

/** A dialog with all keys. */
export function showKeys() {
  const dialog = h(
    "dialog",
    { class: "ask", "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    h(
      "form",
      { method: "dialog" },
      h(
        "header",
        { class: "modal-head" },
        h("h2", { id: "keys-title" }, "Keys"),
        h("button", { class: "tool", "aria-label": "Close" }, icon("close")),
      ),
      h(
        "dl",
        { class: "key-list" },
        KEYS.map(([key, words]) => [
          h(
            "dt",
            {},
            key.split(" ").map((one) => [h("kbd", {}, one), " "]),
          ),
          h("dd", {}, words),
        ]),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
