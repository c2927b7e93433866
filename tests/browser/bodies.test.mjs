// Requests that announce more than they send: others are answered meanwhile, and the workbench ends when it is asked to.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fixturesRun, view } from "./session.mjs";

const CALLERS = 8;

const announcing = (workbench, length, host, origin) =>
  `POST /${workbench.key}/documents HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nContent-Length: ${length}\r\n\r\na=`;

for (const [what, length] of [["a page", 5000], ["a book", 50_000_000], ["more than there is memory", 1e12], ["more than can be counted", "99999999999999999999"]]) {
  for (const from of ["another site", "the workbench"]) {
    test(`a form from ${from} that announces ${what} and sends two bytes holds nobody up`, async () => {
      const workbench = await view(await fixturesRun());
      const own = `127.0.0.1:${workbench.port}`;
      const callers = [];
      for (let times = 0; times < CALLERS; times++) {
        const socket = connect(workbench.port, "127.0.0.1");
        socket.on("error", () => {});
        await once(socket, "connect");
        socket.write(announcing(workbench, length, own, from === "the workbench" ? `http://${own}` : "http://evil.example"));
        callers.push(socket);
      }
      await sleep(300);
      const answer = await fetch(workbench.at("documents"), { signal: AbortSignal.timeout(5000) }).then(({ status }) => status, ({ name }) => name);
      const ended = workbench.stop();
      const { code } = await Promise.race([ended, sleep(5000, { code: "still there" })]);
      callers.forEach((socket) => socket.destroy());
      await ended;
      assert.deepEqual({ answer, code }, { answer: 200, code: 0 });
    });
  }
}
