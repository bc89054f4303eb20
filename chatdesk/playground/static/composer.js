// Where one writes: Enter sends, Shift+Enter starts a line; commands, people and emoji complete themselves.

import { suggestionBox } from "./suggestions.js";
import { chosenFiles } from "./files.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./popover.js";
import { recall, remember } from "./place.js";

/** { node, update({ reader, state, label, draftKey }), focus() }; `send(text, files)` and `runShortcut(shortcut)` answer
 *  what the playground said to it. */
export function composer({ send, runShortcut, inThread = false }) {
  let now = null; // the last update
  let queue = Promise.resolve(); // one after the other, so that lines keep their order
  let waiting = 0;
  const notes = h("div", { class: "notes", role: "status" });
  const field = h("textarea", {
    rows: "1",
    dir: "auto",
    "aria-autocomplete": "list",
    autocomplete: "off",
    onkeydown: onKey,
    oninput: onInput,
  });
  const suggestions = suggestionBox(field);
  const sendButton = h(
    "button",
    { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", onclick: submit },
    icon("send"),
  );
  const plus = h(
    "button",
    {
      type: "button",
      class: "tool",
      "aria-label": "Commands and shortcuts",
      title: "Commands and shortcuts",
      "aria-haspopup": "menu",
      onclick: openPlus,
    },
    icon("plus"),
  );
  const hint = h("span", { class: "composer-hint" });
  let attached = null; // what is chosen to go with the next message
  const attachments = h("div", { class: "composer-files" });
  const chooser = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    "aria-label": "Attach files",
    onchange: async () => {
      const files = [...chooser.files];
      chooser.value = "";
      await attached.add(files);
    },
  });
  const node = h(
    "div",
    { class: "composer" },
    notes,
    suggestions.node,
    attachments,
    h("div", { class: "composer-box" }, plus, field, chooser, sendButton),
    h("div", { class: "composer-foot" }, hint),
  );
  return { node, update, focus: () => field.focus() };

  function update(next) {
    const moved = now?.draftKey !== next.draftKey;
    now = next;
    suggestions.update(next);
    field.setAttribute("placeholder", next.label);
    field.setAttribute("aria-label", next.label);
    if (!moved) return;
    field.value = recall(next.draftKey) ?? "";
    notes.replaceChildren();
    attached = chosenFiles(next.reader, grow);
    attachments.replaceChildren(attached.node);
    grow();
  }

  function onInput() {
    remember(now.draftKey, field.value);
    grow();
    hint.textContent = suggestions.refresh();
  }

  function onKey(event) {
    if (event.isComposing || suggestions.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  }

  function submit() {
    const text = field.value;
    const { draftKey } = now;
    const files = attached.files();
    if (!text.trim() && !files.length) return;
    field.value = "";
    attached.set([]);
    remember(draftKey, null);
    notes.replaceChildren();
    suggestions.close();
    grow();
    waiting += 1;
    node.classList.add("is-sending");
    hint.textContent = "Sending…";
    queue = queue.then(async () => {
      const answer = await send(
        text,
        files.map((file) => file.id),
      );
      waiting -= 1;
      if (!waiting) {
        node.classList.remove("is-sending");
        hint.textContent = "";
      }
      if (draftKey !== now.draftKey) return;
      if (!answer.ok && !field.value) {
        field.value = text; // nothing typed is lost
        attached.set(files);
        remember(draftKey, text);
        grow();
      }
      told(answer);
    });
  }

  async function run(shortcut) {
    told(await runShortcut(shortcut));
  }

  function told(answer) {
    const words = answer.ok ? answer.notice : (answer.error ?? "That did not work.");
    if (words) say(words, !answer.ok);
  }

  /** A note only this person sees, at the place where they asked. */
  function say(words, isError = false) {
    const note = h(
      "div",
      { class: isError ? "note is-error" : "note" },
      icon(isError ? "warning" : "eye", 18),
      h(
        "div",
        { class: "note-words" },
        h("small", {}, "Only visible to you"),
        h("span", { dir: "auto" }, words),
      ),
      h(
        "button",
        { type: "button", class: "tool", "aria-label": "Dismiss", onclick: () => note.remove() },
        icon("close", 16),
      ),
    );
    notes.replaceChildren(note);
  }

  function openPlus() {
    const commands = inThread
      ? []
      : now.state.commands.map((command) => ({
          label: command.command,
          detail: command.usage_hint,
          icon: icon("next", 18),
          run: () => {
            field.value = `${command.command} `;
            field.focus();
            onInput();
          },
        }));
    const shortcuts = now.state.shortcuts
      .filter((one) => one.kind === "global")
      .map((one) => ({
        label: one.name,
        detail: "Shortcut of the app",
        icon: icon("bolt", 18),
        run: () => run(one),
      }));
    const mention = {
      label: "Mention somebody",
      detail: "@",
      icon: icon("people", 18),
      run: () => {
        field.setRangeText("@", field.selectionStart, field.selectionEnd, "end");
        field.focus();
        onInput();
      },
    };
    const attach = {
      label: "Attach files",
      detail: "From this computer",
      icon: icon("file", 18),
      run: () => chooser.click(),
    };
    openMenu(plus, [...commands, ...shortcuts, mention, attach], { label: "Commands and shortcuts", align: "start" });
  }

  function grow() {
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${Math.min(field.scrollHeight, 220)}px`);
    sendButton.disabled = !field.value.trim() && !attached?.files().length;
  }
}
