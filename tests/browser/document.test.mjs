// The page of a document: its lines in four layouts, what became of each, and the way to the next document.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, showing, texts } from "./session.mjs";

const inBrowser = showing(fixturesRun);

/** Opens the document with this id. */
async function open(page, workbench, id, more = "") {
  const documents = await documentsOf(await fixturesRun());
  const at = documents.findIndex((document) => document.id === id);
  assert.ok(at >= 0, id);
  await page.goto(workbench.at(`document?n=${at}${more}`));
  return documents[at];
}

/** The clean text as its lines show it. */
const cleanText = (page) =>
  page.locator(".line .clean").evaluateAll((lines) => lines.map((line) => line.textContent).filter((text) => text.trim()));

const filled = (text) => text.split("\n").filter((line) => line.trim());

for (const id of ["pages/fa-agency-slash.txt", "pages/en-wordpress.txt", "pages/ar-captcha.txt", "html/fa-mihanblog.html", "fa-1"]) {
  inBrowser(`the clean text of ${id} is shown as it was written`, async (page, workbench) => {
    for (const layout of ["both", "clean"]) {
      const { text } = await open(page, workbench, id, `&view=${layout}`);
      assert.deepEqual(await cleanText(page), filled(text), layout);
    }
  });
}

inBrowser("each layout shows what it is named after", async (page, workbench) => {
  await open(page, workbench, "pages/fa-agency-slash.txt");
  const seen = async () => {
    const count = (selector) => page.locator(selector).count();
    return { original: (await count(".original")) > 0, clean: (await count(".clean")) > 0, struck: (await count(".line.gone del")) > 0 };
  };
  assert.deepEqual(await seen(), { original: true, clean: true, struck: true });
  await page.getByRole("link", { name: "In one" }).click();
  await page.waitForURL(/view=over/);
  assert.deepEqual(await seen(), { original: true, clean: false, struck: true });
  assert.ok((await page.locator(".was + ins").count()) > 0, "what was repaired stands beside what it became");
  await page.getByRole("link", { name: "Clean text" }).click();
  await page.waitForURL(/view=clean/);
  assert.deepEqual(await seen(), { original: false, clean: true, struck: false });
  assert.deepEqual(await page.locator(".line:visible").evaluateAll((lines) => lines.filter((line) => line.matches(".gone, .left")).length), 0);
  await page.getByRole("link", { name: "Original" }).click();
  await page.waitForURL(/view=original/);
  assert.deepEqual(await seen(), { original: true, clean: false, struck: false });
  assert.equal(await page.getByRole("link", { name: "Original" }).getAttribute("aria-current"), "true");
});

inBrowser("a removed line is struck through, and says its rule and class", async (page, workbench) => {
  await open(page, workbench, "pages/en-wordpress.txt");
  const lines = page.locator(".line.gone");
  assert.ok((await lines.count()) > 5);
  for (const line of (await lines.all()).slice(0, 5)) {
    const struck = await line.locator(".original").evaluate((original) =>
      [original, ...original.querySelectorAll("*")].some((part) => getComputedStyle(part).textDecorationLine.includes("line-through")));
    assert.ok(struck);
    assert.match(await line.locator(".why").innerText(), /^[a-z]+\.[a-z-]+\s+[a-z_]+/);
  }
});

inBrowser("removed lines of different families have different colours", async (page, workbench) => {
  await open(page, workbench, "pages/en-wordpress.txt");
  const colours = await page.locator(".line.gone del").evaluateAll((parts) =>
    Object.fromEntries(parts.map((part) => [part.closest(".line").className, getComputedStyle(part).color])));
  assert.ok(Object.keys(colours).length > 2);
  assert.equal(new Set(Object.values(colours)).size, Object.keys(colours).length);
});

inBrowser("the rule of a line leads to all documents that it changed", async (page, workbench) => {
  await open(page, workbench, "pages/en-wordpress.txt");
  const link = page.locator(".line.gone .why a").first();
  const rule = await link.innerText();
  await link.click();
  await page.waitForURL(/documents\?rule=/);
  assert.deepEqual(await texts(page, ".chips bdi"), [rule]);
});

