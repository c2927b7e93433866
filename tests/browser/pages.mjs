// Every page of the workbench, and the reports: what is shown to axe, and in pictures.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, documentsOf, fixturesRun, hostileRun, olderRun, proposedRules, sarand, scratch, view } from "./session.mjs";

let workbench, hostile, folder;

/** A page of the workbench. */
const at = (address) => () => workbench.at(address);

/** A page of a document of the run. */
const of = (page, id, more) => async () => {
  const number = (await documentsOf(await fixturesRun())).findIndex((document) => document.id === id);
  return workbench.at(`${page}?n=${number}&${more}`);
};

const report = (name) => () => pathToFileURL(join(folder, name)).href;

/** The pages: a name for a picture, and how to get there. */
export const PAGES = {
  run: at(""),
  documents: at("documents"),
  filtered: at("documents?language=fa&fate=changed"),
  search: at("documents?text=%D8%AE%D8%A8%D8%B1&in=both"),
  values: at("values?facet=rule"),
  "document-fa-both": of("document", "pages/fa-agency-slash.txt", "view=both"),
  "document-fa-over": of("document", "pages/fa-agency-slash.txt", "view=over"),
  "document-fa-page": of("document", "html/fa-studio.html", "view=both"),
  "document-fa-page-over": of("document", "html/fa-studio.html", "view=over"),
  "document-fa-clean": of("document", "pages/fa-broken-zwnj.txt", "view=clean"),
  "document-ar-both": of("document", "pages/ar-captcha.txt", "view=both"),
  "document-ar-over": of("document", "pages/ar-captcha.txt", "view=over"),
  "document-en-both": of("document", "pages/en-wordpress.txt", "view=both"),
  "document-en-over": of("document", "pages/en-wordpress.txt", "view=over"),
  compare: at("compare"),
  "difference-fa": of("difference", "pages/fa-agency-slash.txt", "show=text"),
  "difference-en": of("difference", "pages/en-local-news.txt", "show=text"),
  correct: of("correct", "pages/en-local-news.txt", "line=3&says=chrome&class=share"),
  "correct-fa": of("correct", "pages/fa-agency-slash.txt", "line=5&says=chrome&class=nav"),
  corrections: at("corrections"),
  review: at("review?status=proposed&site=a.example&class=share"),
  rule: at("rule?status=proposed&site=a.example&class=share&id=site.a.r0"),
  hostile: () => hostile.at("documents"),
  "hostile-document": () => hostile.at("document?n=0"),
  "not-there": at("nothing"),
  report: report("run.html"),
  score: report("score.html"),
};

/** Shows all pages to the tests of a file, and gives the browser to look at them with. */
export function showingAll() {
  const shown = {};
  before(async () => {
    folder = await scratch();
    const proposed = join(folder, "proposed.toml");
    await writeFile(proposed, proposedRules());
    const [run, mixed, older] = await Promise.all([fixturesRun(), hostileRun(), olderRun()]);
    const options = ["--against", older, "--review", proposed, "--corrections", join(folder, "corrections")];
    [shown.browser, workbench, hostile] = await Promise.all([browser(), view(run, ...options), view(mixed)]);
    await Promise.all([
      sarand("report", run, "--html", join(folder, "run.html")),
      sarand("eval", "fixtures/gold", "--html", join(folder, "score.html")),
    ]);
  });
  after(() => Promise.all([shown.browser?.close(), workbench?.stop(), hostile?.stop()]));
  return shown;
}
