// What another site's page can do to the workbench: nothing, with or without its key.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { browser, fixturesRun, view } from "./session.mjs";

const EVIL = "evil.example";
const WRONG = "0123456789abcdef0123456789abcdef";

let workbench, chromium, site;
before(async () => {
  workbench = await view(await fixturesRun());
  site = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<!doctype html><title>evil</title>")).listen(0, "127.0.0.1");
  await once(site, "listening");
  // The other site's name leads to this machine, as with DNS rebinding.
  chromium = await browser(`--host-resolver-rules=MAP ${EVIL} 127.0.0.1`);
});
after(async () => {
  await chromium?.close();
  site?.close();
  // It has lived through all of it.
  const { code } = await workbench.stop();
  assert.equal(code, 0);
});

/** Opens a page of the other site, and gives what the attack finds there. */
async function attack(origin, how, address) {
  const context = await chromium.newContext();
  try {
    const page = await context.newPage();
    await page.goto(origin);
    return await page.evaluate(how, address);
  } finally {
    await context.close();
  }
}

/** The other site: by its name, and by the number of this machine, which browsers take for the same site. */
const origins = () => [`http://${EVIL}:${site.address().port}/`, `http://127.0.0.1:${site.address().port}/`];
/** The workbench with its key, with another, and without. */
const homes = () => ["", WRONG].map((key) => `http://127.0.0.1:${workbench.port}/${key && `${key}/`}`).concat(workbench.url);

/** A test for each kind of attack: `how` runs on the page of the other site. */
function cannot(what, page, how) {
  test(`another site cannot ${what}`, async () => {
    for (const origin of origins()) {
      for (const home of homes()) assert.equal(await attack(origin, how, `${home}${page}`), "nothing", `${origin} ${home}`);
    }
  });
}

cannot("read a page with fetch", "documents", (address) =>
  fetch(address).then((answer) => answer.text(), () => "nothing"));

cannot("read a page with fetch and its cookies", "documents", (address) =>
  fetch(address, { credentials: "include" }).then((answer) => answer.text(), () => "nothing"));

cannot("read a page with fetch that asks for no leave", "documents", (address) =>
  fetch(address, { mode: "no-cors" }).then(async (answer) => (await answer.text()) || answer.status || "nothing", () => "nothing"));

cannot("send a form with fetch", "documents", (address) =>
  fetch(address, { method: "POST", mode: "no-cors", body: new URLSearchParams({ a: "b" }) })
    .then(async (answer) => (await answer.text()) || answer.status || "nothing", () => "nothing"));

cannot("include its script", "workbench.js", (address) =>
  new Promise((done) => {
    const script = document.createElement("script");
    script.onload = () => done("loaded");
    script.onerror = () => done("nothing");
    script.src = address;
    document.head.append(script);
  }));

cannot("include its style", "style.css", (address) =>
  new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.onload = () => done("loaded");
    link.onerror = () => done("nothing");
    link.href = address;
    document.head.append(link);
  }));

cannot("show anything of it as an image", "style.css", (address) =>
  new Promise((done) => {
    const image = new Image();
    image.onload = () => done("loaded");
    image.onerror = () => done("nothing");
    image.src = address;
  }));

cannot("look into a frame with it", "documents", (address) =>
  new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.onload = () => {
      try {
        done(frame.contentDocument?.body.textContent || "nothing");
      } catch {
        done("nothing");
      }
    };
    frame.src = address;
    document.body.append(frame);
  }));

test("another site cannot show a page in a frame", async () => {
  for (const origin of origins()) {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(origin);
    await page.evaluate((address) =>
      new Promise((done) => {
        const frame = document.createElement("iframe");
        frame.onload = done;
        frame.src = address;
        document.body.append(frame);
      }), workbench.at("documents"));
    const [, frame] = page.frames();
    assert.ok(!(await frame.content()).includes("Documents"), origin);
    assert.match(said.join("\n"), /frame-ancestors|X-Frame-Options/);
    await context.close();
  }
});

test("another site cannot hold on to a window that it opened", async () => {
  for (const origin of origins()) {
    const context = await chromium.newContext();
    const page = await context.newPage();
    await page.goto(origin);
    const opened = context.waitForEvent("page");
    await page.evaluate((address) => { window.other = window.open(address); }, workbench.at("documents"));
    const other = await opened;
    await other.getByRole("heading", { name: /documents/ }).waitFor();
    const seen = await page.evaluate(() => {
      try {
        return { closed: window.other.closed, frames: window.other.length, text: window.other.document?.body.textContent ?? null };
      } catch (error) {
        return { closed: window.other.closed, frames: 0, text: null };
      }
    });
    assert.deepEqual(seen, { closed: true, frames: 0, text: null }, origin);
    assert.equal(await other.evaluate(() => window.opener), null);
    await context.close();
  }
});

test("a form of another site is refused, though the key is right", async () => {
  for (const origin of origins()) {
    const context = await chromium.newContext();
    const page = await context.newPage();
    await page.goto(origin);
    const answered = page.waitForResponse((answer) => answer.url().startsWith(workbench.url));
    await page.evaluate((address) => {
      document.body.innerHTML = `<form method="post" action="${address}"><input name="a" value="b"></form>`;
      document.forms[0].submit();
    }, workbench.at("documents"));
    assert.equal((await answered).status(), 403, origin);
    await context.close();
  }
});

test("another name for this machine is refused, though the key is right", async () => {
  const context = await chromium.newContext();
  const page = await context.newPage();
  const key = new URL(workbench.url).pathname;
  for (const page_ of ["", "documents", "style.css"]) {
    const answer = await page.goto(`http://${EVIL}:${workbench.port}${key}${page_}`);
    assert.equal(answer.status(), 421);
    assert.ok(!(await page.content()).includes("Sarand"));
  }
  await context.close();
});

test("a link from another site without the key leads nowhere", async () => {
  const context = await chromium.newContext();
  const page = await context.newPage();
  for (const address of [`http://127.0.0.1:${workbench.port}/`, `http://127.0.0.1:${workbench.port}/${WRONG}/documents`]) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 403);
    assert.ok(!(await page.content()).includes(workbench.key), "the key is not told");
  }
  await context.close();
});

test("the key is told to no other site", async () => {
  const heard = [];
  const ear = (request) => heard.push(`${request.url} ${request.headers.referer ?? ""}`);
  site.on("request", ear);
  const context = await chromium.newContext();
  const page = await context.newPage();
  await page.goto(workbench.at("documents"));
  await page.evaluate((address) => {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: "away" });
    document.body.append(link);
    link.click();
  }, origins()[0]);
  await page.waitForURL(origins()[0]);
  site.off("request", ear);
  assert.ok(heard.length > 0);
  for (const request of heard) assert.ok(!request.includes(workbench.key), request);
  await context.close();
});
