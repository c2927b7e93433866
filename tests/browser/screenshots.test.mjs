// Pictures of all pages for a person to look at: wide and narrow, light and dark, in `target/screenshots`.

import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { PAGES, showingAll } from "./pages.mjs";
import { NARROW, ROOT, visit, WIDE } from "./session.mjs";

const FOLDER = resolve(process.env.SCREENSHOTS ?? join(ROOT, "target/screenshots"));
/** Of a long page, so much is enough to look at. */
const HIGHEST = 2400;

const shown = showingAll();
before(() => mkdir(FOLDER, { recursive: true }));

for (const [name, address] of Object.entries(PAGES)) {
  test(`pictures of ${name}`, async () => {
    for (const [size, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
      for (const colorScheme of ["light", "dark"]) {
        const visited = await visit(shown.browser, "", { viewport, colorScheme });
        try {
          await visited.page.goto(await address());
          if (name.startsWith("document-") && size === "wide") await visited.page.keyboard.press("J");
          const height = await visited.page.evaluate(() => globalThis.document.documentElement.scrollHeight);
          const path = join(FOLDER, `${name}-${size}-${colorScheme}.png`);
          await visited.page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width: viewport.width, height: Math.min(height, HIGHEST) } });
          assert.ok((await stat(path)).size > 5000);
        } finally {
          await visited.close();
        }
      }
    }
  });
}

test("a picture of the list of keys", async () => {
  const visited = await visit(shown.browser, "");
  await visited.page.goto(await PAGES["document-fa-both"]());
  await visited.page.keyboard.press("?");
  await visited.page.screenshot({ path: join(FOLDER, "keys-wide-light.png") });
  await visited.close();
});
