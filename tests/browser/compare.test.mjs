// Two runs beside each other: what differs, by what, and the lines of it.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, number, olderRun, showing } from "./session.mjs";

const inBrowser = showing(async () => [await fixturesRun(), "--against", await olderRun()]);

/** The documents whose texts differ, from the files. */
async function differing() {
  const [now, before] = await Promise.all([fixturesRun(), olderRun()].map((out) => out.then(documentsOf)));
  const texts = new Map(before.map(({ id, text }) => [JSON.stringify(id), text]));
  return now.filter(({ id, text }) => texts.get(JSON.stringify(id)) !== text);
}

const figure = (page, words) => page.locator(".figures div", { hasText: words }).locator("dd");

/** Waits until both runs are read. */
async function open(page, workbench, address = "compare") {
  await page.goto(workbench.at(address));
  await figure(page, "the same").waitFor();
}

inBrowser("as many texts differ as in the files", async (page, workbench) => {
  await open(page, workbench);
  const expected = await differing();
  assert.ok(expected.length > 5);
  assert.equal(number(await figure(page, "text differs").innerText()), expected.length);
  const all = (await documentsOf(await fixturesRun())).length;
  const kinds = await page.locator(".figures dd").allInnerTexts();
  assert.equal(kinds.map(number).reduce((sum, count) => sum + count), all, "each document is counted once");
});

inBrowser("the list has each document that differs", async (page, workbench) => {
  await open(page, workbench);
  await figure(page, "text differs").locator("a").click();
  await page.waitForURL(/show=/);
  const documents = await documentsOf(await fixturesRun());
  const listed = await page.locator(".documents a").evaluateAll((links) => links.map((link) => Number(new URL(link.href).searchParams.get("n"))));
  assert.deepEqual(listed.map((at) => documents[at].id), (await differing()).map(({ id }) => id));
});

inBrowser("a repair that one run left out is counted, and leads to its documents", async (page, workbench) => {
  await open(page, workbench);
  const row = page.locator(".score tr", { hasText: "fa.yeh" });
  const now = row.locator("td").first();
  const count = number(await now.innerText());
  const documents = await documentsOf(await fixturesRun());
  assert.equal(count, documents.filter(({ metadata }) => metadata.repairs?.some(({ id }) => id === "fa.yeh")).length);
  await now.locator("a").click();
  await page.waitForURL(/value=fa.yeh/);
  assert.equal(await page.locator(".documents li").count(), count);
});

inBrowser("of a document, the lines that differ are shown, with both ways", async (page, workbench) => {
  await open(page, workbench);
  const documents = await documentsOf(await fixturesRun());
  const at = documents.findIndex(({ id }) => id === "pages/fa-agency-slash.txt");
  await page.goto(workbench.at(`difference?show=text&n=${at}`));
  const lines = page.locator(".line.part");
  assert.ok((await lines.count()) > 0);
  for (const line of await lines.all()) {
    const [before, now] = await Promise.all([".original", ".clean"].map((part) => line.locator(part).innerText()));
    assert.notEqual(before, now);
    assert.match(await line.locator(".why").innerText(), /before: .* · now: /);
  }
  const [before, now] = await Promise.all([".original", ".clean"].map((part) => lines.first().locator(part).boundingBox()));
  assert.ok(before.x > now.x, "in a Persian document, what was before is on the right");
  await page.getByRole("link", { name: "The document" }).click();
  await page.waitForURL((url) => url.pathname.endsWith("/document") && url.searchParams.get("n") === String(at));
});

inBrowser("n, p and u walk through the documents that differ", async (page, workbench) => {
  await open(page, workbench);
  await page.locator(".documents a").first().click();
  await page.waitForURL(/difference/);
  const first = page.url();
  await page.keyboard.press("n");
  await page.waitForURL((url) => url.href !== first);
  await page.keyboard.press("p");
  await page.waitForURL((url) => url.searchParams.get("n") === new URL(first).searchParams.get("n"));
  await page.keyboard.press("u");
  await page.waitForURL(/compare/);
});
