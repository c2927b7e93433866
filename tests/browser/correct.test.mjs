// Correcting a line: what is shown is what is written, and it can be taken back.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { documentsOf, fixturesRun, NARROW, scratch, showing } from "./session.mjs";

let folder;
const inBrowser = showing(async () => {
  folder = join(await scratch(), "corrections");
  return [await fixturesRun(), "--corrections", folder];
});

const written = async () => (existsSync(folder) ? (await readdir(folder)).sort() : []);

async function open(page, workbench, id, layout = "both") {
  const documents = await documentsOf(await fixturesRun());
  await page.goto(workbench.at(`document?n=${documents.findIndex((document) => document.id === id)}&view=${layout}`));
}

/** Goes from a line of the document to the page that corrects it. */
async function correct(page, line) {
  await page.getByRole("link", { name: `Correct line ${line}`, exact: true }).click();
  await page.getByRole("heading", { name: new RegExp(`^Correct line ${line} of `) }).waitFor();
}

/** Takes all answers back, so that tests do not see each other's. */
async function takeAllBack(page, workbench) {
  await page.goto(workbench.at("corrections"));
  const back = page.getByRole("button", { name: "Take it back" });
  while (await back.count()) {
    const answers = await page.locator(".answers > li").count();
    await back.click();
    await page.waitForFunction((before) => document.querySelectorAll(".answers > li").length < before, answers);
  }
}

inBrowser("a kept line becomes boilerplate: shown first, then written, marked on the page, and taken back", async (page, workbench) => {
  await open(page, workbench, "pages/en-local-news.txt");
  const line = page.locator(".line.kept", { has: page.locator(".original:not(:empty)") }).nth(2);
  const [number, words] = await Promise.all([line.locator(".line-number").innerText(), line.locator(".original").innerText()]);
  await correct(page, number);
  assert.ok((await page.locator(".line.here").innerText()).includes(words), "the line stands among its neighbours");
  await page.getByRole("radio", { name: "Boilerplate" }).check();
  await page.getByRole("combobox", { name: /class/ }).selectOption("share");
  await page.getByRole("button", { name: "Show what it would write" }).click();
  await page.getByRole("button", { name: "Write it" }).waitFor();
  assert.deepEqual(await written(), [], "nothing is written before it was shown");

  const shown = await page.locator(".choice pre").allTextContents();
  assert.ok(shown.length > 0);
  await page.getByRole("button", { name: "Write it" }).click();
  await page.waitForURL(/document\?.*#L/);
  const files = await written();
  assert.ok(files.includes("labels.jsonl"), files.join());
  for (const file of files.filter((file) => file.endsWith(".toml"))) {
    const text = (await readFile(join(folder, file), "utf8")).trim();
    assert.ok(shown.some((part) => text.includes(part.trim())), `${file} is what was shown`);
  }
  assert.match(await page.locator(`#L${number} .said`).innerText(), /You said: .*share/);
  assert.ok(await page.locator(`#L${number}`).evaluate((line) => line === document.activeElement), "the line is looked at again");

  await takeAllBack(page, workbench);
  assert.deepEqual(await written(), []);
  await open(page, workbench, "pages/en-local-news.txt");
  assert.equal(await page.locator(".said").count(), 0);
});

inBrowser("a removed line becomes content by keys alone", async (page, workbench) => {
  await open(page, workbench, "pages/fa-agency-slash.txt");
  const removed = page.locator(".line.gone", { has: page.locator("del:not(:empty)") }).first();
  const number = await removed.locator(".line-number").innerText();
  while (!(await page.locator(`#L${number}.here`).count())) await page.keyboard.press("J");
  await page.keyboard.press("c");
  await page.waitForURL(/correct\?/);
  assert.ok(await page.getByRole("radio", { name: "Content" }).isChecked(), "for a removed line it is suggested");
  await page.getByRole("button", { name: "Show what it would write" }).press("Enter");
  // Keys are known once the page is there.
  await page.waitForURL(/says=content/);
  await page.keyboard.press("w");
  await page.waitForURL(/document\?.*#L/);
  assert.ok((await written()).includes("labels.jsonl"));
  await takeAllBack(page, workbench);
  assert.deepEqual(await written(), []);
});

inBrowser("what it would change elsewhere is counted, with examples that lead there", async (page, workbench) => {
  await open(page, workbench, "html/fa-agency.html");
  await correct(page, 1);
  await page.getByRole("radio", { name: "Boilerplate" }).check();
  await page.getByRole("button", { name: "Show what it would write" }).click();
  const effect = page.locator("#effect");
  await effect.waitFor();
  await page.waitForFunction(() => !document.querySelector("[data-more]"));
  const [, times, documents] = (await effect.locator("p").first().innerText()).match(/(\d+) times? in (\d+) documents?/);
  // The page and its text file have the same line, so do others of that site.
  const texts = (await documentsOf(await fixturesRun())).map(({ text }) => text.split("\n"));
  const line = texts[(await documentsOf(await fixturesRun())).findIndex(({ id }) => id === "html/fa-agency.html")][0];
  assert.equal(Number(documents), texts.filter((lines) => lines.includes(line)).length);
  assert.ok(Number(times) >= Number(documents));
  await effect.locator("ul a").first().click();
  await page.waitForURL(/document\?n=\d+/);
  assert.ok((await page.locator(".line .original").allInnerTexts()).includes(line));
});

inBrowser("an answer that cannot be is refused on the page, and nothing is written", { expected: [/400|404/] }, async (page, workbench) => {
  for (const address of ["correct?n=0&line=9999&says=chrome&class=share", "correct?n=99999&line=1", "correct?n=0&line=1&says=chrome&class=nonsense", "correct"]) {
    const answer = await page.goto(workbench.at(address));
    assert.ok([200, 400, 404].includes(answer.status()), `${address}: ${answer.status()}`);
    assert.ok((await page.locator("main").innerText()).length > 20);
  }
  assert.deepEqual(await written(), []);
});

inBrowser("on a phone a line is corrected, too, and nothing stands outside of the screen", { viewport: NARROW }, async (page, workbench) => {
  await open(page, workbench, "pages/ar-captcha.txt", "over");
  const stays = async () => {
    const { scroll, inner } = await page.evaluate(() => ({ scroll: document.scrollingElement.scrollWidth, inner: innerWidth }));
    assert.ok(scroll <= inner, `${page.url()}: ${scroll}`);
  };
  await stays();
  await correct(page, 7);
  await stays();
  await page.getByRole("radio", { name: "Boilerplate" }).check();
  await page.getByRole("button", { name: "Show what it would write" }).click();
  await page.getByRole("button", { name: "Write it" }).waitFor();
  for (const fold of await page.locator("details:not([open]) summary").all()) await fold.click();
  await stays();
  await page.goto(workbench.at("corrections"));
  await stays();
});
