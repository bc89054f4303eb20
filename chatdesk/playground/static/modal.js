// The app's modals: a stack of views of which the top one shows. Typed values survive a redraw and a reload;
// the dialog element keeps the focus inside.

import { blocksHost, blocksNodes, restoreValues, valuesOf } from "./blocks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { wordsOf } from "./mrkdwn.js";
import { forget, recall, remember } from "./place.js";

/** { update(views, reader), isOpen() }; `deeds` = { click, submit, close } on a view. */
export function modalStack({ deeds }) {
  let shown = null; // { view, host, form }
  let busy = false;
  const dialog = h("dialog", {
    class: "modal",
    "aria-labelledby": "modal-title",
    oncancel: (event) => {
      event.preventDefault();
      if (shown) leave();
    },
  });
  document.body.append(dialog);
  return { update, isOpen: () => dialog.open };

  function update(views, reader) {
    const view = views.at(-1);
    forget(
      `view:${reader.id}:`,
      views.map((open) => keyOf(open, reader)),
    );
    if (!view) return shut();
    if (shown?.view.id === view.id && shown.view.hash === view.hash && shown.reader.zone === reader.zone) {
      shown.depth = views.length;
      return;
    }
    const same = shown?.view.id === view.id;
    const focused = same ? document.activeElement?.closest("[data-field]")?.dataset.field : null;
    draw(view, views.length, reader);
    if (!dialog.open) dialog.showModal();
    focusIn(focused);
  }

  function draw(view, depth, reader) {
    if (shown) keep();
    const host = blocksHost({
      reader,
      act: (action) => act(view, action),
      changed: (field) => {
        clearError(field.blockId);
        keep();
      },
    });
    const blocks = blocksNodes(view.blocks, host);
    restoreValues(host, view.state?.values);
    restoreValues(host, recall(keyOf(view, reader)));
    const note = h("p", { class: "modal-note", role: "alert" });
    const submit =
      view.submit &&
      h(
        "button",
        { type: "submit", class: "button is-solid", disabled: view.submit_disabled },
        h("span", { class: "spinner", "aria-hidden": "true" }),
        wordsOf(view.submit),
      );
    const form = h(
      "form",
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          send();
        },
        onkeydown: sendByKey,
      },
      h(
        "header",
        { class: "modal-head" },
        depth > 1 &&
          h("button", { type: "button", class: "tool", "aria-label": "Back", onclick: leave }, icon("back")),
        h("h2", { id: "modal-title", dir: "auto" }, wordsOf(view.title)),
        h("button", { type: "button", class: "tool", "aria-label": "Close", onclick: leave }, icon("close")),
      ),
      h("div", { class: "modal-body" }, blocks),
      note,
      h(
        "footer",
        { class: "dialog-foot" },
        h("button", { type: "button", class: "button", onclick: leave }, wordsOf(view.close) || "Cancel"),
        submit,
      ),
    );
    dialog.replaceChildren(form);
    shown = { view, host, form, note, submit, depth, reader };
  }

  async function act(view, action) {
    const answer = await deeds.click(view, action, valuesOf(shown.host));
    if (!answer.ok && shown?.view.id === view.id)
      shown.note.textContent = answer.error ?? "That did not work.";
  }

  async function send() {
    if (busy || !shown?.submit) return;
    const { view, host } = shown;
    shown.note.textContent = "";
    const faults = faultsOf(host);
    if (faults.size) {
      showErrors(Object.fromEntries(faults));
      return;
    }
    setBusy(true);
    const answer = await deeds.submit(view, valuesOf(host));
    setBusy(false);
    if (answer.ok || shown?.view.id !== view.id) return;
    if (answer.errors) showErrors(answer.errors);
    else shown.note.textContent = answer.error ?? "That did not work.";
  }

  async function leave() {
    if (busy) return;
    const { view } = shown;
    const answer = await deeds.close(view);
    if (!answer.ok && shown?.view.id === view.id) {
      console.warn("A modal could not be closed in order", answer.error); // shut it anyway: nobody may be locked in
      shut();
    }
  }

  function shut() {
    shown = null;
    setBusy(false);
    if (dialog.open) dialog.close();
    dialog.replaceChildren();
  }

  function setBusy(is) {
    busy = is;
    dialog.classList.toggle("is-busy", is);
    if (shown?.submit) {
      shown.submit.disabled = is || Boolean(shown.view.submit_disabled);
      shown.submit.setAttribute("aria-busy", String(is));
    }
  }

  function keep() {
    remember(keyOf(shown.view, shown.reader), valuesOf(shown.host));
  }

  function showErrors(errors) {
    let first = null;
    for (const field of shown.host.fields.values()) {
      const words = field.input && errors[field.blockId];
      if (!words) continue;
      const block = shown.form.querySelector(`[data-block="${CSS.escape(field.blockId)}"]`);
      block?.classList.add("has-error");
      block?.querySelector(`#${field.id}`)?.setAttribute("aria-invalid", "true");
      const place = block?.querySelector(".input-error");
      if (place) place.textContent = words;
      first ??= field;
    }
    if (first) first.focus();
    else shown.note.textContent = Object.values(errors).join(" ");
  }

  function clearError(blockId) {
    const block = shown?.form.querySelector(`[data-block="${CSS.escape(blockId)}"]`);
    if (!block?.classList.contains("has-error")) return;
    block.classList.remove("has-error");
    block.querySelector(".input-error").textContent = "";
    block.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }

  function focusIn(key) {
    const fields = [...shown.host.fields];
    const again = key && fields.find(([name]) => name === key);
    if (again) again[1].focus();
    else (fields[0]?.[1].focus ?? (() => shown.form.querySelector("button")?.focus()))();
  }
}

function keyOf(view, reader) {
  return `view:${reader.id}:${view.id}`;
}

/** What this page can already say is missing or wrong, by block_id. */
function faultsOf(host) {
  const faults = new Map();
  for (const field of host.fields.values()) {
    if (!field.input) continue;
    if (field.fault?.()) faults.set(field.blockId, field.fault());
    else if (field.isEmpty() && !field.input.optional) faults.set(field.blockId, "Please fill this in.");
  }
  return faults;
}

/** Ctrl or Cmd with Enter sends the form from anywhere, a text of several lines included. */
function sendByKey(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    event.currentTarget.requestSubmit();
  }
}
