// Requests that no browser sends: each is refused, and the server lives on.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fixturesRun, view } from "./session.mjs";

let workbench;
before(async () => {
  workbench = await view(await fixturesRun());
});
after(async () => {
  const ended = await workbench.stop();
  assert.deepEqual(ended, { code: 0, signal: null, said: "" });
});

/** Opens a connection, sends these bytes and leaves it open. */
async function begin({ port }, bytes) {
  const socket = connect(port, "127.0.0.1");
  // It may hang up before all is sent.
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(bytes);
  return socket;
}

/** What comes back when these bytes are sent, until the other side is done or nothing more comes. */
async function raw(bytes, patience = 5000) {
  const socket = await begin(workbench, bytes);
  let answer = "";
  socket.setTimeout(patience, () => socket.destroy());
  socket.on("data", (data) => (answer += data.toString("latin1")));
  await once(socket, "close");
  return answer;
}

const status = (answer) => Number(answer.match(/^HTTP\/1\.\d (\d{3})/)?.[1] ?? 0);

/** A request with these headers; `null` takes one away. */
function request(target, headers = {}, { method = "GET", body = "" } = {}) {
  const all = { Host: `127.0.0.1:${workbench.port}`, Connection: "close", ...headers };
  const lines = Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

const own = (page = "") => `/${workbench.key}/${page}`;

afterEach(async () => {
  const answer = await raw(request(own("documents")));
  assert.equal(status(answer), 200, "the server lives on");
});

test("the address with its key is answered, and says what browsers may do with it", async () => {
  const answer = await raw(request(own()));
  assert.equal(status(answer), 200);
  for (const header of [
    /content-security-policy: default-src 'none';.*frame-ancestors 'none'/i, /x-content-type-options: nosniff/i, /x-frame-options: deny/i,
    /referrer-policy: (same-origin|no-referrer)/i, /cross-origin-resource-policy: same-origin/i, /cross-origin-opener-policy: same-origin/i, /cache-control: no-store/i,
  ]) assert.match(answer, header);
  assert.doesNotMatch(answer, /access-control-allow/i);
  assert.doesNotMatch(answer, /unsafe-(inline|eval)/);
});

test("another Host, and none, are refused", async () => {
  const { port } = workbench;
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${port + 1}`, `127.0.0.1:${port}.evil.example`,
    `127.0.0.1.evil.example:${port}`, `evil.example@127.0.0.1:${port}`, `[::1]:${port}`, `0.0.0.0:${port}`, "", " ", null]) {
    assert.ok([400, 421].includes(status(await raw(request(own(), { Host: host })))), `Host: ${host}`);
  }
});

test("two Hosts do not smuggle one in", async () => {
  const answer = await raw(request(own(), { Host: "evil.example", host: `127.0.0.1:${workbench.port}` }));
  assert.ok([400, 421].includes(status(answer)));
});

test("another Origin is refused, and a form without one", async () => {
  const body = "a=b";
  const form = { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": body.length };
  const { port } = workbench;
  for (const origin of ["http://evil.example", "null", "", "https://127.0.0.1:" + port, `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}.evil.example`, `http://evil.example/http://127.0.0.1:${port}`]) {
    assert.equal(status(await raw(request(own("documents"), { ...form, Origin: origin }, { method: "POST", body }))), 403, `POST, Origin: ${origin}`);
    assert.equal(status(await raw(request(own("documents"), { Origin: origin }))), 403, `GET, Origin: ${origin}`);
  }
  assert.equal(status(await raw(request(own("documents"), form, { method: "POST", body }))), 403, "POST without Origin");
});

test("without the key, with another, and with a part of it nothing is told", async () => {
  const { key } = workbench;
  const wrong = ["/", "/documents", `/${key.slice(0, -1)}/`, `/${key}0/`, `/${key.toUpperCase()}X/`, `/${"0".repeat(key.length)}/documents`,
    `//${key}/`, `/?${key}`, `/x/${key}/documents`, `/%2f${key}/`, "*", "", key];
  for (const target of wrong) {
    const answer = await raw(request(target));
    assert.ok([0, 400, 403, 404].includes(status(answer)), `${target}: ${answer.slice(0, 80)}`);
    assert.ok(!answer.includes(key), target);
  }
});

test("no path leads to a file", async () => {
  const steps = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "....//", "%252e%252e%252f", "..%c0%af", "/../"];
  for (const step of steps) {
    for (const file of ["etc/passwd", "manifest.jsonl", "report.json"]) {
      const answer = await raw(request(own(step.repeat(file.startsWith("etc") ? 12 : 1) + file)));
      assert.ok([400, 403, 404].includes(status(answer)), `${step}${file}: ${answer.slice(0, 60)}`);
      assert.doesNotMatch(answer, /root:|"program"/);
    }
  }
  for (const file of ["documents.jsonl", "removed.jsonl", "report.json", "text/", "/etc/passwd", "file:///etc/passwd", "style.css/../../x"]) {
    assert.ok([400, 403, 404].includes(status(await raw(request(own(file))))), file);
  }
});

