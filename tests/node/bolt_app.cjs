// A small app on Slack's own JavaScript framework. What it sees it tells on standard output, a line of JSON each.
// Its twin in Python stands in tests/playground/twins.py: both do the same, so that one test tries both.
"use strict";

const { App, LogLevel } = require("@slack/bolt");

const { API_URL, BOT_TOKEN, SIGNING_SECRET, APP_TOKEN } = process.env;
const app = new App({
  token: BOT_TOKEN,
  ...(APP_TOKEN ? { appToken: APP_TOKEN, socketMode: true } : { signingSecret: SIGNING_SECRET }),
  processBeforeResponse: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: API_URL, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
});
const client = app.client;
const failedOnce = new Set();

function tell(line) {
  process.stdout.write(JSON.stringify(line) + "\n");
}

async function tried(call) {
  try {
    const answer = await call;
    return { ok: true, answer };
  } catch (error) {
    return { ok: false, error: error.data ? error.data.error : error.code || String(error) };
  }
}

function form(title) {
  const text = (words) => ({ type: "plain_text", text: words });
  const element = { type: "plain_text_input", action_id: "words" };
  return {
    type: "modal",
    callback_id: "form",
    title: text(title),
    submit: text("Send"),
    blocks: [
      { type: "input", block_id: "said", label: text("Words"), element },
      { type: "actions", block_id: "more", elements: [{ type: "button", action_id: "deeper", text: text("Deeper") }] },
    ],
  };
}

app.event("message", async ({ event, context }) => {
  tell({ saw: "message", text: event.text, num: context.retryNum ?? null, reason: context.retryReason ?? null });
  if (event.text === "fail once" && !failedOnce.has(event.ts)) {
    failedOnce.add(event.ts);
    throw new Error("as asked");
  }
});

app.command("/ticket", async ({ command, ack }) => {
  tell({ saw: "command", text: command.text, user: command.user_id, channel: command.channel_id });
  await ack({ response_type: "ephemeral", text: `You said: ${command.text}` });
});

app.action("open", async ({ ack, body }) => {
  await ack();
  const opened = await tried(client.views.open({ trigger_id: body.trigger_id, view: form("One") }));
  const again = await tried(client.views.open({ trigger_id: body.trigger_id, view: form("Again") }));
  tell({ saw: "open", ok: opened.ok, again: again.error, user: body.user.id, team: body.user.team_id });
});

app.action("refused", async ({ ack, body }) => {
  await ack();
  const view = { ...form("One"), title: { type: "plain_text", text: "a title of far more than twenty-four characters" } };
  const opened = await tried(client.views.open({ trigger_id: body.trigger_id, view }));
  tell({ saw: "refused", error: opened.error });
});

app.action("deeper", async ({ ack, body }) => {
  await ack();
  const pushed = await tried(client.views.push({ trigger_id: body.trigger_id, view: form("Deeper") }));
  const stale = await tried(client.views.update({ view_id: body.view.id, hash: "1.stale", view: form("Stale") }));
  tell({ saw: "deeper", error: pushed.error ?? null, stale: stale.error });
});

app.action("answer", async ({ ack, respond }) => {
  await ack();
  const answers = [];
  for (let number = 1; number <= 6; number++) {
    answers.push((await tried(respond({ text: `answer ${number}`, response_type: "ephemeral" }))).ok);
  }
  tell({ saw: "answer", answers });
});

app.view("form", async ({ ack, view, body }) => {
  const words = view.state.values.said.words.value;
  tell({ saw: "form", words, team: body.user.team_id });
  if (words === "wrong") {
    await ack({ response_action: "errors", errors: { said: "Not these words." } });
  } else if (words === "nowhere") {
    await ack({ response_action: "errors", errors: { elsewhere: "There is no such field." } });
  } else if (words === "change") {
    await ack({ response_action: "update", view: form("Changed") });
  } else if (words === "broken") {
    await ack({ response_action: "update", view: { ...form("Broken"), blocks: "none" } });
  } else if (words === "clear") {
    await ack({ response_action: "clear" });
  } else {
    await ack();
  }
});

app.shortcut("note", async ({ ack, shortcut }) => {
  await ack();
  const channel = shortcut.channel.id;
  const posted = await client.chat.postMessage({ channel, thread_ts: shortcut.message.ts, text: "noting" });
  await client.chat.update({ channel, ts: posted.ts, text: "noted" });
  const author = await client.users.info({ user: shortcut.message.user });
  const nobody = await tried(client.users.info({ user: "U0NONE" }));
  const nowhere = await tried(client.chat.postMessage({ channel: "C0QUIET", text: "?" }));
  tell({ saw: "note", team: author.user.team_id, nobody: nobody.error, nowhere: nowhere.error });
});

(async () => {
  const server = await app.start(0);
  const address = APP_TOKEN ? null : server.address();
  tell({ saw: "start", port: address ? address.port : null });
})();
