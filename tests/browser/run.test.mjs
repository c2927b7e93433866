// The page of the run: its figures, its plots, and where they lead.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, listed, number, showing, texts } from "./session.mjs";

const inBrowser = showing(fixturesRun);

/** The bars of a plot: their labels, numbers and addresses. */
const bars = (page, plot) =>
  page.locator(`#${plot} a:has(.label)`).evaluateAll((links) =>
    links.map((link) => ({
      label: link.querySelector(".label").textContent,
      count: link.querySelector(".number").textContent,
      href: link.getAttribute("href"),
    })));

inBrowser("the figures are those of the run", async (page, workbench) => {
  await page.goto(workbench.url);
  const documents = await documentsOf(await fixturesRun());
  const figures = await page.locator(".figures div").allInnerTexts();
  const out = figures.find((figure) => figure.startsWith("documents out"));
  assert.equal(number(out), documents.length);
});

inBrowser("every bar and column that counts documents opens as many as it says", async (page, workbench) => {
  await page.goto(workbench.url);
  const plots = await page.locator(".plot").evaluateAll((plots) =>
    plots.map((plot) => ({ id: plot.id, unit: plot.querySelector("h2 small").textContent })));
  const links = [];
  for (const { id, unit } of plots) {
    if (!unit.startsWith("documents")) continue;
    links.push(...(await bars(page, id)).map((bar) => ({ plot: id, ...bar })));
  }
  assert.ok(new Set(links.map((link) => link.plot)).size >= 8, "there are plots of documents");
  for (const { plot, label, count, href } of links) {
    await page.goto(workbench.at(href));
    assert.equal(await listed(page), number(count), `${plot}: ${label}`);
  }
});

inBrowser("every bar of a host opens as many documents as it says", async (page, workbench) => {
  await page.goto(workbench.url);
  const hosts = await bars(page, "host");
  assert.ok(hosts.length > 5);
  for (const { label, count, href } of hosts) {
    await page.goto(workbench.at(href));
    assert.equal(await listed(page), number(count), label);
  }
});

inBrowser("a bar of a rule opens the documents that the rule changed", async (page, workbench) => {
  await page.goto(workbench.url);
  const [rule] = await bars(page, "rules");
  await page.locator("#rules a").first().click();
  const documents = await documentsOf(await fixturesRun());
  const changed = documents.filter((document) => document.metadata.rules?.some(({ id }) => id === rule.label));
  assert.equal(await listed(page), changed.length);
  assert.deepEqual(await texts(page, ".chips bdi"), [rule.label]);
});

inBrowser("a column of sizes is clicked as a bar is", async (page, workbench) => {
  await page.goto(workbench.url);
  const columns = await bars(page, "before");
  const at = columns.findIndex(({ count }) => number(count) > 0);
  await page.locator("#before a").nth(at).click();
  await page.waitForURL(/documents\?before=/);
  assert.equal(await listed(page), number(columns[at].count));
});

inBrowser("what a plot leaves out is on a page of its own, and adds up", async (page, workbench) => {
  await page.goto(workbench.url);
  const more = page.locator("#rules .more a");
  const [shown, left] = [(await bars(page, "rules")).length, number(await more.innerText())];
  await more.click();
  await page.waitForURL(/values\?facet=rule/);
  assert.equal(await page.locator(".plot a .label").count(), shown + left);
});

inBrowser("the longest bar is as long as its plot, and the others are in proportion", async (page, workbench) => {
  await page.goto(workbench.url);
  const drawn = await page.locator("#languages li").evaluateAll((rows) =>
    rows.map((row) => ({
      count: Number(row.querySelector(".number").textContent.replaceAll(",", "")),
      part: row.querySelector("rect").getBoundingClientRect().width / row.querySelector("svg").getBoundingClientRect().width,
    })));
  for (const { count, part } of drawn) assert.ok(Math.abs(part - count / drawn[0].count) < 0.02, `${count}: ${part}`);
});

inBrowser("an address that leads nowhere says so on a page of the workbench", { expected: [/404|400/] }, async (page, workbench) => {
  for (const [address, status] of [["nothing", 404], ["document", 400], ["document?n=999999", 404], ["values?facet=x", 400]]) {
    const answer = await page.goto(workbench.at(address));
    assert.equal(answer.status(), status, address);
    await page.getByRole("link", { name: "Back to the run" }).click();
    assert.equal(await page.locator("h1").innerText(), "The run");
  }
});
