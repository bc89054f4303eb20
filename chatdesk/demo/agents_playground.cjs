// Loaded into Microsoft's Agents Playground before it starts, for what it has no option for.
"use strict";

const net = require("node:net");

// It listens on every interface of the machine; here nobody but this machine may reach it.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const whenListening = rest.filter((one) => typeof one === "function");
  return listen.call(this, { port: Number(port), host: "127.0.0.1" }, ...whenListening);
};

// It opens a browser by itself, and sends through a proxy what is meant for this machine.
process.env.BROWSER = "none";
for (const name of Object.keys(process.env)) {
  if (/^(https?|all)_proxy$/i.test(name)) delete process.env[name];
}

// Whoever started it holds this pipe; when they are gone, however they went, it must not stay.
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0)).resume();
