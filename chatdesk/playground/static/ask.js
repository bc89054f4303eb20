// A question that must be answered before something happens.

import { h } from "./dom.js";

/** Shows a small dialog; answers true for yes, false for no, Escape included. */
export function ask({ title, words, yes = "Yes", no = "Cancel", danger = false }) {
  return new Promise((answer) => {
    const dialog = h(
      "dialog",
      {
        class: "ask",
        "aria-labelledby": "ask-title",
        onclose: () => {
          dialog.remove();
          answer(dialog.returnValue === "yes");
        },
      },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "ask-title" }, title),
        h("div", { class: "ask-words" }, words),
        h(
          "div",
          { class: "dialog-foot" },
          h("button", { class: "button", value: "no" }, no),
          h(
            "button",
            { class: danger ? "button is-danger-solid" : "button is-solid", value: "yes", autofocus: true },
            yes,
          ),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
