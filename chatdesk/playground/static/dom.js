// Building DOM nodes. Text only ever becomes a text node, so nothing anybody typed is read as HTML.

/** An element with attributes, listeners (`onclick`) and children (nodes, strings, null, nested arrays). */
export function h(tag, attrs, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs ?? {})) setAttribute(element, name, value);
  append(element, children);
  return element;
}

/** Appends nodes and strings; skips null, undefined and false. */
export function append(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replaces what is inside an element. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/** A link that leads only where a link may lead; any other address stays plain text. */
export function link(address, ...children) {
  const href = safeAddress(address);
  if (href === null) return h("span", { class: "dead-link", title: "This link was taken away" }, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

/** The address as the browser reads it if it is http, https or mailto; otherwise null. */
export function safeAddress(address) {
  let parsed;
  try {
    parsed = new URL(String(address));
  } catch {
    return null; // not an absolute address
  }
  return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
}

/** "3 replies", "1 reply". */
export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** A name no two elements share, for aria references. */
export function freshId(prefix) {
  freshId.last = (freshId.last ?? 0) + 1;
  return `${prefix}-${freshId.last}`;
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "tint") tint(element, value);
  else element.setAttribute(name, value === true ? "" : String(value));
}

function tint(element, color) {
  const hex = String(color ?? "").replace(/^#/, "");
  if (/^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(hex)) element.style.setProperty("--tint", `#${hex}`);
}
