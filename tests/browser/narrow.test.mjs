// On a phone: nothing of a page stands outside of the screen.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, hostileRun, NARROW, olderRun, showing } from "./session.mjs";

const inBrowser = showing(async () => [await fixturesRun(), "--against", await olderRun()]);
const SMALLEST = { width: 320, height: 568 };

const stays = async (page, where) => {
  const { scroll, inner } = await page.evaluate(() => ({ scroll: document.scrollingElement.scrollWidth, inner: innerWidth }));
  assert.ok(scroll <= inner, `${where}: ${scroll} wide on a screen of ${inner}`);
};

const addresses = async () => {
  const documents = await documentsOf(await fixturesRun());
  const numbers = ["pages/fa-agency-slash.txt", "pages/ar-captcha.txt", "pages/en-wordpress.txt", "html/fa-studio.html"]
    .map((id) => documents.findIndex((document) => document.id === id));
  return [
    "", "documents", "documents?language=fa&fate=changed&rule=any.blank-lines", "documents?random=1", "values?facet=rule", "compare", `difference?show=text&n=${numbers[0]}`,
    ...numbers.flatMap((number) => ["both", "over", "clean", "original"].map((layout) => `document?n=${number}&view=${layout}`)),
  ];
};

for (const viewport of [NARROW, SMALLEST]) {
  inBrowser(`no page of a run is wider than a screen of ${viewport.width}`, { viewport }, async (page, workbench) => {
    for (const address of await addresses()) {
      await page.goto(workbench.at(address));
      await stays(page, address);
    }
  });
}

inBrowser("the record and the list of keys stay on a small screen", { viewport: NARROW, colorScheme: "dark" }, async (page, workbench) => {
  await page.goto(workbench.at("document?n=20"));
  await page.getByText("The record").click();
  await stays(page, "record");
  await page.getByRole("button", { name: "Keys" }).click();
  await stays(page, "keys");
  const dialog = await page.getByRole("dialog").boundingBox();
  assert.ok(dialog.x >= 0 && dialog.x + dialog.width <= NARROW.width);
});

inBrowser("what is tapped is large enough for a finger", { viewport: NARROW }, async (page, workbench) => {
  for (const address of ["", "documents", "document?n=3"]) {
    await page.goto(workbench.at(address));
    const small = await page.locator(".top a, .top button, .button, main button, .views a, .bars a, .chips a, aside summary, .documents a")
      .evaluateAll((all) => all.map((one) => ({ words: one.textContent.trim(), height: one.getBoundingClientRect().height })).filter(({ height }) => height < 24));
    assert.deepEqual(small, [], address);
  }
});

const hostile = showing(hostileRun);
hostile("hostile documents do not widen a page", { viewport: NARROW }, async (page, workbench) => {
  const documents = await documentsOf(await hostileRun());
  const addresses = ["", "documents", "values?facet=language", ...documents.map((_, number) => `document?n=${number}`)];
  for (const address of addresses) {
    await page.goto(workbench.at(address));
    await stays(page, address);
  }
});