test("a target with a scheme and a host is refused", async () => {
  for (const host of ["evil.example", `127.0.0.1:${workbench.port}`]) {
    const answer = await raw(request(`http://${host}${own("documents")}`));
    assert.ok([400, 403, 404, 421].includes(status(answer)), host);
  }
});

test("other methods are refused", async () => {
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "X"]) {
    const answer = await raw(request(own("documents"), {}, { method }));
    assert.ok([400, 403, 404, 405, 501].includes(status(answer)), `${method}: ${answer.slice(0, 60)}`);
    assert.doesNotMatch(answer, /access-control-allow/i);
  }
});

test("HEAD has no body", async () => {
  const answer = await raw(request(own("documents"), {}, { method: "HEAD" }));
  assert.equal(status(answer), 200);
  assert.equal(answer.slice(answer.indexOf("\r\n\r\n") + 4), "");
});

test("a form that is too long is refused", async () => {
  const body = `a=${"x".repeat(2 << 20)}`;
  const headers = { Origin: `http://127.0.0.1:${workbench.port}`, "Content-Length": body.length, "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await raw(request(own("documents"), headers, { method: "POST", body }), 10_000);
  assert.equal(status(answer), 413);
});

test("requests that end in the middle hold nobody up", async () => {
  const sockets = [];
  const halves = ["", "G", "GET /", `GET ${own()} HTTP/1.1\r\n`, `GET ${own()} HTTP/1.1\r\nHost: 127`];
  for (let times = 0; times < 60; times++) sockets.push(await begin(workbench, halves[times % halves.length]));
  const answer = await raw(request(own("documents")));
  sockets.forEach((socket) => socket.destroy());
  assert.equal(status(answer), 200, "others are answered meanwhile");
});

test("huge headers, huge targets and rubbish are refused", async () => {
  const long = "x".repeat(4 << 20);
  const rubbish = [
    request(own(), { "X-Long": long }), request(own(`documents?text=${long}`)), "\0\0\0\0\r\n\r\n", "\r\n\r\n\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", request(own(), { "X-Odd": "a\0b" }),
    request(own("documents"), { "Transfer-Encoding": "chunked", Origin: `http://127.0.0.1:${workbench.port}` }, { method: "POST", body: "zz\r\nbody" }),
  ];
  for (const bytes of rubbish) {
    const answer = await raw(Buffer.from(bytes, "latin1"), 2000);
    assert.notEqual(status(answer), 500, answer.slice(0, 60));
  }
});

test("parameters that make no sense break no page", async () => {
  for (const page of ["document?n=-1", "document?n=99999999999999999999", "document?n=0&lines=99999999999999999999", "document?n=0&lines=0",
    "documents?from=4294967295", "documents?from=-1", "documents?random=x", "documents?random=18446744073709551615", "documents?%ff=%ff&%zz=%",
    "documents?text=%00", "documents?text=%ff", "documents?in=x&text=a", "values?facet=host&from=18446744073709551615", "values?facet=host&from=99999",
    `documents?${"host=a&".repeat(5000)}`, `documents?text=${"a".repeat(20_000)}`, "?x", "documents?", "documents?&&==&"]) {
    const begun = Date.now();
    const answer = await raw(request(own(page)), 20_000);
    assert.ok(Date.now() - begun < 5000, `${page.slice(0, 60)} is slow`);
    assert.ok([200, 400, 404, 413, 414].includes(status(answer)), `${page.slice(0, 60)}: ${answer.slice(0, 200)}`);
  }
});

test("the key has enough chance in it, and is another one at each start", async () => {
  assert.match(workbench.key, /^[0-9a-f]{32,}$/);
  const other = await view(await fixturesRun());
  await other.stop();
  assert.notEqual(other.key, workbench.key);
});

test("it listens on this machine only", async () => {
  const { networkInterfaces } = await import("node:os");
  const others = Object.values(networkInterfaces()).flat().filter(({ family, internal }) => family === "IPv4" && !internal);
  for (const { address } of others) {
    const socket = connect({ port: workbench.port, host: address, timeout: 2000 });
    const [outcome] = await Promise.race([once(socket, "connect").then(() => ["connected"]), once(socket, "error").then(() => ["refused"], () => ["refused"])]).catch(() => ["refused"]);
    socket.destroy();
    assert.equal(outcome, "refused", address);
  }
});
