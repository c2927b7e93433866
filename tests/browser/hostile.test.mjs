// Documents that try to be more than text: nothing of them is done, all of it is shown.

import assert from "node:assert/strict";
import { IMAGE, LINES, OVERRIDE, SCRIPT, TEMPLATE } from "./inputs.mjs";
import { documentsOf, hostileRun, listed, showing } from "./session.mjs";

const inBrowser = showing(hostileRun);

const numberOf = async (id) => {
  const at = (await documentsOf(await hostileRun())).findIndex((document) => JSON.stringify(document.id) === JSON.stringify(id));
  assert.ok(at >= 0, `a document ${id}`);
  return at;
};
const scripted = async () => (await documentsOf(await hostileRun())).findIndex(({ id }) => String(id).startsWith(SCRIPT));

/** That nothing of the documents became an element, an attribute or a deed. */
async function isHarmless(page, where) {
  assert.equal(await page.evaluate(() => window.hit), undefined, where);
  const strange = await page.evaluate(() => {
    const own = (element) => element.src.endsWith("/workbench.js");
    const scripts = [...document.scripts].filter((script) => !own(script)).length;
    const handlers = [...document.querySelectorAll("*")].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith("on") || name === "autofocus" || name === "style"));
    const links = [...document.querySelectorAll("a, form, [src]")].filter((element) =>
      /^\s*(javascript|data|vbscript):/i.test(element.getAttribute("href") ?? element.getAttribute("action") ?? element.getAttribute("src")));
    return { scripts, handlers: handlers.length, links: links.length, media: document.querySelectorAll("img, iframe, object, embed, video, audio").length };
  });
  assert.deepEqual(strange, { scripts: 0, handlers: 0, links: 0, media: 0 }, where);
}

inBrowser("no page does what a document says", async (page, workbench) => {
  const at = await scripted();
  const facets = ["host", "language", "page_type", "source", "charset", "flag", "year"];
  const addresses = [
    "", "documents", "documents?random=1",
    ...["both", "over", "clean", "original"].map((layout) => `document?n=${at}&view=${layout}`),
    ...facets.map((facet) => `values?facet=${facet}`),
    `documents?text=${encodeURIComponent(SCRIPT)}&in=both`,
  ];
  for (const address of addresses) {
    const answer = await page.goto(workbench.at(address));
    assert.equal(answer.status(), 200, address);
    await page.mouse.move(300, 300);
    await isHarmless(page, address);
  }
});

inBrowser("what an address says is not done either", { expected: [/404|400/] }, async (page, workbench) => {
  const words = encodeURIComponent(`"><script>window.hit = 'echo'</script><img src=x onerror="window.hit=1">`);
  for (const address of [
    `documents?text=${words}`, `documents?host=${words}`, `documents?rule=${words}&in=${words}&from=${words}`,
    `document?n=0&view=${words}&lines=${words}`, `values?facet=${words}`, words, `document?n=${words}`,
  ]) {
    await page.goto(workbench.at(address));
    await isHarmless(page, address);
  }
});

inBrowser("a text full of elements is shown as it was written", async (page, workbench) => {
  const at = await scripted();
  const document = (await documentsOf(await hostileRun()))[at];
  await page.goto(workbench.at(`document?n=${at}&view=clean`));
  const shown = await page.locator(".line .clean").evaluateAll((lines) => lines.map((line) => line.textContent).join("\n"));
  const filled = (text) => text.split("\n").filter((line) => line.trim());
  assert.deepEqual(filled(shown), filled(document.text));
  for (const part of [SCRIPT, IMAGE]) assert.ok(shown.includes(part));
  assert.equal(await page.locator("h1").innerText(), document.title);
  assert.ok((await page.title()).startsWith(document.title));
  assert.ok((await page.locator(".facts").innerText()).includes("javascript:"), "the address is told, but is no link");
});

inBrowser("templates in a document are words", async (page, workbench) => {
  await page.goto(workbench.at(`document?n=${await numberOf("templates")}`));
  assert.equal(await page.locator("h1").innerText(), TEMPLATE);
  assert.ok((await page.locator(".line .clean").first().innerText()).includes("{{ 7 * 7 }}"));
});

inBrowser("a filter by a hostile value finds its document, and can be taken away", async (page, workbench) => {
  await page.goto(workbench.at("values?facet=language"));
  await page.locator(".plot a", { hasText: "onfocus" }).click();
  await page.waitForURL(/documents\?language=/);
  assert.equal(await listed(page), 1);
  await page.locator(".chips a").click();
  await page.waitForURL((url) => !url.searchParams.has("language"));
  assert.equal(await listed(page), (await documentsOf(await hostileRun())).length);
});

inBrowser("overriding characters turn nothing beside them", async (page, workbench) => {
  const at = await numberOf("overrides");
  await page.goto(workbench.at(`document?n=${at}`));
  const plain = page.locator(".line .clean", { hasText: "plain" }).first();
  const [first, last] = await plain.evaluate((line) => {
    const place = (at) => {
      const range = document.createRange();
      const text = line.firstChild.nodeType === Node.TEXT_NODE ? line.firstChild : line.firstChild.firstChild;
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    };
    return [place(0), place(4)];
  });
  assert.ok(first < last, "the next line is read from left to right");
  await page.goto(workbench.at("documents"));
  const row = page.locator(".documents li").nth(at);
  const [title, facts] = await Promise.all([".title", ".facts"].map((part) => row.locator(part).boundingBox()));
  assert.ok(facts.y >= title.y + title.height - 1);
  assert.match(await row.locator(".size").innerText(), /\d+ → \d+/);
  assert.ok((await row.locator(".title").textContent()).includes(OVERRIDE.slice(1, 8)));
});

inBrowser("a very long line stays within the page", async (page, workbench) => {
  for (const layout of ["both", "over", "original", "clean"]) {
    await page.goto(workbench.at(`document?n=${await numberOf("long-line")}&view=${layout}`));
    const { scroll, inner } = await page.evaluate(() => ({ scroll: document.scrollingElement.scrollWidth, inner: innerWidth }));
    assert.ok(scroll <= inner, `${layout}: ${scroll}`);
    assert.equal(await page.locator(".line").count(), 3);
  }
});

inBrowser("of very many lines the first are shown, and the others when they are asked for", async (page, workbench) => {
  await page.goto(workbench.at(`document?n=${await numberOf("many-lines")}&view=clean`));
  const first = await page.locator(".line").count();
  assert.ok(first >= 1000 && first < LINES);
  await page.getByRole("link", { name: /more lines/ }).click();
  await page.waitForURL(/lines=/);
  assert.equal(await page.locator(".line").count(), LINES);
  assert.equal(await page.locator(`#L${LINES} .clean`).innerText(), `This is line ${LINES} of very many.`);
});

inBrowser("a document of which nothing is left can be looked at", async (page, workbench) => {
  await page.goto(workbench.at(`document?n=${await numberOf("nothing")}`));
  assert.equal(await page.locator("h1").innerText(), "Nothing is left of it");
});

inBrowser("an id that is no string is shown as JSON", async (page, workbench) => {
  await page.goto(workbench.at(`document?n=${await numberOf(["a", { b: 1 }])}`));
  assert.ok((await page.locator(".facts").innerText()).includes('["a",{"b":1}]'));
});
