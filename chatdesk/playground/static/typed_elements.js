// Elements in which one types: texts, numbers, addresses, dates and times.

import { secondsFromWall, wallFromSeconds } from "./dates.js";
import { h, safeAddress } from "./dom.js";
import { labels, plainField } from "./fields.js";
import { wordsOf } from "./mrkdwn.js";

/** A date or a time of day. */
export function dated(element, field, type, property, start) {
  const node = h("input", { type, value: start, onchange: field.changed, ...labels(element, field) });
  plainField(node, field);
  field.read = () => ({ type: element.type, [property]: node.value || null });
  field.write = (state) => (node.value = state[property] ?? "");
  return node;
}

/** A moment, typed on the clock of the viewer’s zone, told in seconds since the epoch. */
export function momentNode(element, field, host) {
  const zone = host.reader.zone;
  const node = h("input", {
    type: "datetime-local",
    title: `Your time, ${zone}`,
    onchange: field.changed,
    ...labels(element, field),
  });
  const show = (seconds) => (node.value = seconds ? wallFromSeconds(seconds, zone) : "");
  show(element.initial_date_time);
  plainField(node, field);
  field.read = () => ({
    type: element.type,
    selected_date_time: node.value ? secondsFromWall(node.value, zone) : null,
  });
  field.write = (state) => show(state.selected_date_time);
  return node;
}

/** A text, number, mail or web address. */
export function textNode(element, field, host, tell, tells, type = "text") {
  const attrs = {
    placeholder: wordsOf(element.placeholder),
    maxlength: element.max_length ?? (type === "text" ? 3000 : null),
    autocomplete: "off",
    dir: "auto",
    ...labels(element, field),
  };
  const node = element.multiline
    ? h("textarea", { ...attrs, rows: "4" })
    : h("input", {
        ...attrs,
        type: type === "text" ? "text" : type,
        step: element.is_decimal_allowed ? "any" : null,
      });
  node.value = element.initial_value ?? "";
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  node.addEventListener("input", () => {
    host.changed?.(field);
    if (tells && on.includes("on_character_entered")) tell(field.read());
  });
  node.addEventListener("keydown", (event) => {
    if (
      event.key !== "Enter" ||
      event.isComposing ||
      element.multiline ||
      !tells ||
      !on.includes("on_enter_pressed")
    )
      return;
    event.preventDefault();
    tell(field.read());
  });
  plainField(node, field);
  field.read = () => ({ type: element.type, value: node.value === "" ? null : node.value });
  field.write = (state) => (node.value = state.value ?? "");
  field.fault = () => textFault(element, node, type);
  return node;
}

/** What is wrong with a typed value, as a sentence; null when nothing is. */
function textFault(element, node, type) {
  const { value } = node;
  if (value === "" && !node.validity.badInput) return null;
  if (type === "number" && (node.validity.badInput || Number.isNaN(Number(value))))
    return "Please write a number.";
  if (type === "number" && !element.is_decimal_allowed && !Number.isInteger(Number(value)))
    return "Please write a whole number.";
  if (type === "number" && element.min_value && Number(value) < Number(element.min_value))
    return `The smallest number here is ${element.min_value}.`;
  if (type === "number" && element.max_value && Number(value) > Number(element.max_value))
    return `The largest number here is ${element.max_value}.`;
  if (type === "email" && node.validity.typeMismatch) return "Please write a whole mail address.";
  if (type === "url" && !safeAddress(value)) return "Please write a whole address, with https://.";
  if (element.min_length && value.length < element.min_length)
    return `Please write at least ${element.min_length} characters.`;
  return null;
}