inBrowser("repaired words are marked, and say what they were and by what they were repaired", async (page, workbench) => {
  const { metadata } = await open(page, workbench, "pages/fa-agency-slash.txt");
  const made = page.locator(".clean ins");
  assert.ok((await made.count()) > 0);
  const known = metadata.repairs.map(({ id }) => id);
  for (const by of await page.locator("ins, .was").evaluateAll((marks) => marks.map((mark) => mark.title))) {
    assert.ok(known.includes(by), by);
  }
  const mark = await made.first().evaluate((mark) => getComputedStyle(mark).backgroundColor);
  assert.notEqual(mark, "rgba(0, 0, 0, 0)");
});

inBrowser("lines that were left out of a page are told from removed ones, and say why", async (page, workbench) => {
  await open(page, workbench, "html/fa-studio.html");
  const left = page.locator(".line.left");
  assert.ok((await left.count()) > 10);
  assert.match(await left.first().locator(".why").innerText(), /left out of the page/);
  assert.ok((await page.locator(".line.kept").count()) > 0);
  const border = (state) => page.locator(`.line.${state}`).first().evaluate((line) => getComputedStyle(line).borderInlineStartStyle);
  assert.notEqual(await border("left"), await border("kept"));
});

inBrowser("no two elements of a page have the same id", async (page, workbench) => {
  for (const address of ["", "documents", "values?facet=rule"]) {
    await page.goto(workbench.at(address));
    assert.deepEqual(await twice(page), [], address);
  }
  await open(page, workbench, "html/fa-studio.html");
  assert.deepEqual(await twice(page), []);
});

const twice = (page) =>
  page.locator("[id]").evaluateAll((all) => all.map((one) => one.id).filter((id, at, ids) => ids.indexOf(id) !== at));

inBrowser("the number of a line is its address", async (page, workbench) => {
  await open(page, workbench, "pages/en-wordpress.txt");
  await page.getByRole("link", { name: "Line 12", exact: true }).click();
  assert.equal(new URL(page.url()).hash, "#L12");
  const [here, other] = await page.locator("#L12, #L13").evaluateAll((lines) => lines.map((line) => getComputedStyle(line).backgroundColor));
  assert.notEqual(here, other);
});

inBrowser("next and previous stay within the query", async (page, workbench) => {
  await page.goto(workbench.at("documents?fate=changed&language=fa"));
  const all = await page.locator(".documents a").evaluateAll((links) => links.map((link) => new URL(link.href).searchParams.get("n")));
  await page.locator(".documents a").first().click();
  const walked = [];
  for (;;) {
    walked.push(new URL(page.url()).searchParams.get("n"));
    const next = page.getByRole("link", { name: "Next", exact: true });
    if (!(await next.count())) break;
    const href = await next.getAttribute("href");
    await next.click();
    await page.waitForURL(workbench.at(href));
  }
  assert.deepEqual(walked, all);
  await page.getByRole("link", { name: "Previous" }).click();
  await page.waitForURL((url) => url.searchParams.get("n") === all.at(-2));
  await page.getByRole("link", { name: "List" }).click();
  await page.waitForURL(/documents\?/);
  assert.deepEqual(await texts(page, ".chips bdi"), ["changed", "fa"]);
});

inBrowser("the layout stays from document to document", async (page, workbench) => {
  await page.goto(workbench.at("document?n=3&view=over"));
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await page.waitForURL(/n=4/);
  assert.equal(await page.getByRole("link", { name: "In one" }).getAttribute("aria-current"), "true");
});

inBrowser("the facts of a document lead to documents of which the same is true", async (page, workbench) => {
  await open(page, workbench, "fa-1");
  await page.locator(".facts a", { hasText: "example.ir" }).click();
  await page.waitForURL(/host=example.ir/);
  assert.deepEqual(await texts(page, ".chips bdi"), ["example.ir"]);
});

inBrowser("the record can be unfolded, and is the one that was written", async (page, workbench) => {
  const { text, ...record } = await open(page, workbench, "fa-1");
  await page.getByText("The record").click();
  assert.deepEqual(JSON.parse(await page.locator(".record pre").innerText()), record);
  assert.ok(text);
});
