// Elements in which one chooses: selects, radio buttons, checkboxes.

import { choicesFor, multiPicker, singlePicker } from "./choices.js";
import { freshId, h } from "./dom.js";
import { labels } from "./fields.js";
import { textObject, wordsOf } from "./mrkdwn.js";

// Which property of the state names the choice, for selects of each kind.
const CHOSEN = {
  static: "selected_option",
  users: "selected_user",
  conversations: "selected_conversation",
  channels: "selected_channel",
};

/** One of a list, as a native select. */
export function selectNode(element, field, host) {
  const kind = element.type.replace("_select", "");
  const property = CHOSEN[kind];
  const choices = choicesFor(element, host.reader);
  const start = kind === "static" ? element.initial_option?.value : element[`initial_${property.slice(9)}`];
  const node = singlePicker({
    choices,
    chosen: start,
    placeholder: wordsOf(element.placeholder) || "Choose…",
    changed: field.changed,
    attrs: labels(element, field),
  });
  const option = (key) =>
    (kind === "static" ? choices.find((choice) => choice.key === key)?.option : key) ?? null;
  field.read = () => ({ type: element.type, [property]: node.value ? option(node.value) : null });
  field.write = (state) =>
    (node.value = (kind === "static" ? state[property]?.value : state[property]) ?? "");
  field.isEmpty = () => !node.value;
  field.focus = () => node.focus();
  return node;
}

/** Several of a list. */
export function multiSelectNode(element, field, host) {
  const kind = element.type.replace(/^multi_|_select$/g, "");
  const property = `${CHOSEN[kind]}s`;
  const choices = choicesFor(element, host.reader);
  const keysOf = (list) => (list ?? []).map((item) => (kind === "static" ? item.value : item));
  const picker = multiPicker({
    choices,
    chosen: keysOf(element[property.replace("selected", "initial")]),
    most: element.max_selected_items,
    placeholder: wordsOf(element.placeholder) || "Choose…",
    changed: field.changed,
    attrs: labels(element, field),
  });
  const option = (key) => (kind === "static" ? choices.find((choice) => choice.key === key)?.option : key);
  field.read = () => ({ type: element.type, [property]: picker.keys().map(option).filter(Boolean) });
  field.write = (state) => picker.set(keysOf(state[property]));
  field.isEmpty = () => picker.keys().length === 0;
  field.focus = () => picker.node.focus();
  return picker.node;
}

/** Radio buttons or checkboxes, one under the other. */
export function optionRows(element, field, host) {
  const several = element.type === "checkboxes";
  const name = freshId("options");
  const first = several ? (element.initial_options ?? []) : [element.initial_option].filter(Boolean);
  const boxes = (element.options ?? []).map((option) => {
    const box = h("input", {
      type: several ? "checkbox" : "radio",
      name,
      value: option.value,
      onchange: field.changed,
    });
    box.checked = first.some((one) => one.value === option.value);
    return { box, option };
  });
  const rows = boxes.map(({ box, option }) =>
    h(
      "label",
      { class: "check-row" },
      box,
      h(
        "span",
        {},
        textObject(option.text, host.reader),
        option.description && h("small", {}, textObject(option.description, host.reader)),
      ),
    ),
  );
  const node = h(
    "div",
    { class: "option-rows", role: several ? "group" : "radiogroup", ...labels(element, field) },
    rows,
  );
  const chosen = () => boxes.filter(({ box }) => box.checked).map(({ option }) => option);
  field.read = () =>
    several
      ? { type: element.type, selected_options: chosen() }
      : { type: element.type, selected_option: chosen()[0] ?? null };
  field.write = (state) => {
    const keys = (several ? (state.selected_options ?? []) : [state.selected_option]).map(
      (option) => option?.value,
    );
    for (const { box, option } of boxes) box.checked = keys.includes(option.value);
  };
  field.isEmpty = () => chosen().length === 0;
  field.focus = () => (boxes.find(({ box }) => box.checked) ?? boxes[0])?.box.focus();
  return node;
}
