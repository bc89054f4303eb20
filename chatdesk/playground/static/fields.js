// What all elements that hold a value have in common.

import { wordsOf } from "./mrkdwn.js";

/** An input block labels its element; elsewhere the placeholder is all there is. */
export function labels(element, field) {
  if (field.input)
    return {
      id: field.id,
      "aria-labelledby": `${field.id}-label`,
      "aria-describedby": `${field.id}-error ${field.id}-hint`,
    };
  return { id: field.id, "aria-label": wordsOf(element.placeholder) || "Choice" };
}

/** A field whose node's own value is all there is to it. */
export function plainField(node, field) {
  field.isEmpty = () => node.value === "";
  field.focus = () => node.focus();
}
