// Block Kit blocks as DOM nodes, on messages, modals and home pages.

import { h, safeAddress } from "./dom.js";
import { elementNode } from "./elements.js";
import { icon } from "./icons.js";
import { plainText, textObject, wordsOf } from "./mrkdwn.js";
import { markdown, richText, table } from "./richtext.js";

/** A host is where blocks stand: whose eyes, what a click does, and the fields that hold values. */
export function blocksHost({ reader, act, changed }) {
  return { reader, act, changed, fields: new Map() };
}

/** The nodes of a list of blocks. A block that cannot be drawn is shown as what it is; it breaks nothing. */
export function blocksNodes(blocks, host) {
  return (blocks ?? []).map((block) => {
    try {
      return (BLOCKS[block?.type] ?? unknown)(block, host);
    } catch (error) {
      console.warn("A block could not be drawn", error, block); // the page lives on, the reader sees the fallback
      return unknown(block, host);
    }
  });
}

/** All values in Slack's shape: { block_id: { action_id: state } }. */
export function valuesOf(host) {
  const values = {};
  for (const field of host.fields.values()) (values[field.blockId] ??= {})[field.actionId] = field.read();
  return values;
}

/** Puts values back into the fields that are still of the same kind. */
export function restoreValues(host, values) {
  for (const field of host.fields.values()) {
    const state = values?.[field.blockId]?.[field.actionId];
    if (state && state.type === field.element.type) field.write(state);
  }
}

const BLOCKS = {
  header: (block) => h("h3", { class: "block-header", dir: "auto" }, plainText(block.text.text)),
  section,
  divider: () => h("hr", {}),
  context: (block, host) =>
    h(
      "div",
      { class: "block-context", dir: "auto" },
      block.elements.map((element) =>
        element.type === "image"
          ? picture(element, "small-picture")
          : h("span", {}, textObject(element, host.reader)),
      ),
    ),
  actions: (block, host) =>
    h(
      "div",
      { class: "block-actions" },
      block.elements.map((element) => elementNode(element, block.block_id, host)),
    ),
  context_actions: (block, host) =>
    h(
      "div",
      { class: "block-actions" },
      block.elements.map((element) => elementNode(element, block.block_id, host)),
    ),
  image: (block, host) =>
    h(
      "figure",
      { class: "block-image" },
      block.title && h("figcaption", {}, textObject(block.title, host.reader)),
      picture(block, "picture"),
    ),
  input,
  rich_text: (block, host) => richText(block, host.reader),
  table: (block, host) => table(block, host.reader),
  markdown: (block, host) => markdown(block, host.reader),
  alert: (block, host) =>
    h(
      "div",
      { class: `block-alert is-${block.level ?? "default"}`, role: "note" },
      icon("warning", 18),
      h("div", {}, textObject(block.text, host.reader)),
    ),
  video: (block, host) =>
    linkCard(
      "picture",
      block.title,
      block.title_url ?? block.video_url,
      textObject(block.description, host.reader),
    ),
  file: (block) => linkCard("file", { type: "plain_text", text: "A file" }, null, block.external_id),
};

function section(block, host) {
  const fields = block.fields?.length
    ? h(
        "div",
        { class: "section-fields" },
        block.fields.map((field) => h("div", { dir: "auto" }, textObject(field, host.reader))),
      )
    : null;
  const words = h(
    "div",
    { class: "section-words" },
    block.text && h("div", { class: "block-text", dir: "auto" }, textObject(block.text, host.reader)),
    fields,
  );
  if (!block.accessory) return h("div", { class: "block-section" }, words);
  const accessory =
    block.accessory.type === "image"
      ? picture(block.accessory, "thumbnail")
      : elementNode(block.accessory, block.block_id, host);
  const wide = ["radio_buttons", "checkboxes"].includes(block.accessory.type);
  return h(
    "div",
    { class: wide ? "block-section is-stacked" : "block-section" },
    words,
    h("div", { class: "accessory" }, accessory),
  );
}

function input(block, host) {
  const node = elementNode(block.element, block.block_id, host, block);
  const field = host.fields.get(node.dataset.field);
  const id = field?.id ?? "";
  const grouped = ["radio_buttons", "checkboxes"].includes(block.element.type);
  return h(
    "div",
    { class: "block-input", dataset: { block: block.block_id } },
    h(
      grouped ? "div" : "label",
      { class: "input-label", id: `${id}-label`, for: grouped ? null : id },
      plainText(block.label.text),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    node,
    h("p", { class: "input-hint", id: `${id}-hint` }, block.hint && plainText(block.hint.text)),
    h("p", { class: "input-error", id: `${id}-error`, role: "alert" }),
  );
}

/** Pictures from elsewhere are never fetched: the page speaks to this machine only. */
function picture(image, className) {
  const address = safeAddress(image.image_url ?? "");
  if (address && new URL(address).origin === window.location.origin)
    return h("img", { class: className, src: address, alt: image.alt_text ?? "" });
  const from = address ? new URL(address).hostname : "";
  return h(
    "span",
    {
      class: `${className} picture-frame`,
      role: "img",
      "aria-label": image.alt_text || "A picture",
      title: from ? `${image.alt_text} (from ${from}, not fetched)` : null,
    },
    icon("picture"),
    className === "picture" && h("span", {}, image.alt_text, from && h("small", {}, from)),
  );
}

function linkCard(picked, title, address, detail) {
  const href = address ? safeAddress(address) : null;
  const words = wordsOf(title) || "Without a title";
  return h(
    "div",
    { class: "link-card" },
    icon(picked),
    h(
      "div",
      {},
      href
        ? h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, words)
        : h("strong", {}, words),
      detail && h("small", {}, detail),
    ),
  );
}

function unknown(block, host) {
  const words = [wordsOf(block?.text), wordsOf(block?.title), wordsOf(block?.body)].filter(Boolean).join(" ");
  return h(
    "div",
    { class: "unknown", role: "note" },
    icon("warning", 16),
    h("span", {}, `This page cannot draw a block of type “${block?.type}”.`, words && h("br"), words),
  );
}
