// The places one can go: channels, direct messages, the app's Home.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { HOME } from "./place.js";
import { avatar, originTag, pickPerson } from "./people.js";
import { otherOf, sharedWith } from "./reader.js";
import { arrowKeys } from "./popover.js";

/** { node, update(state, reader, place), step(by) }; `go(place)` and `write(person)` change where we are. */
export function sidebar({ go, write }) {
  const lists = h("div", { class: "side-lists" });
  const node = h("nav", { class: "sidebar", "aria-label": "Channels and direct messages" }, lists);
  let order = [];
  let current = null;
  arrowKeys(lists, () => [...lists.querySelectorAll(".side-item")]);
  return { node, update, step };

  function update(state, reader, place) {
    current = place.at;
    const focused = document.activeElement?.dataset?.place;
    const rooms = reader.channels().filter((channel) => channel.kind !== "im");
    const direct = reader
      .channels()
      .filter((channel) => channel.kind === "im")
      .sort((a, b) => Number(b.last_ts ?? 0) - Number(a.last_ts ?? 0));
    order = [...rooms, ...direct].map((channel) => channel.id).concat(HOME);
    const add = h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "Write to somebody",
        title: "Write to somebody",
        onclick: () =>
          pickPerson(add, {
            people: reader.everybody().filter((person) => person.id !== reader.id),
            home: state.team,
            now: reader.now,
            label: "Write to",
            picked: write,
          }),
      },
      icon("plus", 18),
    );
    const app = reader.everybody().find((person) => person.is_bot);
    lists.replaceChildren(
      group(
        "Channels",
        rooms.map((channel) =>
          item(channel, icon(iconOf(channel), 18), sharedMark(sharedWith(channel, state, reader))),
        ),
      ),
      group(
        "Direct messages",
        direct.map((channel) => {
          const other = otherOf(channel, reader);
          return item(channel, avatar(other, "is-tiny"), originTag(other));
        }),
        add,
      ),
      ...(app ? [group("App", [homeItem(app)])] : []),
    );
    if (focused) lists.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  }

  function homeItem(app) {
    return item({ id: HOME, name: `${app.real_name || app.name} · Home`, unread: 0 }, icon("home", 18));
  }

  /** Goes to the next place down (1) or up (-1) the list. */
  function step(by) {
    const to = order[(order.indexOf(current) + by + order.length) % order.length];
    if (to) go({ at: to, thread: null });
  }

  function group(title, items, extra) {
    return h(
      "section",
      {},
      h("div", { class: "side-title" }, h("h2", {}, title), extra),
      h(
        "ul",
        {},
        items.map((one) => h("li", {}, one)),
      ),
    );
  }

  function item(channel, face, more) {
    const here = channel.id === current;
    const unread = here ? 0 : channel.unread;
    return h(
      "button",
      {
        type: "button",
        class: unread ? "side-item is-unread" : "side-item",
        "aria-current": here ? "page" : null,
        dataset: { place: channel.id },
        onclick: () => go({ at: channel.id, thread: null }),
      },
      h("span", { class: "side-face" }, face),
      h("span", { class: "side-words" }, h("bdi", {}, channel.name), more),
      unread
        ? h("span", { class: "badge", "aria-label": `${unread} unread` }, unread > 99 ? "99+" : unread)
        : null,
    );
  }
}

function sharedMark(partners) {
  return (
    partners &&
    h(
      "span",
      { class: "shared-mark", title: `Shared with ${partners}` },
      icon("shared", 13),
      h("span", {}, partners),
    )
  );
}

/** The sign that stands before a channel's name. */
export function iconOf(channel) {
  return channel.kind === "private" ? "lock" : "hash";
}
