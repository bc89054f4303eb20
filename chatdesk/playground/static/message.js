// One message: who, when, what, the reactions and the way into its thread.

import { blocksHost, blocksNodes, restoreValues } from "./blocks.js";
import { fullMoment, millis, timeOfDay } from "./dates.js";
import { count, h } from "./dom.js";
import { fileLinks } from "./files.js";
import { emojiNode } from "./mentions.js";
import { mrkdwn } from "./mrkdwn.js";
import { icon } from "./icons.js";
import { messageTools, reactionPicker } from "./message_tools.js";
import { editBox } from "./edit_box.js";
import { avatar, originTag } from "./people.js";
import { keyOf } from "./messages.js";

const LONG = 3000; // characters after which a text is folded

/** Whether an app made it of blocks, so that it stands in a frame of its own. */
export function isCard(message) {
  return (message.blocks ?? []).some((block) => block.type !== "rich_text");
}

/** { node, host, openThread, isBusyWriting() } of a message for this reader. */
export function messageNode(message, { reader, deeds, together, inThread }) {
  const author = reader.person(message.user);
  const mine = message.user === reader.id && !message.is_ephemeral;
  const at = millis(message.ts);
  const note = h("p", { class: "message-note", role: "alert" });
  const view = {
    host: null,
    note,
    openThread: null,
    isBusyWriting: () => view.node.classList.contains("is-edited-now"),
  };
  const content = contentNodes(message, { reader, author, view, deeds });
  const body = h(
    "div",
    { class: "message-body" },
    !together &&
      h(
        "div",
        { class: "message-head" },
        h("bdi", { class: "author" }, author?.real_name || author?.name || "Somebody"),
        originTag(author),
        h(
          "time",
          { datetime: new Date(at).toISOString(), title: fullMoment(at, reader) },
          timeOfDay(at, reader),
        ),
      ),
    message.is_ephemeral && h("p", { class: "only-you" }, icon("eye", 16), "Only visible to you"),
    h(
      "div",
      { class: "message-content" },
      content,
      fileLinks(message.files),
      message.edited && h("span", { class: "edited" }, " (edited)"),
    ),
    note,
    reactionRow(message, reader, deeds),
    !inThread && threadSummary(message, reader, deeds),
  );
  view.node = h(
    "div",
    {
      class: [
        "message",
        together && "is-together",
        message.is_ephemeral && "is-ephemeral",
        isCard(message) && "has-card",
      ]
        .filter(Boolean)
        .join(" "),
      role: "listitem",
      tabindex: "-1",
      dataset: { key: keyOf(message), ts: message.ts },
      "aria-label": `${author?.real_name ?? "Somebody"}, ${timeOfDay(at, reader)}`,
    },
    together
      ? h(
          "time",
          { class: "side-time", datetime: new Date(at).toISOString(), title: fullMoment(at, reader) },
          timeOfDay(at, reader),
        )
      : avatar(author),
    body,
  );
  if (!inThread && !message.is_ephemeral) view.openThread = () => deeds.openThread(message);
  const tools = () => {
    if (view.node.querySelector(".message-tools")) return;
    view.node.append(
      messageTools(message, {
        reader,
        deeds,
        mine,
        inThread,
        edit: () => editBox(view.node, message, { reader, deeds }),
      }),
    );
  };
  view.node.addEventListener("pointerenter", tools);
  view.node.addEventListener("focusin", tools);
  return view;
}

function contentNodes(message, { reader, author, view, deeds }) {
  if (message.is_deleted) return h("p", { class: "tombstone" }, message.text);
  const byApp = author?.is_bot || message.is_ephemeral;
  const attachments = (message.attachments ?? []).map((attachment) => attachmentNode(attachment, hostOf()));
  if (byApp && message.blocks?.length) {
    const blocks = blocksNodes(message.blocks, hostOf());
    restoreValues(view.host, message.values);
    return [isCard(message) ? h("div", { class: "card" }, blocks) : blocks, attachments];
  }
  return [
    folded(h("div", { class: "message-text", dir: "auto" }, mrkdwn(message.text, reader)), message.text),
    attachments,
  ];

  function hostOf() {
    view.host ??= blocksHost({
      reader,
      act: async (action) => {
        view.note.textContent = "";
        const answer = await deeds.act(message, action);
        view.note.textContent = (answer.ok ? answer.notice : (answer.error ?? "That did not work.")) ?? "";
      },
    });
    return view.host;
  }
}

function attachmentNode(attachment, host) {
  const words = attachment.blocks?.length
    ? blocksNodes(attachment.blocks, host)
    : mrkdwn(attachment.text ?? attachment.fallback, host.reader);
  return h(
    "div",
    { class: "attachment", tint: attachment.color },
    attachment.title && h("strong", {}, attachment.title),
    words,
  );
}

function folded(node, text) {
  if ((text ?? "").length <= LONG) return node;
  const button = h(
    "button",
    {
      type: "button",
      class: "unfold",
      "aria-expanded": "false",
      onclick: () => {
        const open = node.classList.toggle("is-folded") === false;
        button.textContent = open ? "Show less" : "Show all of it";
        button.setAttribute("aria-expanded", String(open));
      },
    },
    "Show all of it",
  );
  node.classList.add("is-folded");
  return [node, button];
}

function reactionRow(message, reader, deeds) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map(({ name, users }) => {
    const mine = users.includes(reader.id);
    const names = users
      .map((id) => (id === reader.id ? "you" : (reader.person(id)?.real_name ?? "somebody")))
      .join(", ");
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": String(mine),
        title: `${names} with :${name}:`,
        onclick: () => deeds.react(message, name, !mine),
      },
      emojiNode(name),
      h("span", {}, users.length),
    );
  });
  const more = h(
    "button",
    {
      type: "button",
      class: "reaction is-more",
      "aria-label": "Add a reaction",
      onclick: () => reactionPicker(more, message, { reader, deeds }),
    },
    icon("smile", 16),
  );
  return h("div", { class: "reactions" }, chips, more);
}

function threadSummary(message, reader, deeds) {
  if (!message.reply_count) return null;
  const at = millis(message.latest_reply);
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(reader.person(id), "is-tiny"));
  return h(
    "button",
    { type: "button", class: "thread-summary", onclick: () => deeds.openThread(message) },
    h("span", { class: "faces" }, faces),
    h("strong", {}, count(message.reply_count, "reply", "replies")),
    h("span", { class: "quiet", title: fullMoment(at, reader) }, `last at ${timeOfDay(at, reader)}`),
  );
}
