// Block Kit's interactive elements as native controls. Each stateful one is a field that can be read as
// Slack's own state, written back after a redraw, and checked.

import { ask } from "./ask.js";
import { multiSelectNode, optionRows, selectNode } from "./choice_elements.js";
import { freshId, h, safeAddress } from "./dom.js";
import { fileNode } from "./files.js";
import { icon } from "./icons.js";
import { plainText, textObject, wordsOf } from "./mrkdwn.js";
import { openMenu } from "./popover.js";
import { dated, momentNode, textNode } from "./typed_elements.js";

/** An element's node. `host` = { reader, act(action), changed?(field), fields (Map) }; `input` is its input
 *  block, whose changes are told to the app only if it asks for that. */
export function elementNode(element, blockId, host, input = null) {
  const make = MAKERS[element?.type];
  if (!make)
    return h(
      "span",
      { class: "unknown", role: "note" },
      `[${element?.type ?? "element"}] ${wordsOf(element?.text)}`,
    );
  const tells = input ? Boolean(input.dispatch_action) : true;
  const field = { element, input, blockId, actionId: element.action_id, id: freshId("field") };
  const tell = async (more) => {
    if (element.confirm && !(await confirmed(element.confirm, host.reader))) {
      if (field.write) field.write(field.accepted);
      return;
    }
    field.accepted = field.read?.();
    node.setAttribute("aria-busy", "true");
    await host.act({ type: element.type, block_id: blockId, action_id: element.action_id, ...more });
    node.removeAttribute("aria-busy");
  };
  field.changed = () => {
    host.changed?.(field);
    if (tells) tell(field.read());
  };
  const node = make(element, field, host, tell, tells);
  field.accepted = field.read?.();
  node.dataset.field = fieldKey(blockId, element.action_id);
  if (field.read) host.fields.set(node.dataset.field, field);
  return node;
}

const MAKERS = {
  button: buttonNode,
  workflow_button: buttonNode,
  overflow: overflowNode,
  static_select: selectNode,
  users_select: selectNode,
  conversations_select: selectNode,
  channels_select: selectNode,
  multi_static_select: multiSelectNode,
  multi_users_select: multiSelectNode,
  multi_conversations_select: multiSelectNode,
  multi_channels_select: multiSelectNode,
  radio_buttons: optionRows,
  checkboxes: optionRows,
  datepicker: (element, field) => dated(element, field, "date", "selected_date", element.initial_date),
  timepicker: (element, field) => dated(element, field, "time", "selected_time", element.initial_time),
  datetimepicker: momentNode,
  file_input: fileNode,
  plain_text_input: textNode,
  email_text_input: (element, ...rest) => textNode(element, ...rest, "email"),
  url_text_input: (element, ...rest) => textNode(element, ...rest, "url"),
  number_input: (element, ...rest) => textNode(element, ...rest, "number"),
};

function buttonNode(element, field, host, tell) {
  const tone = { primary: "is-primary", danger: "is-danger" }[element.style] ?? "";
  const words = plainText(element.text?.text, { emoji: element.text?.emoji !== false });
  const href = element.url ? safeAddress(element.url) : null;
  const press = () => tell({ value: element.value ?? null });
  const attrs = { class: `button ${tone}`, "aria-label": element.accessibility_label, onclick: press };
  if (href) return h("a", { ...attrs, href, target: "_blank", rel: "noopener noreferrer nofollow" }, words);
  return h("button", { type: "button", ...attrs }, words);
}

function overflowNode(element, field, host, tell) {
  const node = h(
    "button",
    {
      type: "button",
      class: "button is-square",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      onclick: () =>
        openMenu(
          node,
          (element.options ?? []).map((option) => ({
            label: wordsOf(option.text),
            detail: wordsOf(option.description),
            run: () => {
              if (option.url && safeAddress(option.url))
                window.open(safeAddress(option.url), "_blank", "noopener");
              tell({ selected_option: option });
            },
          })),
          { label: "More actions" },
        ),
    },
    icon("dots"),
  );
  return node;
}

/** Asks what the app wants to have asked before its element does anything. */
function confirmed(confirm, reader) {
  return ask({
    title: wordsOf(confirm.title) || "Are you sure?",
    words: textObject(confirm.text, reader),
    yes: wordsOf(confirm.confirm) || "Yes",
    no: wordsOf(confirm.deny) || "Cancel",
    danger: confirm.style === "danger",
  });
}

function fieldKey(blockId, actionId) {
  return JSON.stringify([blockId, actionId]);
}
