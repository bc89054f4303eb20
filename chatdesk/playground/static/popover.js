// What opens beside a button: menus, pickers, cards. Escape and a click elsewhere close it.

import { h } from "./dom.js";

const GAP = 6;

/** Opens `content` beside `anchor`; `closed` runs once it is gone. Answers { element, close }. */
export function openPopover(
  anchor,
  content,
  { label, role = "dialog", align = "start", width, closed } = {},
) {
  const element = h("div", { class: "popover", popover: "auto", role, "aria-label": label }, content);
  if (width) element.style.setProperty("width", `${width}px`);
  const home = anchor.closest("dialog") ?? document.body;
  home.append(element);
  const close = () => element.isConnected && element.hidePopover();
  const place = () => beside(anchor, element, align);
  anchor.setAttribute("aria-expanded", "true");
  element.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    window.removeEventListener("resize", close);
    anchor.setAttribute("aria-expanded", "false");
    const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
    element.remove();
    if (hadFocus && anchor.isConnected) anchor.focus();
    closed?.();
  });
  element.showPopover();
  place();
  window.addEventListener("resize", close);
  return { element, close, place };
}

/** A menu of { label, icon?, danger?, detail?, run } with arrow keys. */
export function openMenu(anchor, items, { label, align = "end" } = {}) {
  const buttons = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        class: item.danger ? "menu-item is-danger" : "menu-item",
        onclick: () => {
          popover.close();
          item.run();
        },
      },
      item.icon,
      h("span", { class: "menu-words" }, item.label, item.detail && h("small", {}, item.detail)),
    ),
  );
  const popover = openPopover(anchor, h("div", { class: "menu" }, buttons), { label, role: "menu", align });
  arrowKeys(popover.element, () => buttons);
  buttons[0]?.focus();
  return popover;
}

/** Up, down, home and end move the focus among these elements. */
export function arrowKeys(root, list) {
  root.addEventListener("keydown", (event) => {
    const items = list();
    const at = items.indexOf(document.activeElement);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? items.length - 1 : at - 1,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (to === undefined || !items.length) return;
    event.preventDefault();
    event.stopPropagation();
    items[(to + items.length) % items.length].focus();
  });
}

function beside(anchor, element, align) {
  const from = anchor.getBoundingClientRect();
  const size = element.getBoundingClientRect();
  const room = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight };
  const below = from.bottom + GAP + size.height <= room.height || from.top < room.height / 2;
  const left = align === "end" ? from.right - size.width : from.left;
  const top = below ? from.bottom + GAP : from.top - GAP - size.height;
  element.style.setProperty("left", `${Math.max(8, Math.min(left, room.width - size.width - 8))}px`);
  element.style.setProperty("top", `${Math.max(8, Math.min(top, room.height - size.height - 8))}px`);
}
