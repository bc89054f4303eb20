// "Your app": what an installer does on Slack's own pages, in the same order and words.

import { get, listen, post } from "./api.js";
import { count, fill, h } from "./dom.js";

const root = document.querySelector("#steps");
const manifest = h("textarea", { id: "manifest", spellcheck: "false", "aria-label": "App manifest" });
const url = h("input", { type: "url", id: "request-url", "aria-label": "Request URL" });
url.placeholder = "http://127.0.0.1:8080/slack/events";
const told = {}; // what the last attempt of each step came to
let shown = null;

try {
  await refresh();
  listen({ changed: refresh, connected: () => {} });
} catch (error) {
  fill(root, h("p", { class: "told is-wrong", role: "alert" }, error.message));
}

async function refresh() {
  const before = shown?.app;
  shown = await get("/page/apps", {});
  if (shown.app && shown.app.manifest !== before?.manifest) manifest.value = shown.app.manifest;
  if (shown.app?.request_url !== before?.request_url) url.value = shown.app?.request_url ?? "";
  draw();
}

async function act(step, path, body, button) {
  button.setAttribute("aria-busy", "true");
  told[step] = await post(`/page/apps/${path}`, body);
  button.removeAttribute("aria-busy");
  await refresh();
}

function draw() {
  const { app } = shown;
  const focused = document.activeElement?.id;
  fill(
    root,
    h("h1", {}, app ? app.name : "Create an app"),
    h(
      "p",
      { class: "lead" },
      "The steps of api.slack.com/apps, for this workspace. ",
      h("a", { href: "/" }, "Back to the workspace"),
    ),
    step("create", "App manifest", [
      h("p", {}, "Paste a manifest in YAML or JSON, or choose its file."),
      manifest,
      h("div", { class: "row" }, saveButton(app), fileChooser()),
    ]),
    app && step("basic", "Basic Information", basics(app)),
    app && step("install", "Install App", installing(app)),
    app && step("sockets", "Socket Mode", sockets(app)),
    app && !app.is_over_sockets && step("verify", "Event Subscriptions", subscriptions(app)),
  );
  if (focused) document.getElementById(focused)?.focus();
}

function step(key, title, content) {
  const id = `step-${key}`;
  return h("section", { class: "step", "aria-labelledby": id }, h("h2", { id }, title), content, outcome(key));
}

function outcome(key) {
  const last = told[key];
  if (!last) return null;
  const findings = last.findings?.length ? h("ul", {}, last.findings.map((one) => h("li", {}, one))) : null;
  if (last.ok) return last.notice ? h("div", { class: "told", role: "status" }, last.notice) : null;
  return h("div", { class: "told is-wrong", role: "alert" }, last.error, findings);
}

function saveButton(app) {
  const button = h("button", { type: "button", class: "button is-primary", id: "save" });
  button.textContent = app ? "Save changes" : "Create";
  button.addEventListener("click", () => act("create", "create", { manifest: manifest.value }, button));
  return button;
}

function fileChooser() {
  const input = h("input", { type: "file", id: "file", accept: ".yml,.yaml,.json", hidden: true });
  input.addEventListener("change", async () => {
    if (input.files[0]) manifest.value = await input.files[0].text();
  });
  return [h("button", { type: "button", class: "button", onclick: () => input.click() }, "Choose a file"), input];
}

function basics(app) {
  const generate = button("Generate an app-level token", "token", () =>
    act("basic", "token", {}, generate),
  );
  return [
    h(
      "dl",
      {},
      pair("App ID", h("code", {}, app.app_id)),
      pair("Signing Secret", secret(app.signing_secret)),
      app.app_tokens.map((token) => pair("App-Level Token", secret(token))),
      pair("Web API", copied(`${location.origin}/api/`)),
    ),
    h("p", {}, "An app-level token is needed for Socket Mode only; its scope is connections:write."),
    generate,
  ];
}

function installing(app) {
  const words = app.bot_token ? "Reinstall to the workspace" : "Install to the workspace";
  const install = button(words, "install", () => act("install", "install", {}, install));
  if (!app.bot_token || app.needs_reinstall) install.classList.add("is-primary");
  return [
    h("p", {}, `It asks for: ${app.scopes.join(", ") || "nothing"}.`),
    app.bot_token && h("dl", {}, pair("Bot User OAuth Token", secret(app.bot_token))),
    app.bot_token && h("p", {}, "Invite it where it belongs: ", copied(`/invite @${app.bot_name}`)),
    app.needs_reinstall && h("p", { class: "told is-wrong" }, "The scopes have changed: install it again."),
    install,
  ];
}

function sockets(app) {
  const on = app.is_over_sockets;
  const turn = button(on ? "Switch off" : "Switch on", "sockets", () =>
    act("sockets", "sockets", { on: !on }, turn),
  );
  const state = on
    ? `On. The app has ${count(app.connections, "open connection")}.`
    : "Off: everything goes to the addresses of the manifest.";
  return [h("p", {}, state), turn];
}

function subscriptions(app) {
  const verify = button(app.verification ? "Retry" : "Verify", "verify", () =>
    act("verify", "verify", { url: url.value.trim() }, verify),
  );
  const elsewhere = app.elsewhere.length
    ? h(
        "p",
        { class: "told is-wrong" },
        `This workspace reaches only this machine, so nothing is sent to ${app.elsewhere.join(", ")}.`,
      )
    : null;
  return [
    h("p", {}, app.is_verified ? "Request URL: verified." : "Request URL: not verified, so no events are sent."),
    h("div", { class: "row" }, url, verify),
    elsewhere,
  ];
}

function button(words, id, onclick) {
  return h("button", { type: "button", class: "button", id, onclick }, words);
}

function pair(name, value) {
  return [h("dt", {}, name), h("dd", {}, value)];
}

/** A secret, hidden until somebody wants to see it. */
function secret(value) {
  const code = h("code", {}, `${value.slice(0, 5)}${"•".repeat(12)}`);
  const show = h("button", { type: "button", class: "button small" }, "Show");
  show.addEventListener("click", () => {
    code.textContent = value;
    show.hidden = true;
  });
  return [code, show, copyButton(value)];
}

function copied(value) {
  return [h("code", {}, value), " ", copyButton(value)];
}

function copyButton(value) {
  const button = h("button", { type: "button", class: "button small" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value);
    button.textContent = "Copied";
  });
  return button;
}
