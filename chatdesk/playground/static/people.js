// Faces, names and where somebody comes from.

import { timeOfDay, zoneName } from "./dates.js";
import { knownLocale, knownZone } from "./reader.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { arrowKeys, openPopover } from "./popover.js";

/** A round face: initials on the person's colour; the app has its own mark. */
export function avatar(person, size = "") {
  if (person?.is_bot)
    return h("span", { class: `avatar is-app ${size}`, "aria-hidden": "true" }, icon("bolt", 18));
  return h(
    "span",
    { class: `avatar ${size}`, tint: person?.color, "aria-hidden": "true" },
    person?.initials ?? "?",
  );
}

/** Where somebody belongs, if that is not the home organisation. */
export function originTag(person) {
  if (!person) return null;
  if (person.is_bot) return h("span", { class: "tag is-app" }, "App");
  if (person.is_foreign)
    return h("span", { class: "tag is-foreign", title: "From another organisation" }, person.team?.name);
  if (person.is_guest)
    return h("span", { class: "tag is-guest", title: "A guest in this workspace" }, "Guest");
  return null;
}

/** `14:20 EST`: what that person's clock shows. */
export function localTime(person, now) {
  const reader = { zone: knownZone(person.tz), locale: knownLocale(person.locale) };
  return `${timeOfDay(now, reader)} ${zoneName(now, reader.zone)}`;
}

/** A searchable list of people in groups; `picked(person)` once. */
export function pickPerson(anchor, { people, home, now, label, current, picked }) {
  const rows = [];
  const groups = groupsOf(people, home).map(([title, members]) => {
    const heading = h("div", { class: "group-title", role: "presentation" }, title);
    const own = members.map((person) => {
      const row = h(
        "button",
        {
          type: "button",
          class: "person-row",
          role: "option",
          "aria-selected": String(person.id === current),
          dataset: { person: person.id },
          onclick: () => {
            popover.close();
            picked(person);
          },
        },
        avatar(person),
        h(
          "span",
          { class: "person-words" },
          h("bdi", {}, person.real_name || person.name),
          h("small", {}, person.title),
        ),
        h("span", { class: "person-time" }, person.is_bot ? "" : localTime(person, now)),
      );
      rows.push({
        row,
        words: `${person.real_name} ${person.name} ${person.title} ${person.team?.name}`.toLowerCase(),
      });
      return row;
    });
    return h("div", { role: "group", "aria-label": title }, heading, own);
  });
  const filter = h("input", {
    type: "search",
    placeholder: "Find by name, title, organisation",
    "aria-label": "Find a person",
    oninput: () => {
      for (const { row, words } of rows) row.hidden = !words.includes(filter.value.trim().toLowerCase());
    },
    onkeydown: (event) => {
      if (event.key === "Enter") rows.find(({ row }) => !row.hidden)?.row.click();
    },
  });
  const popover = openPopover(
    anchor,
    [filter, h("div", { class: "person-list", role: "listbox", "aria-label": label }, groups)],
    { label, width: 400 },
  );
  arrowKeys(popover.element, () => rows.filter(({ row }) => !row.hidden).map(({ row }) => row));
  filter.focus();
  rows.find(({ row }) => row.dataset.person === current)?.row.scrollIntoView({ block: "center" });
  return popover;
}

function groupsOf(people, home) {
  const groups = new Map();
  for (const person of people) {
    const title = person.is_bot
      ? "Apps"
      : person.is_foreign
        ? `${person.team?.name} · another organisation`
        : person.is_guest
          ? `Guests in ${home?.name ?? "this workspace"}`
          : `${person.team?.name}`;
    groups.set(title, [...(groups.get(title) ?? []), person]);
  }
  const rank = ([, members]) =>
    [members[0].is_bot, members[0].is_foreign, members[0].is_guest].map(Number).join("");
  return [...groups].sort((a, b) => rank(a).localeCompare(rank(b)));
}
