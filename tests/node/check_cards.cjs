// Reads {name: card} from standard input; writes {name: [fault, …]} for every card, by the adaptivecards library.
"use strict";

const { AdaptiveCard, SerializationContext, Version } = require("adaptivecards/dist/adaptivecards.js");

// People pickers came after 1.5; Teams takes them in a card of 1.5, the library says so of every one.
function withoutDirectories(key, value) {
  return key === "choices.data" ? undefined : value;
}

function faultsOf(json) {
  const context = new SerializationContext(new Version(1, 5));
  const card = new AdaptiveCard();
  card.parse(json, context);
  const found = [];
  for (let at = 0; at < context.eventCount; at++) {
    found.push(context.getEventAt(at).message);
  }
  for (const failure of card.validateProperties().validationEvents) {
    found.push(failure.message);
  }
  return found;
}

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => {
  const cards = JSON.parse(input, withoutDirectories);
  const answer = Object.fromEntries(Object.entries(cards).map(([name, card]) => [name, faultsOf(card)]));
  process.stdout.write(JSON.stringify(answer));
});
