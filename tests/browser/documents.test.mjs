// The list of documents: filters, pages, random samples.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, listed, number, showing, texts } from "./session.mjs";

const inBrowser = showing(fixturesRun);
const PAGE = 30;

/** The numbers of the documents that are listed. */
const shown = (page) =>
  page.locator(".documents a").evaluateAll((links) => links.map((link) => Number(new URL(link.href).searchParams.get("n"))));

inBrowser("a filter narrows the list to as many as it says", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  const all = await listed(page);
  const filter = page.locator(`aside a[href="documents?language=fa"]`);
  const count = number(await filter.locator(".number").innerText());
  await filter.click();
  await page.waitForURL(/language=fa/);
  assert.equal(await listed(page), count);
  assert.ok(count < all);
});

inBrowser("filters of different kinds go together, and each can be taken away", async (page, workbench) => {
  await page.goto(workbench.at("documents?language=fa&fate=changed"));
  const both = await listed(page);
  assert.deepEqual(await texts(page, ".chips bdi"), ["fa", "changed"]);
  await page.locator(".chips a").first().click();
  await page.waitForURL((url) => !url.searchParams.has("language"));
  assert.deepEqual(await texts(page, ".chips bdi"), ["changed"]);
  const changed = await listed(page);
  assert.ok(both < changed);
  await page.locator(".chips a").click();
  await page.waitForURL((url) => !url.searchParams.has("fate"));
  assert.equal(await page.locator(".chips").count(), 0);
  assert.equal(await listed(page), (await documentsOf(await fixturesRun())).length);
});

inBrowser("two values of one kind are both listed", async (page, workbench) => {
  const count = async (query) => {
    await page.goto(workbench.at(`documents?${query}`));
    return listed(page);
  };
  assert.equal(await count("language=fa&language=ur"), (await count("language=fa")) + (await count("language=ur")));
});

inBrowser("a filter that nothing fits says so", async (page, workbench) => {
  await page.goto(workbench.at("documents?host=nowhere.example"));
  assert.equal(await listed(page), 0);
  assert.match(await page.locator("main").innerText(), /No document matches/);
});

inBrowser("page after page shows each document once, and leads back", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  const all = await listed(page);
  const [seen, sizes] = [[], []];
  for (;;) {
    const numbers = await shown(page);
    seen.push(...numbers);
    sizes.push(numbers.length);
    const next = page.getByRole("link", { name: "Next", exact: true });
    if (!(await next.count())) break;
    const href = await next.getAttribute("href");
    await next.click();
    await page.waitForURL(workbench.at(href));
  }
  assert.deepEqual(seen, Array.from({ length: all }, (_, at) => at));
  assert.ok(sizes.slice(0, -1).every((size) => size === PAGE));
  for (let back = sizes.length - 1; back > 0; back--) {
    await page.getByRole("link", { name: "Previous" }).click();
    await page.waitForURL((url) => Number(url.searchParams.get("from")) === (back - 1) * PAGE);
  }
  assert.equal(await page.getByRole("link", { name: "Previous" }).count(), 0);
});

inBrowser("a filter stays from page to page", async (page, workbench) => {
  await page.goto(workbench.at("documents?language=ar"));
  const all = await listed(page);
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await page.waitForURL(/from=/);
  assert.deepEqual(await texts(page, ".chips bdi"), ["ar"]);
  assert.equal(await listed(page), all);
});

inBrowser("a random sample is another one each time, and keeps to the filter", async (page, workbench) => {
  await page.goto(workbench.at("documents?language=fa"));
  const samples = [];
  for (let times = 0; times < 2; times++) {
    const href = await page.getByRole("link", { name: "Random sample" }).getAttribute("href");
    await page.getByRole("link", { name: "Random sample" }).click();
    await page.waitForURL(workbench.at(href));
    assert.match(await page.locator("h1").innerText(), /^30 of \d+ documents, at random$/);
    samples.push(await shown(page));
  }
  const documents = await documentsOf(await fixturesRun());
  for (const sample of samples) {
    assert.equal(new Set(sample).size, PAGE);
    for (const at of sample) assert.equal(documents[at].language, "fa");
  }
  assert.notDeepEqual(samples[0], samples[1]);
});

inBrowser("the same address of a random sample shows the same sample", async (page, workbench) => {
  await page.goto(workbench.at("documents?random=7"));
  const first = await shown(page);
  await page.reload();
  assert.deepEqual(await shown(page), first);
});

inBrowser("a row says the title, the language and the sizes of its document", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  const documents = await documentsOf(await fixturesRun());
  const row = page.locator(".documents li").first();
  const { title, language, metadata } = documents[0];
  assert.equal(await row.locator(".title").innerText(), title);
  assert.match(await row.locator(".facts").innerText(), new RegExp(`\\b${language}\\b`));
  const numbers = (await row.locator(".size").innerText()).replaceAll(",", "").match(/\d+/g).map(Number);
  assert.deepEqual(numbers, [metadata.original_length, metadata.length]);
});
