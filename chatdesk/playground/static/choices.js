// Picking several things from a list (multi selects), and where option lists come from.

import { count, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { wordsOf } from "./mrkdwn.js";
import { arrowKeys, openPopover } from "./popover.js";

/** A select's choices as [{ key, words, detail, option, group }], people and channels included. */
export function choicesFor(element, reader) {
  if (/users_select$/.test(element.type)) {
    return reader
      .people()
      .map((person) => ({ key: person.id, words: person.real_name || person.name, detail: person.title }));
  }
  if (/(conversations|channels)_select$/.test(element.type)) {
    const wanted = element.type.includes("channels") ? ["channel"] : kindsOf(element.filter);
    return reader
      .channels()
      .filter((channel) => wanted.includes(channel.kind))
      .map((channel) => ({
        key: channel.id,
        words: channel.kind === "im" ? channel.name : `#${channel.name}`,
        detail: "",
      }));
  }
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) =>
    group.options.map((option) => ({
      key: option.value,
      words: wordsOf(option.text),
      detail: wordsOf(option.description),
      option,
      group: wordsOf(group.label),
    })),
  );
}

/** A button that shows what is chosen and opens a list of checkboxes. */
export function multiPicker({ choices, chosen, placeholder, most, changed, attrs }) {
  const keys = new Set(chosen);
  const button = h("button", {
    type: "button",
    class: "select-like multi",
    "aria-haspopup": "dialog",
    ...attrs,
    onclick: open,
  });
  const words = (key) => choices.find((choice) => choice.key === key)?.words ?? key;
  show();
  return {
    node: button,
    keys: () => [...keys],
    set: (next) => {
      keys.clear();
      next.forEach((key) => keys.add(key));
      show();
    },
  };

  function show() {
    button.replaceChildren(
      ...(keys.size
        ? [...keys].map((key) => h("span", { class: "chip" }, words(key)))
        : [h("span", { class: "placeholder" }, placeholder)]),
      icon("down", 16),
    );
  }

  function open() {
    const before = [...keys].join();
    const note = h("p", { class: "fine-print", role: "status" });
    const boxes = choices.map((choice) => {
      const box = h("input", { type: "checkbox", value: choice.key, onchange: () => flip(choice.key, box) });
      box.checked = keys.has(choice.key);
      return h(
        "label",
        { class: "check-row" },
        box,
        h("span", {}, choice.words, choice.detail && h("small", {}, choice.detail)),
      );
    });
    const filter = h("input", {
      type: "search",
      placeholder: "Search",
      "aria-label": "Search the list",
      oninput: () => {
        boxes.forEach(
          (row) => (row.hidden = !row.textContent.toLowerCase().includes(filter.value.toLowerCase())),
        );
      },
    });
    const list = h("div", { class: "check-list", role: "group", "aria-label": placeholder }, boxes);
    const popover = openPopover(button, [choices.length > 6 && filter, list, note], {
      label: placeholder,
      width: Math.max(240, button.offsetWidth),
      closed: () => [...keys].join() !== before && changed(),
    });
    arrowKeys(popover.element, () => boxes.filter((row) => !row.hidden).map((row) => row.firstChild));
    (choices.length > 6 ? filter : boxes[0]?.firstChild)?.focus();

    function flip(key, box) {
      if (!box.checked) keys.delete(key);
      else if (most && keys.size >= most) {
        box.checked = false;
        note.textContent = `At most ${count(most, "choice")}.`;
      } else keys.add(key);
      show();
    }
  }
}

/** A native select with groups and an empty first line when nothing needs to be chosen yet. */
export function singlePicker({ choices, chosen, placeholder, changed, attrs }) {
  const select = h("select", { ...attrs, id: attrs.id ?? freshId("select"), onchange: changed });
  select.append(h("option", { value: "" }, placeholder));
  let group = null;
  for (const choice of choices) {
    if (choice.group && choice.group !== group?.label) {
      group = h("optgroup", { label: choice.group });
      select.append(group);
    }
    const words = choice.detail ? `${choice.words} – ${choice.detail}` : choice.words;
    (choice.group ? group : select).append(h("option", { value: choice.key }, words));
  }
  select.value = chosen ?? "";
  if (select.selectedIndex < 0) select.value = "";
  return select;
}

function kindsOf(filter) {
  const kinds = { public: "channel", private: "private", im: "im" };
  return (filter?.include ?? ["public", "private", "im"]).map((name) => kinds[name]).filter(Boolean);
}
