// Reviewing rules that were proposed: one by one, as a group, by keys; the file keeps its layout.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before } from "node:test";
import { fixturesRun, NARROW, proposedRules, scratch, showing } from "./session.mjs";

let file;
const inBrowser = showing(async () => {
  file = join(await scratch(), "proposed.toml");
  await writeFile(file, proposedRules());
  return [await fixturesRun(), "--review", file];
});
before(() => assert.ok(proposedRules().includes("# comment")));

const GROUP = "review?status=proposed&site=a.example&class=share";
const content = () => readFile(file, "utf8");
const ids = (page) => page.locator(".rules > li").evaluateAll((rules) => rules.map((rule) => rule.id));

/** Undoes all, so that tests do not see each other's answers. */
async function undoAll(page, workbench) {
  await page.goto(workbench.at(GROUP));
  const undo = page.getByRole("button", { name: "Undo" });
  while (await undo.count()) {
    const loaded = page.waitForEvent("load");
    await undo.click();
    await loaded;
  }
  assert.equal(await content(), proposedRules());
}

/** Presses a key that leads to another page, and waits for it. */
async function press(page, key) {
  const loaded = page.waitForEvent("load");
  await page.keyboard.press(key);
  await loaded;
}

inBrowser("groups are by site and class, and count their rules", async (page, workbench) => {
  await page.goto(workbench.at("review"));
  const groups = await page.locator(".groups a").allInnerTexts();
  assert.equal(groups.length, 2);
  for (const group of groups) assert.match(group, /[ab]\.example[\s\S]*share[\s\S]*\b3\b/);
  await page.locator(".groups a", { hasText: "a.example" }).click();
  await page.waitForURL(/site=a.example/);
  assert.equal((await ids(page)).length, 3);
});

inBrowser("a rule is accepted, another rejected, and both are undone; the file keeps its layout", async (page, workbench) => {
  await page.goto(workbench.at(GROUP));
  const [first, second] = await ids(page);
  await page.locator(`[id="${first}"]`).getByRole("button", { name: /^Accept/ }).click();
  await page.waitForURL(/#rule-/);
  assert.equal(await content(), proposedRules().replace('"proposed"', '"accepted"'));
  assert.ok(!(await ids(page)).includes(first));
  await page.locator(`[id="${second}"]`).getByRole("button", { name: /^Reject/ }).click();
  await page.locator(`[id="${second}"]`).waitFor({ state: "detached" });
  assert.equal(await content(), proposedRules().replace('"proposed"', '"accepted"').replace('"proposed"', '"rejected"'));
  await undoAll(page, workbench);
});

inBrowser("all of a group is accepted at once, and undone at once", async (page, workbench) => {
  await page.goto(workbench.at(GROUP));
  await page.getByRole("button", { name: "Accept all of this group" }).click();
  await page.waitForURL((url) => url.searchParams.get("site") !== "a.example");
  assert.equal((await content()).match(/"accepted"/g).length, 3);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => !document.querySelector(".undo"));
  assert.equal(await content(), proposedRules());
});

inBrowser("keys review: j and k walk, a accepts, x rejects, z undoes, e opens", async (page, workbench) => {
  await page.goto(workbench.at(GROUP));
  const [first, second, third] = await ids(page);
  await page.keyboard.press("j");
  await press(page, "a");
  assert.ok(!(await ids(page)).includes(first));
  assert.ok(await page.locator(`[id="${second}"]`).evaluate((rule) => rule === document.activeElement), "the next one is looked at");
  await press(page, "x");
  assert.match(await content(), /"accepted"[\s\S]*"rejected"/);
  await press(page, "z");
  assert.deepEqual(await ids(page), [second, third]);
  await press(page, "z");
  assert.deepEqual(await ids(page), [first, second, third]);
  assert.equal(await content(), proposedRules());
  await page.goto(workbench.at(`${GROUP}#${third}`));
  await press(page, "e");
  assert.ok((await page.getByRole("textbox").inputValue()).includes(third.replace("rule-", "")));
});

inBrowser("a rule is edited: a mistake is told and not written, a good text is written", { expected: [/400/] }, async (page, workbench) => {
  await page.goto(workbench.at(GROUP));
  const [first] = await ids(page);
  await page.locator(`[id="${first}"]`).getByRole("link", { name: /^Pages and text/ }).click();
  await page.waitForURL(/rule\?/);
  const box = page.getByRole("textbox");
  const text = await box.inputValue();
  await box.fill(`${text}mine = 1\n`);
  await page.getByRole("button", { name: "Save" }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /unknown key/);
  assert.ok((await page.getByRole("textbox").inputValue()).includes("mine = 1"), "what was typed is kept");
  assert.equal(await content(), proposedRules());
  await page.getByRole("textbox").fill(text.replace('"Share 0"', '"Share one"'));
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForFunction(() => !document.querySelector("textarea")?.value.includes("mine = 1"));
  assert.equal(await content(), proposedRules().replace('"Share 0"', '"Share one"'));
  await undoAll(page, workbench);
});

inBrowser("what another program wrote meanwhile is not lost", { expected: [/400/] }, async (page, workbench) => {
  await page.goto(workbench.at(GROUP));
  const theirs = proposedRules().replace("# comment 2", "# theirs");
  await writeFile(file, theirs);
  await page.getByRole("button", { name: /^Accept site/ }).first().click();
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /changed this file/);
  assert.equal(await content(), theirs);
  await page.getByRole("button", { name: "Read the file again" }).click();
  await page.waitForFunction(() => !document.querySelector("[role=alert]"));
  await writeFile(file, proposedRules());
  await page.goto(workbench.at(GROUP));
  if (await page.getByRole("button", { name: "Read the file again" }).count()) await page.getByRole("button", { name: "Read the file again" }).click();
});

inBrowser("on a phone nothing stands outside of the screen", { viewport: NARROW }, async (page, workbench) => {
  for (const address of ["review", GROUP, "rule?status=proposed&site=a.example&class=share&id=site.a.r0"]) {
    await page.goto(workbench.at(address));
    const { scroll, inner } = await page.evaluate(() => ({ scroll: document.scrollingElement.scrollWidth, inner: innerWidth }));
    assert.ok(scroll <= inner, `${address}: ${scroll}`);
  }
});
