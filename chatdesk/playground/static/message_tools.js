// What can be done to a message: react, answer in its thread, run one of the app's shortcuts, change it.

import { ask } from "./ask.js";
import { FAVOURITES, emoji } from "./emoji.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { arrowKeys, openMenu, openPopover } from "./popover.js";

const AT_HAND = ["ticket", "eyes", "white_check_mark"];

/** The row of buttons that a message shows when it is pointed at or has the focus. */
export function messageTools(message, { reader, deeds, mine, inThread, edit }) {
  if (message.is_ephemeral) {
    return toolbar(tool("Dismiss", icon("close", 18), () => deeds.dismiss(message)));
  }
  const more = tool("More actions", icon("dots", 18), () =>
    openMenu(more, menuItems(), { label: "Message actions" }),
  );
  const add = tool("Add a reaction", icon("smile", 18), () =>
    reactionPicker(add, message, { reader, deeds }),
  );
  return toolbar(
    AT_HAND.map((name) =>
      tool(`React with :${name}:`, emoji(name), () => flip(message, name, reader, deeds)),
    ),
    add,
    !inThread && tool("Reply in thread", icon("reply", 18), () => deeds.openThread(message)),
    (mine || deeds.shortcuts().length > 0) && more,
  );

  function menuItems() {
    const own =
      mine && !message.is_deleted
        ? [
            { label: "Edit message", icon: icon("edit", 18), run: edit },
            { label: "Delete message", icon: icon("trash", 18), danger: true, run: remove },
          ]
        : [];
    return [
      ...deeds.shortcuts().map((shortcut) => ({
        label: shortcut.name,
        detail: "Shortcut of the app",
        icon: icon("bolt", 18),
        run: () => deeds.shortcut(message, shortcut),
      })),
      ...own,
    ];
  }

  async function remove() {
    if (
      await ask({
        title: "Delete this message?",
        words: "It goes away for everybody.",
        yes: "Delete",
        danger: true,
      })
    )
      await deeds.remove(message);
  }
}

/** A small board of reactions. */
export function reactionPicker(anchor, message, { reader, deeds }) {
  const buttons = FAVOURITES.map((name) =>
    h(
      "button",
      {
        type: "button",
        class: "emoji-choice",
        title: `:${name}:`,
        "aria-label": name.replaceAll("_", " "),
        onclick: () => {
          popover.close();
          flip(message, name, reader, deeds);
        },
      },
      emoji(name),
    ),
  );
  const popover = openPopover(anchor, h("div", { class: "emoji-board" }, buttons), {
    label: "Reactions",
    align: "end",
  });
  arrowKeys(popover.element, () => buttons);
  buttons[0].focus();
}

function flip(message, name, reader, deeds) {
  const given = (message.reactions ?? []).some(
    (reaction) => reaction.name === name && reaction.users.includes(reader.id),
  );
  return deeds.react(message, name, !given);
}

function toolbar(...tools) {
  return h("div", { class: "message-tools", role: "toolbar", "aria-label": "Message actions" }, tools);
}

function tool(label, face, run) {
  return h(
    "button",
    { type: "button", class: "tool", "aria-label": label, title: label, onclick: run },
    face,
  );
}
