// The list above the text field: slash commands, people after @, emoji after a colon.

import { emoji, emojiNames } from "./emoji.js";
import { freshId, h } from "./dom.js";
import { avatar, originTag } from "./people.js";

const MOST = 7;

/** { node, update(context), refresh() → hint, onKey(event) → taken, close() } for a text field. */
export function suggestionBox(field) {
  const id = freshId("suggestions");
  const node = h("div", {
    class: "suggestions",
    role: "listbox",
    id,
    "aria-label": "Suggestions",
    hidden: true,
  });
  let context = null;
  let found = [];
  let at = 0;
  field.setAttribute("aria-controls", id);
  field.addEventListener("blur", close); // a press on a suggestion leaves the focus in the field
  return { node, update: (next) => (context = next), refresh, onKey, close };

  function refresh() {
    const before = field.value.slice(0, field.selectionStart);
    found = context ? (commandsFor(before) ?? peopleFor(before) ?? emojiFor(before) ?? []) : [];
    at = 0;
    show();
    return hintFor(field.value);
  }

  function onKey(event) {
    if (node.hidden) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      show();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Tab" || (event.key === "Enter" && !found[at].done)) accept(at);
    else return false;
    event.preventDefault();
    return true;
  }

  function close() {
    found = [];
    show();
  }

  function accept(index) {
    const { from, insert } = found[index];
    field.setRangeText(insert, from, field.selectionStart, "end");
    field.focus();
    field.dispatchEvent(new Event("input"));
  }

  function show() {
    node.hidden = found.length === 0;
    node.replaceChildren(
      ...found.map((item, index) =>
        h(
          "div",
          {
            class: "suggestion",
            role: "option",
            id: `${id}-${index}`,
            "aria-selected": String(index === at),
            onpointerdown: (event) => {
              event.preventDefault();
              accept(index);
            },
          },
          item.face,
        ),
      ),
    );
    if (found.length) field.setAttribute("aria-activedescendant", `${id}-${at}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function commandsFor(before) {
    if (!/^\/\S*$/.test(before)) return null;
    return context.state.commands
      .filter(({ command }) => command.startsWith(before))
      .map((one) => ({
        from: 0,
        insert: `${one.command} `,
        done: one.command === before,
        face: [
          h("strong", {}, one.command),
          h("span", { class: "quiet" }, one.usage_hint || one.description),
        ],
      }));
  }

  function peopleFor(before) {
    const typed = /(?:^|[\s(])@([\p{L}\p{N}._-]*)$/u.exec(before);
    if (!typed) return null;
    const start = typed[1].toLowerCase();
    const fits = (words) =>
      (words ?? "")
        .toLowerCase()
        .split(/[\s._-]+/)
        .some((word) => word.startsWith(start)) || (words ?? "").toLowerCase().startsWith(start);
    const rank = (person) => (person.is_bot ? 0 : context.members?.includes(person.id) ? 1 : 2);
    return context.reader
      .everybody()
      .filter((person) => fits(person.name) || fits(person.real_name))
      .sort((one, other) => rank(one) - rank(other))
      .slice(0, MOST)
      .map((person) => ({
        from: before.length - typed[1].length - 1,
        insert: `@${person.name} `,
        face: [
          avatar(person, "is-small"),
          h("strong", {}, h("bdi", {}, person.real_name || person.name)),
          originTag(person),
          h("span", { class: "quiet" }, person.title),
        ],
      }));
  }

  function emojiFor(before) {
    const typed = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(before);
    if (!typed) return null;
    return emojiNames(typed[1], MOST).map((name) => ({
      from: before.length - typed[1].length - 1,
      insert: `:${name}: `,
      face: [h("span", {}, emoji(name)), h("span", {}, `:${name}:`)],
    }));
  }

  function hintFor(text) {
    const command = context?.state.commands.find((one) => text.startsWith(`${one.command} `));
    return command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
  }
}
