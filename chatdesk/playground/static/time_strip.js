// The workspace's clock: what time it is, what happens next, and the buttons that move it.

import { ahead, fullMoment, shortDate, timeOfDay, zoneName } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** { node, update(state, reader), say(answer) }; `step(key)` answers { ok, notice?, error? }. */
export function timeStrip({ step }) {
  const moment = h("time", { class: "moment" });
  const upcoming = h("span", { class: "upcoming" });
  const buttons = h("div", { class: "step-buttons", role: "group", "aria-label": "Move the clock" });
  const result = h("div", { class: "step-result", role: "status", hidden: true });
  const clock = h("div", { class: "clock" }, icon("clock"), moment, upcoming);
  const node = h(
    "section",
    { class: "time-strip", "aria-label": "Time" },
    h("div", { class: "time-row" }, clock, buttons),
    result,
  );
  let busy = null;
  let last = null;
  return { node, update, say };

  function update(state, reader) {
    last = { state, reader };
    const at = Date.parse(state.now);
    moment.setAttribute("datetime", state.now);
    moment.replaceChildren(
      h("span", {}, shortDate(at, reader)),
      h("strong", {}, timeOfDay(at, reader)),
      h("span", { class: "zone" }, zoneName(at, reader.zone)),
    );
    const next = state.time?.next;
    upcoming.hidden = !next;
    if (next) {
      const then = Date.parse(next.at);
      upcoming.title = fullMoment(then, reader);
      upcoming.replaceChildren(
        h("span", { class: "quiet" }, "Next "),
        h("strong", {}, ahead(then, at)),
        ` ${next.label}`,
      );
    }
    const steps = state.time?.steps ?? [];
    node.hidden = !state.time;
    if (buttons.dataset.steps !== JSON.stringify(steps)) draw(steps);
    for (const button of buttons.children)
      button.disabled = busy !== null || (isNext(button.dataset.step) && !next);
  }

  function draw(steps) {
    buttons.dataset.steps = JSON.stringify(steps);
    buttons.replaceChildren(
      ...steps.map(({ key, label }) =>
        h(
          "button",
          {
            type: "button",
            class: isNext(key) ? "step is-next" : "step",
            dataset: { step: key },
            onclick: () => run(key, label),
          },
          isNext(key) && icon("next", 16),
          label,
        ),
      ),
    );
  }

  async function run(key, label) {
    if (busy) return;
    busy = key;
    node.classList.add("is-moving");
    node.setAttribute("aria-busy", "true");
    show(h("span", { class: "quiet" }, `Moving the clock, ${label}…`));
    update(last.state, last.reader);
    const answer = await step(key);
    busy = null;
    node.classList.remove("is-moving");
    node.setAttribute("aria-busy", "false");
    say(answer.ok && !answer.notice ? { ok: true, notice: "The clock moved." } : answer);
    update(last.state, last.reader);
    const button = buttons.querySelector(`[data-step="${CSS.escape(key)}"]`);
    if (document.activeElement === document.body) button?.focus(); // lost while it could not be pressed
  }

  /** Shows an answer's words; an answer that has none changes nothing. */
  function say({ ok, notice, error }) {
    const words = ok ? notice : (error ?? "That did not work.");
    if (words) show(h("span", { class: ok ? "" : "is-error" }, words));
  }

  function show(words) {
    result.hidden = false;
    result.replaceChildren(
      h("div", { class: "step-words" }, words),
      h(
        "button",
        { type: "button", class: "tool", "aria-label": "Dismiss", onclick: () => (result.hidden = true) },
        icon("close", 16),
      ),
    );
  }
}

function isNext(key) {
  return key === "next";
}
