// What axe finds on each page: wide and narrow, light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, documentsOf, fixturesRun, hostileRun, NARROW, olderRun, proposedRules, sarand, scratch, view, visit, WIDE } from "./session.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WAYS = [
  ["wide, light", { viewport: WIDE, colorScheme: "light" }],
  ["wide, dark", { viewport: WIDE, colorScheme: "dark" }],
  ["narrow, light", { viewport: NARROW, colorScheme: "light" }],
  ["narrow, dark", { viewport: NARROW, colorScheme: "dark" }],
];

let chromium, workbench, hostile, folder;
before(async () => {
  folder = await scratch();
  const proposed = join(folder, "proposed.toml");
  await writeFile(proposed, proposedRules());
  const [run, mixed, older] = await Promise.all([fixturesRun(), hostileRun(), olderRun()]);
  const options = ["--against", older, "--review", proposed, "--corrections", join(folder, "corrections")];
  [chromium, workbench, hostile] = await Promise.all([browser(), view(run, ...options), view(mixed)]);
  await Promise.all([
    sarand("report", run, "--html", join(folder, "run.html")),
    sarand("eval", "fixtures/gold", "--html", join(folder, "score.html")),
  ]);
});
after(() => Promise.all([chromium?.close(), workbench?.stop(), hostile?.stop()]));

const numberOf = async (id) => (await documentsOf(await fixturesRun())).findIndex((document) => document.id === id);

/** The pages: a name, and how to get there. */
const PAGES = {
  "the run": () => workbench.url,
  "the list of documents": () => workbench.at("documents?language=fa"),
  "a search": () => workbench.at("documents?text=clock&in=both"),
  "all values of a facet": () => workbench.at("values?facet=rule"),
  "a Persian document, side by side": async () => workbench.at(`document?n=${await numberOf("pages/fa-agency-slash.txt")}&view=both`),
  "a Persian page with what was left out": async () => workbench.at(`document?n=${await numberOf("html/fa-studio.html")}&view=over`),
  "an Arabic document, in one": async () => workbench.at(`document?n=${await numberOf("pages/ar-captcha.txt")}&view=over`),
  "an English document, side by side": async () => workbench.at(`document?n=${await numberOf("pages/en-wordpress.txt")}&view=both`),
  "what differs from another run": () => workbench.at("compare"),
  "a document in two runs": async () => workbench.at(`difference?show=text&n=${await numberOf("pages/fa-agency-slash.txt")}`),
  "a line that is corrected": async () => workbench.at(`correct?n=${await numberOf("pages/fa-agency-slash.txt")}&line=5&says=chrome&class=nav`),
  "the corrections": () => workbench.at("corrections"),
  "rules that are reviewed": () => workbench.at("review?status=proposed&site=a.example&class=share"),
  "a rule that is edited": () => workbench.at("rule?status=proposed&site=a.example&class=share&id=site.a.r0"),
  "hostile documents": () => hostile.at("documents"),
  "a hostile document": () => hostile.at("document?n=0"),
  "a page that is not there": () => workbench.at("nothing"),
  "the report of a run": () => pathToFileURL(join(folder, "run.html")).href,
  "the report of a score": () => pathToFileURL(join(folder, "score.html")).href,
};

/** What axe finds wrong, in a line each; only what is serious, and all that cannot be read for want of contrast. */
async function findings(page) {
  // The page's own policy keeps scripts out; this way goes past it without changing it.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter(({ impact, id }) => ["serious", "critical"].includes(impact) || id === "color-contrast")
    .flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map((node) => `${id} (${help}): ${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`));
}

for (const [name, address] of Object.entries(PAGES)) {
  test(`axe finds nothing serious: ${name}`, async () => {
    const url = await address();
    const visited = await visit(chromium, url, { expected: [/404/] });
    try {
      const { page } = visited;
      await page.goto(url);
      for (const [way, { viewport, colorScheme }] of WAYS) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await findings(page), [], way);
      }
    } finally {
      await visited.close();
    }
  });
}

test("axe finds nothing serious: the list of keys, and a line that is looked at", async () => {
  const url = await PAGES["a Persian document, side by side"]();
  const visited = await visit(chromium, url);
  try {
    const { page } = visited;
    await page.goto(url);
    for (const [way, { colorScheme }] of WAYS.slice(0, 2)) {
      await page.emulateMedia({ colorScheme });
      await page.keyboard.press("J");
      assert.deepEqual(await findings(page), [], `${way}: a line`);
      await page.keyboard.press("?");
      assert.deepEqual(await findings(page), [], `${way}: keys`);
      await page.keyboard.press("Escape");
    }
  } finally {
    await visited.close();
  }
});
