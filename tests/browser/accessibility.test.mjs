// What axe finds on each page: wide and narrow, light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { PAGES, showingAll } from "./pages.mjs";
import { NARROW, visit, WIDE } from "./session.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WAYS = [
  ["wide, light", { viewport: WIDE, colorScheme: "light" }],
  ["wide, dark", { viewport: WIDE, colorScheme: "dark" }],
  ["narrow, light", { viewport: NARROW, colorScheme: "light" }],
  ["narrow, dark", { viewport: NARROW, colorScheme: "dark" }],
];

const shown = showingAll();

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
    const visited = await visit(shown.browser, url, { expected: [/404/] });
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
  const url = await PAGES["document-fa-both"]();
  const visited = await visit(shown.browser, url);
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
