// Changing one's own message where it stands.

import { h } from "./dom.js";
import { unescapeText } from "./mrkdwn.js";

/** Turns a message into a text field until it is saved or given up. */
export function editBox(node, message, { reader, deeds }) {
  const content = node.querySelector(".message-content");
  const was = [...content.childNodes];
  const field = h("textarea", { rows: "3", dir: "auto", "aria-label": "Edit message", onkeydown: onKey });
  const note = h("p", { class: "input-error", role: "alert" });
  field.value = typed(message.text, reader);
  node.classList.add("is-edited-now");
  content.replaceChildren(
    h(
      "div",
      { class: "edit-box" },
      field,
      note,
      h(
        "div",
        { class: "edit-foot" },
        h("button", { type: "button", class: "button", onclick: giveUp }, "Cancel"),
        h("button", { type: "button", class: "button is-solid", onclick: save }, "Save"),
      ),
    ),
  );
  field.focus();

  function onKey(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      giveUp();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  }

  function giveUp() {
    node.classList.remove("is-edited-now");
    content.replaceChildren(...was);
    node.focus();
  }

  async function save() {
    const answer = await deeds.edit(message, field.value);
    if (answer.ok) giveUp();
    else note.textContent = answer.error ?? "That did not work.";
  }
}

/** A message's text as its author typed it. */
function typed(text, reader) {
  return unescapeText(
    String(text ?? "")
      .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id) => `@${reader.person(id)?.name ?? id}`)
      .replace(
        /<#([A-Z0-9]+)(?:\|([^>]*))?>/g,
        (whole, id, label) => `#${reader.channel(id)?.name ?? label ?? id}`,
      )
      .replace(/<!(here|channel|everyone)>/g, "@$1")
      .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1"),
  );
}
