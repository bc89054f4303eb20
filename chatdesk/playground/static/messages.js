// A list of messages that changes in place: only what changed is drawn anew, and whoever was typing or
// had the focus inside a message keeps it.

import { dayKey, dayName, millis } from "./dates.js";
import { h } from "./dom.js";
import { restoreValues, valuesOf } from "./blocks.js";
import { isCard, messageNode } from "./message.js";

const TOGETHER = 5 * 60 * 1000; // messages of one author this close share one head
const NEAR_END = 80; // pixels from the end that still count as reading the newest

/** { node, update(messages, reader, { newFrom }) → those that came in, reset() }; `deeds` are what the reader can do to a message. */
export function messageList({ deeds, inThread = false, label }) {
  const list = h("div", { class: "messages", role: "list", "aria-label": label });
  const jump = h(
    "button",
    { type: "button", class: "jump", hidden: true, onclick: () => toEnd() },
    "New messages below",
  );
  const scroller = h("div", { class: "scroller", onscroll: onScroll }, list);
  let follows = true; // whether the newest message stays in sight
  new ResizeObserver(() => follows && toEnd()).observe(scroller);
  const node = h("div", { class: "scroll-frame" }, scroller, jump);
  let shown = new Map();
  let isFresh = true;
  list.addEventListener("keydown", onKey);
  return { node, update, reset };

  function reset() {
    shown = new Map();
    isFresh = true;
    list.replaceChildren();
    jump.hidden = true;
    follows = true;
  }

  function update(messages, reader, { newFrom = null } = {}) {
    const first = isFresh;
    isFresh = false;
    const before = new Set(shown.keys());
    const next = new Map();
    const order = [];
    let previous = null;
    for (const message of messages) {
      if (!previous || dayKey(millis(previous.ts), reader.zone) !== dayKey(millis(message.ts), reader.zone))
        order.push(daySeparator(message, reader, next));
      if (message.ts === newFrom) order.push(line("new", "new-line", "New", next));
      order.push(row(message, previous, reader, next));
      previous = message;
    }
    shown = next;
    settle(order);
    const arrived = messages.filter((message) => !before.has(keyOf(message)));
    if (first || follows) toEnd();
    else if (arrived.length) jump.hidden = false;
    return first ? [] : arrived;
  }

  function row(message, previous, reader, next) {
    const key = keyOf(message);
    const together = belongs(message, previous);
    const signature = JSON.stringify([
      message,
      together,
      inThread,
      reader.id,
      reader.zone,
      reader.locale,
      dayKey(reader.now, reader.zone),
      reader.channels().length,
    ]);
    const old = shown.get(key);
    if (old && (old.signature === signature || old.view.isBusyWriting())) {
      next.set(key, old);
      return old.view.node;
    }
    const view = messageNode(message, { reader, deeds, together, inThread });
    next.set(key, { view, signature, message });
    if (old) carryOver(old, { view, message });
    return view.node;
  }

  function daySeparator(message, reader, next) {
    const at = millis(message.ts);
    return line(`day:${dayKey(at, reader.zone)}`, "day-line", dayName(at, reader), next);
  }

  function line(key, className, words, next) {
    const node =
      shown.get(key)?.view.node ?? h("div", { class: className, role: "separator" }, h("span", {}));
    node.firstChild.textContent = words;
    next.set(key, { view: { node, isBusyWriting: () => false } });
    return node;
  }

  function settle(order) {
    const keep = new Set(order);
    for (const child of [...list.children]) if (!keep.has(child)) child.remove();
    order.forEach((node, at) => {
      if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
    });
    const rows = [...list.querySelectorAll(":scope > [data-key]")];
    for (const row of rows) row.tabIndex = -1;
    const stop = rows.find((row) => row === document.activeElement) ?? rows.at(-1);
    if (stop) stop.tabIndex = 0; // the list is one stop on the way of the Tab key
  }

  function carryOver({ view: from, message: was }, { view: to, message: is }) {
    if (from.host && to.host && JSON.stringify(was.blocks) === JSON.stringify(is.blocks))
      restoreValues(to.host, valuesOf(from.host));
    to.note.replaceWith(from.note); // its answer may still be on the way
    to.note = from.note;
    const focused = document.activeElement;
    if (!from.node.contains(focused)) return;
    const field = focused.dataset.field;
    queueMicrotask(() => {
      const twin =
        field && [...to.node.querySelectorAll("[data-field]")].find((one) => one.dataset.field === field);
      (twin ?? to.node).focus({ preventScroll: true });
    });
  }

  function onKey(event) {
    const message = event.target;
    if (!message.dataset.key) return;
    const all = [...list.querySelectorAll(":scope > [data-key]")];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const to = all[all.indexOf(message) + step];
      if (to) {
        message.tabIndex = -1;
        to.tabIndex = 0;
        to.focus();
      }
    } else if (event.key === "Enter" || event.key === "t") {
      event.preventDefault();
      shown.get(message.dataset.key)?.view.openThread?.();
    }
  }

  function onScroll() {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
    if (follows) jump.hidden = true;
  }

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    jump.hidden = true;
  }
}

/** What a message is told apart by: an ephemeral may share its ts with a message. */
export function keyOf(message) {
  return `${message.is_ephemeral ? "e" : "m"}:${message.ts}`;
}

function belongs(message, previous) {
  if (!previous || previous.user !== message.user || message.is_ephemeral || previous.is_ephemeral)
    return false;
  return millis(message.ts) - millis(previous.ts) < TOGETHER && !isCard(message) && !previous.reply_count;
}
