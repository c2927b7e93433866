// Search: in the clean text, in what was removed, page by page.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, showing, texts } from "./session.mjs";

const inBrowser = showing(fixturesRun);

async function search(page, words, place = "both") {
  const box = page.getByRole("searchbox");
  await box.fill(words);
  await page.locator("select[name=in]").selectOption(place);
  await box.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("text") === words && url.searchParams.get("in") === place);
}

inBrowser("a word of the clean text is found there, and nowhere else", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  await search(page, "move hives", "kept");
  assert.deepEqual(await texts(page, ".documents .title"), ["Beekeepers move hives to the roof of the station"]);
  assert.equal((await texts(page, ".snippet mark"))[0].toLowerCase(), "move hives");
  await search(page, "move hives", "removed");
  assert.equal(await page.locator(".documents li").count(), 0);
});

inBrowser("a line that was removed is found among what was removed, and nowhere else", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  await search(page, "all rights reserved", "removed");
  const removed = await page.locator(".documents li").count();
  assert.ok(removed >= 1);
  for (const mark of await texts(page, ".snippet mark")) assert.equal(mark.toLowerCase(), "all rights reserved");
  await search(page, "all rights reserved", "kept");
  assert.equal(await page.locator(".documents li").count(), 0);
  await search(page, "all rights reserved", "both");
  assert.equal(await page.locator(".documents li").count(), removed);
});

inBrowser("a filter and taking it away keep the search", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  await search(page, "all rights reserved", "removed");
  const found = await texts(page, ".documents .title");
  assert.match(await page.locator("h1").innerText(), /^Search in \d+ documents$/);
  await page.locator("aside a[href*='language=en']").click();
  await page.waitForURL((url) => url.searchParams.get("text") === "all rights reserved" && url.searchParams.has("language"));
  const narrowed = await texts(page, ".documents .title");
  assert.ok(narrowed.length >= 1 && narrowed.every((title) => found.includes(title)));
  await page.locator(".chips a").click();
  await page.waitForURL((url) => !url.searchParams.has("language"));
  assert.deepEqual(await texts(page, ".documents .title"), found);
});

inBrowser("letters are compared as rules compare them: one yeh, one kaf", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  await search(page, "كوهنورد", "kept");
  const arabicKaf = await texts(page, ".documents .title");
  await search(page, "کوهنورد", "kept");
  assert.ok(arabicKaf.length >= 1);
  assert.deepEqual(await texts(page, ".documents .title"), arabicKaf);
});

inBrowser("a search goes on until all documents were looked at, and finds each once", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  // Every Arabic or Persian text has this letter.
  await search(page, "ا", "kept");
  const found = [];
  for (;;) {
    found.push(...(await page.locator(".documents a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))));
    const on = page.getByRole("link", { name: "Search on" });
    if (!(await on.count())) break;
    const href = await on.getAttribute("href");
    await on.click();
    await page.waitForURL(workbench.at(href));
  }
  const documents = await documentsOf(await fixturesRun());
  const having = documents.filter(({ text }) => /[اآأإ]/.test(text)).length;
  assert.equal(new Set(found).size, found.length, "each once");
  assert.ok(found.length <= having && found.length > 0.9 * having, `${found.length} of ${having}`);
});

inBrowser("a search keeps to the filter, and the filter can be taken away from it", async (page, workbench) => {
  await page.goto(workbench.at("documents?language=ar"));
  await search(page, "ا");
  assert.deepEqual(await texts(page, ".chips bdi"), ["ar"]);
  for (const facts of await texts(page, ".documents .facts")) assert.match(facts, /\bar\b/);
  assert.ok((await page.locator(".documents li").count()) > 0);
  await page.locator(".chips a").click();
  await page.waitForURL((url) => !url.searchParams.has("language"));
  assert.equal(await page.getByRole("searchbox").inputValue(), "ا");
});

inBrowser("what is nowhere is found nowhere, and that is said", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  await search(page, "<script>alert(1)</script>");
  assert.match(await page.locator("main").innerText(), /No document matches/);
  assert.equal(await page.getByRole("searchbox").inputValue(), "<script>alert(1)</script>");
});
