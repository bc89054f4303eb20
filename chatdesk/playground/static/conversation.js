// A pane of talk: its head, its messages and the field to write in. A channel and a thread are the same thing
// here, seen at different width.

import { composer } from "./composer.js";
import { h } from "./dom.js";
import { messageList } from "./messages.js";

/** { node, update({ state, reader, key, messages, … }), focusComposer() } */
export function conversation({ deeds, send, runShortcut, inThread = false, label }) {
  const head = h("header", { class: "pane-head" });
  const list = messageList({ deeds, inThread, label });
  const field = composer({ send, runShortcut, inThread });
  const empty = h("p", { class: "empty" });
  const node = h(
    "section",
    { class: inThread ? "pane thread" : "pane channel", "aria-label": label },
    head,
    list.node,
    empty,
    field.node,
  );
  let shownKey = null;
  return { node, update, focusComposer: field.focus };

  /** Draws the pane; answers the messages that came in since the last time it was drawn. */
  function update({
    state,
    reader,
    key,
    headNodes,
    members,
    messages,
    composerLabel,
    emptyWords,
    newFrom,
    canWrite = true,
  }) {
    if (key !== shownKey) list.reset();
    shownKey = key;
    head.replaceChildren(...headNodes);
    empty.textContent = messages.length ? "" : emptyWords;
    empty.hidden = messages.length > 0;
    field.node.hidden = !canWrite;
    field.update({ state, reader, members, label: composerLabel, draftKey: `draft:${key}` });
    return list.update(messages, reader, { newFrom });
  }
}
