// Keys, the list of them, and light and dark.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, showing } from "./session.mjs";

const inBrowser = showing(fixturesRun);

async function open(page, workbench, id) {
  const documents = await documentsOf(await fixturesRun());
  await page.goto(workbench.at(`document?n=${documents.findIndex((document) => document.id === id)}`));
}

/** The line or document that is looked at: its place among all. */
const here = (page) =>
  page.locator("[data-item]").evaluateAll((items) => items.findIndex((item) => item === document.activeElement));

const states = (page) => page.locator(".line").evaluateAll((lines) => lines.map((line) => line.className.split(" ")[1]));

inBrowser("j and k go from line to line, and stop at the ends", async (page, workbench) => {
  await open(page, workbench, "pages/en-wordpress.txt");
  await page.keyboard.press("k");
  assert.equal(await here(page), 0);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await here(page), 2);
  await page.keyboard.press("k");
  assert.equal(await here(page), 1);
  assert.equal(await page.locator(".here").count(), 1);
  const last = (await page.locator("[data-item]").count()) - 1;
  for (let times = 0; times < last + 3; times++) await page.keyboard.press("j");
  assert.equal(await here(page), last);
  assert.ok(await page.locator(".here").evaluate((line) => line.getBoundingClientRect().bottom <= innerHeight + 1), "it can be seen");
});

inBrowser("J and K go from change to change", async (page, workbench) => {
  await open(page, workbench, "pages/fa-agency-slash.txt");
  const kinds = await states(page);
  const changes = kinds.flatMap((state, at) => (state === "kept" ? [] : [at]));
  assert.ok(changes.length > 3 && changes.length < kinds.length);
  for (const change of changes.slice(0, 3)) {
    await page.keyboard.press("J");
    assert.equal(await here(page), change);
  }
  await page.keyboard.press("K");
  assert.equal(await here(page), changes[1]);
});

inBrowser("in the clean text, the keys pass over lines that are not shown", async (page, workbench) => {
  const documents = await documentsOf(await fixturesRun());
  await page.goto(workbench.at(`document?n=${documents.findIndex(({ id }) => id === "pages/en-wordpress.txt")}&view=clean`));
  const shown = await page.locator(".line:visible").count();
  for (let times = 0; times < shown; times++) {
    await page.keyboard.press("j");
    assert.ok(await page.locator(".line:focus").isVisible());
  }
  assert.ok(await page.locator(".line:visible").last().evaluate((line) => line === document.activeElement));
});

inBrowser("a line that is walked to is not hidden below the bar", async (page, workbench) => {
  await open(page, workbench, "html/fa-studio.html");
  const all = await page.locator("[data-item]").count();
  for (let times = 0; times < all; times++) await page.keyboard.press("j");
  const bar = await page.locator(".top").evaluate((top) => top.getBoundingClientRect().bottom);
  for (let times = 0; times < all - 1; times++) {
    await page.keyboard.press("k");
    const top = await page.locator(".here").evaluate((line) => line.getBoundingClientRect().top);
    assert.ok(top >= bar - 1, `${top} is below ${bar}`);
  }
});

inBrowser("n, p and u go to the next document, the previous one, and the list", async (page, workbench) => {
  await page.goto(workbench.at("document?n=3&language=ar"));
  await page.keyboard.press("n");
  await page.waitForURL((url) => Number(url.searchParams.get("n")) > 3);
  await page.keyboard.press("p");
  await page.waitForURL(/n=3\b/);
  await page.keyboard.press("u");
  await page.waitForURL(/documents\?language=ar/);
});

inBrowser("1 to 4 choose the layout", async (page, workbench) => {
  await page.goto(workbench.at("document?n=3"));
  for (const [key, layout] of [["2", "over"], ["3", "clean"], ["4", "original"], ["1", "both"]]) {
    await page.keyboard.press(key);
    await page.waitForURL(new RegExp(`view=${layout}`));
  }
});

inBrowser("in the list, j and Enter open a document, r shows a random sample", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await here(page), 1);
  await page.keyboard.press("Enter");
  await page.waitForURL(/document\?n=1/);
  await page.goBack();
  await page.keyboard.press("r");
  await page.waitForURL(/random=/);
});

inBrowser("/ goes to the search, from every page; Esc leaves it", async (page, workbench) => {
  for (const from of ["documents", "", "document?n=1", "values?facet=host"]) {
    await page.goto(workbench.at(from));
    await page.keyboard.press("/");
    const box = page.getByRole("searchbox");
    await box.and(page.locator(":focus")).waitFor();
    await page.keyboard.type("jk?");
    assert.equal(await box.inputValue(), "jk?", "keys are letters there");
    await page.keyboard.press("Escape");
    assert.ok(!(await box.evaluate((box) => box === document.activeElement)));
  }
});

inBrowser("g and a letter go to a page", async (page, workbench) => {
  await page.goto(workbench.url);
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL(workbench.at("documents"));
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.waitForURL(workbench.url);
});

inBrowser("a letter that is held with Ctrl or Alt is the browser's", async (page, workbench) => {
  await page.goto(workbench.at("document?n=1"));
  await page.keyboard.press("Control+j");
  await page.keyboard.press("Alt+n");
  assert.equal(await here(page), -1);
  assert.match(page.url(), /n=1$/);
});

inBrowser("? shows the list of keys, Esc and the button close it", async (page, workbench) => {
  await page.goto(workbench.at("document?n=1"));
  const list = page.getByRole("dialog", { name: "Keys" });
  await page.keyboard.press("?");
  await list.waitFor();
  const known = await list.locator("kbd").allInnerTexts();
  for (const key of ["j", "k", "J", "K", "n", "p", "u", "1", "4", "/", "t", "?", "Esc", "g"]) assert.ok(known.includes(key), key);
  await page.keyboard.press("n");
  assert.match(page.url(), /n=1$/, "keys rest while it is open");
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Keys" }).click();
  await list.getByRole("button", { name: "Close" }).click();
  await list.waitFor({ state: "hidden" });
});

inBrowser("no key of the list does nothing", async (page, workbench) => {
  // Of keys that lead to another page, the link is looked for; the others are tried above.
  const tried = new Set(["j", "k", "J", "K", "Enter", "/", "t", "?", "Esc", "g", "r", "d"]);
  for (const address of ["", "documents", "document?n=20"]) {
    await page.goto(workbench.at(address));
    const known = await page.locator("#keys dt:not(:has(kbd:text-is('g'))) kbd").allTextContents();
    const dead = [];
    for (const key of known) {
      if (!tried.has(key) && !(await page.locator(`[data-key="${key}"], [data-item-key="${key}"]`).count())) dead.push(key);
    }
    assert.deepEqual(dead, [], address);
  }
});

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

for (const colorScheme of ["light", "dark"]) {
  inBrowser(`the theme follows the system (${colorScheme}) until another is chosen, which stays`, { colorScheme }, async (page, workbench) => {
    await page.goto(workbench.url);
    const system = await ground(page);
    await page.keyboard.press("t");
    const chosen = await ground(page);
    assert.notEqual(chosen, system);
    await page.goto(workbench.at("documents"));
    assert.equal(await ground(page), chosen);
    await page.reload();
    assert.equal(await ground(page), chosen);
    await page.getByRole("button", { name: "Theme" }).click();
    assert.equal(await ground(page), system);
    await page.goto(workbench.at("document?n=0"));
    assert.equal(await ground(page), system);
  });
}

inBrowser("the first Tab leads past the bar", async (page, workbench) => {
  await page.goto(workbench.at("documents"));
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the page" });
  assert.ok(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left >= 0));
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});
