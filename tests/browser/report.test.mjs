// Reports are one file each: opened from a disk, they ask for nothing.

import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, fixturesRun, hostileRun, NARROW, sarand, scratch, texts, visit } from "./session.mjs";

const MOST = 1_000_000;
const reports = {};
let chromium;

before(async () => {
  const folder = await scratch();
  const paths = Object.fromEntries(["run", "hostile", "score"].map((name) => [name, join(folder, `${name}.html`)]));
  await Promise.all([
    fixturesRun().then((out) => sarand("report", out, "--html", paths.run)),
    hostileRun().then((out) => sarand("report", out, "--html", paths.hostile)),
    sarand("eval", "fixtures/gold", "--html", paths.score),
    browser().then((started) => (chromium = started)),
  ]);
  Object.assign(reports, paths);
});
after(() => chromium?.close());

for (const name of ["run", "hostile", "score"]) {
  for (const [kind, options] of [["wide", {}], ["narrow, dark", { viewport: NARROW, colorScheme: "dark" }]]) {
    test(`the report \`${name}\` asks for nothing and stays on its screen (${kind})`, async () => {
      const url = pathToFileURL(reports[name]).href;
      const visited = await visit(chromium, url, options);
      const requests = [];
      visited.context.on("request", (request) => requests.push(request.url()));
      try {
        await visited.page.goto(url);
        await visited.page.waitForLoadState("networkidle");
        assert.deepEqual(requests.filter((request) => !request.startsWith("data:")), [url]);
        assert.deepEqual(visited.faults, []);
        const { scroll, inner, links, hit } = await visited.page.evaluate(() => ({
          scroll: document.scrollingElement.scrollWidth,
          inner: innerWidth,
          links: document.querySelectorAll("a, script, img, iframe, [src]").length,
          hit: window.hit ?? null,
        }));
        assert.ok(scroll <= inner, `${scroll} wide on ${inner}`);
        assert.equal(links, 0, "it leads nowhere and does nothing");
        assert.equal(hit, null);
      } finally {
        await visited.close();
      }
    });
  }

  test(`the report \`${name}\` is small enough to be sent`, async () => {
    const { size } = await stat(reports[name]);
    assert.ok(size <= MOST, `${size} bytes`);
  });
}

test("a report has the plots of the run, and removed lines with their rules", async () => {
  const visited = await visit(chromium, "file:");
  try {
    const { page } = visited;
    await page.goto(pathToFileURL(reports.run).href);
    const plots = await texts(page, ".plot h2");
    for (const title of ["Rules", "Languages", "Size before", "What became of documents"]) {
      assert.ok(plots.some((plot) => plot.startsWith(title)), title);
    }
    assert.ok((await page.locator(".samples tbody tr").count()) > 20);
    for (const row of (await page.locator(".samples tbody tr").all()).slice(0, 5)) {
      const [rule, line, document] = await row.locator("td").allInnerTexts();
      assert.match(rule, /^[a-z]+\.[a-z-]+/);
      assert.ok(line.trim() && document.trim());
    }
  } finally {
    await visited.close();
  }
});
