// The lines above the messages: which channel or thread, and who is in it.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, localTime, originTag } from "./people.js";
import { openPopover } from "./popover.js";
import { otherOf, sharedWith } from "./reader.js";
import { iconOf } from "./sidebar.js";

/** A channel's name, with whom it is shared, its topic, its people. */
export function channelHead(channel, state, reader) {
  if (channel.kind === "im") return directHead(channel, reader);
  const partners = sharedWith(channel, state, reader);
  return [
    h(
      "div",
      { class: "pane-title" },
      icon(iconOf(channel)),
      h("h1", {}, h("bdi", {}, channel.name)),
      partners &&
        h(
          "span",
          { class: "tag is-foreign", title: `Shared with ${partners}` },
          icon("shared", 14),
          partners,
        ),
      channel.is_archived && h("span", { class: "tag" }, "Archived"),
      channel.topic && h("span", { class: "topic", title: channel.topic }, channel.topic),
    ),
    membersButton(channel, reader),
  ];
}

/** "Thread" and the way out of it. */
export function threadHead(channel, close) {
  const where = channel.kind === "im" ? channel.name : `#${channel.name}`;
  return [
    h("div", { class: "pane-title" }, h("h2", {}, "Thread"), h("span", { class: "topic" }, where)),
    h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "Close the thread",
        title: "Close the thread (Esc)",
        onclick: close,
      },
      icon("close"),
    ),
  ];
}

function directHead(channel, reader) {
  const other = otherOf(channel, reader);
  return [
    h(
      "div",
      { class: "pane-title" },
      avatar(other, "is-small"),
      h("h1", {}, h("bdi", {}, channel.name)),
      originTag(other),
      h(
        "span",
        { class: "topic" },
        [other?.title, other && !other.is_bot && localTime(other, reader.now)].filter(Boolean).join(" · "),
      ),
    ),
  ];
}

function membersButton(channel, reader) {
  const people = channel.members.map((id) => reader.person(id)).filter(Boolean);
  const button = h("button", {
    type: "button",
    class: "members",
    "aria-haspopup": "dialog",
    "aria-label": `${people.length} members`,
    title: "Who is here",
    onclick: () =>
      openPopover(
        button,
        h(
          "ul",
          { class: "member-list" },
          people.map((person) =>
            h(
              "li",
              {},
              avatar(person, "is-small"),
              h(
                "span",
                { class: "person-words" },
                h("span", {}, h("bdi", {}, person.real_name || person.name), originTag(person)),
                h("small", {}, person.title),
              ),
            ),
          ),
        ),
        { label: "Who is here", align: "end", width: 320 },
      ),
  });
  fill(
    button,
    h(
      "span",
      { class: "faces" },
      people.slice(0, 3).map((person) => avatar(person, "is-tiny")),
    ),
    String(people.length),
  );
  return button;
}
