// Pictures of all pages for a person to look at: wide and narrow, light and dark, in `target/screenshots`.

import assert from "node:assert/strict";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, documentsOf, fixturesRun, hostileRun, NARROW, olderRun, proposedRules, ROOT, sarand, scratch, view, visit } from "./session.mjs";

const FOLDER = resolve(process.env.SCREENSHOTS ?? join(ROOT, "target/screenshots"));
/** Of a long page, so much is enough to look at. */
const HIGHEST = 2400;

let chromium, workbench, hostile, folder;
before(async () => {
  await mkdir(FOLDER, { recursive: true });
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

const document = (id, more) => async () => {
  const at = (await documentsOf(await fixturesRun())).findIndex((document) => document.id === id);
  return workbench.at(`document?n=${at}&${more}`);
};

const difference = (id) => async () => {
  const at = (await documentsOf(await fixturesRun())).findIndex((document) => document.id === id);
  return workbench.at(`difference?show=text&n=${at}`);
};

const PAGES = {
  run: () => workbench.url,
  documents: () => workbench.at("documents"),
  filtered: () => workbench.at("documents?language=fa&fate=changed"),
  search: () => workbench.at("documents?text=%D8%AE%D8%A8%D8%B1&in=both"),
  values: () => workbench.at("values?facet=rule"),
  "document-fa-both": document("pages/fa-agency-slash.txt", "view=both"),
  "document-fa-over": document("pages/fa-agency-slash.txt", "view=over"),
  "document-fa-page": document("html/fa-studio.html", "view=both"),
  "document-fa-clean": document("pages/fa-broken-zwnj.txt", "view=clean"),
  "document-ar-both": document("pages/ar-captcha.txt", "view=both"),
  "document-ar-over": document("pages/ar-captcha.txt", "view=over"),
  "document-en-both": document("pages/en-wordpress.txt", "view=both"),
  "document-en-over": document("pages/en-wordpress.txt", "view=over"),
  compare: () => workbench.at("compare"),
  "difference-fa": difference("pages/fa-agency-slash.txt"),
  "difference-en": difference("pages/en-local-news.txt"),
  correct: async () => (await document("pages/en-local-news.txt", "line=3&says=chrome&class=share")()).replace("document?", "correct?"),
  "correct-fa": async () => (await document("pages/fa-agency-slash.txt", "line=5&says=chrome&class=nav")()).replace("document?", "correct?"),
  corrections: () => workbench.at("corrections"),
  review: () => workbench.at("review?status=proposed&site=a.example&class=share"),
  rule: () => workbench.at("rule?status=proposed&site=a.example&class=share&id=site.a.r0"),
  hostile: () => hostile.at("documents"),
  "hostile-document": () => hostile.at("document?n=0"),
  report: () => pathToFileURL(join(folder, "run.html")).href,
  score: () => pathToFileURL(join(folder, "score.html")).href,
};

for (const [name, address] of Object.entries(PAGES)) {
  test(`pictures of ${name}`, async () => {
    for (const [size, viewport] of [["wide", { width: 1280, height: 800 }], ["narrow", NARROW]]) {
      for (const colorScheme of ["light", "dark"]) {
        const visited = await visit(chromium, "", { viewport, colorScheme });
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
  const visited = await visit(chromium, "");
  await visited.page.goto(await PAGES["document-fa-both"]());
  await visited.page.keyboard.press("?");
  await visited.page.screenshot({ path: join(FOLDER, "keys-wide-light.png") });
  await visited.close();
});
