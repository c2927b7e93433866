// Right to left and left to right, by where things stand on the screen.

import assert from "node:assert/strict";
import { documentsOf, fixturesRun, NARROW, showing } from "./session.mjs";

const inBrowser = showing(fixturesRun);

async function open(page, workbench, id, layout) {
  const documents = await documentsOf(await fixturesRun());
  await page.goto(workbench.at(`document?n=${documents.findIndex((document) => document.id === id)}&view=${layout}`));
}

/** Where the parts of the first long line of its kind stand: their edges, and those of the text itself. */
const places = (page, selector) =>
  page.locator(selector).evaluateAll((lines) => {
    const text = (part) => {
      const range = document.createRange();
      range.selectNodeContents(part);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      const of = (side) => boxes.map((box) => box[side]);
      return boxes.length && { left: Math.min(...of("left")), right: Math.max(...of("right")), first: boxes[0].top };
    };
    const edges = (part) => {
      if (!part) return null;
      const { left, right, top } = part.getBoundingClientRect();
      const style = getComputedStyle(part);
      const [before, after] = ["Left", "Right"].map((side) => parseFloat(style[`padding${side}`]) + parseFloat(style[`border${side}Width`]));
      return { left: left + before, right: right - after, top, text: text(part) };
    };
    return lines.map((line) => ({
      number: edges(line.querySelector(".line-number")),
      original: edges(line.querySelector(".original")),
      clean: edges(line.querySelector(".clean")),
      why: edges(line.querySelector(".why")),
      border: getComputedStyle(line).borderRightWidth !== "0px" ? "right" : "left",
    }));
  });

const near = (a, b, what) => assert.ok(Math.abs(a - b) <= 2, `${what}: ${a} and ${b}`);

const DOCUMENTS = [
  { id: "pages/fa-agency-slash.txt", what: "Persian", rtl: true },
  { id: "pages/ar-captcha.txt", what: "Arabic", rtl: true },
  { id: "html/ur-news.txt", what: "Urdu", rtl: true },
  { id: "html/ckb-news.txt", what: "Kurdish", rtl: true },
  { id: "pages/en-wordpress.txt", what: "English", rtl: false },
  { id: "html/tr-haber.txt", what: "Turkish", rtl: false },
];

for (const { id, what, rtl } of DOCUMENTS) {
  const [side, edge] = rtl ? ["right", "right"] : ["left", "left"];
  inBrowser(`${what}: numbers stand ${side} of the text, and the text begins at the ${edge}`, async (page, workbench) => {
    for (const layout of ["over", "clean", "original"]) {
      await open(page, workbench, id, layout);
      const lines = (await places(page, ".line.kept")).map((line) => ({ ...line, body: line.original ?? line.clean })).filter(({ body }) => body.text);
      assert.ok(lines.length > 2, layout);
      for (const { number, body } of lines) {
        if (rtl) assert.ok(number.left >= body.right, `${layout}: ${number.left} right of ${body.right}`);
        else assert.ok(number.right <= body.left, `${layout}: ${number.right} left of ${body.left}`);
        near(body.text[edge], body[edge], `${layout}: the text begins at the edge`);
      }
    }
  });

  inBrowser(`${what}: side by side, the original is on the ${side}`, async (page, workbench) => {
    await open(page, workbench, id, "both");
    const lines = (await places(page, ".line.kept")).filter(({ original }) => original.text);
    assert.ok(lines.length > 2);
    for (const { number, original, clean } of lines) {
      near(original.top, clean.top, "on one height");
      if (rtl) assert.ok(original.left >= clean.right && number.left >= original.right);
      else assert.ok(original.right <= clean.left && number.right <= original.left);
      near(original.text[edge], original[edge], "the original begins at the edge");
      near(clean.text[edge], clean[edge], "the clean text begins at the edge");
      near(original.text.first, clean.text.first, "the first words are on one height");
    }
  });

  inBrowser(`${what}: on a phone, numbers stand ${side} of the text, and nothing is told twice`, { viewport: NARROW }, async (page, workbench) => {
    await open(page, workbench, id, "both");
    const lines = (await places(page, ".line.kept")).filter(({ original }) => original.text);
    assert.ok(lines.length > 2);
    for (const { number, original, clean } of lines) {
      assert.ok(!clean.text, "the same words");
      near(original.text[edge], original[edge], "the text begins at the edge");
      if (rtl) assert.ok(number.left >= original.right);
      else assert.ok(number.right <= original.left);
    }
  });

  // The texts beside the pages of html/ are clean.
  if (!id.startsWith("pages/")) continue;
  inBrowser(`${what}: the mark of a removed line is on the ${side}, where the line begins`, async (page, workbench) => {
    await open(page, workbench, id, "over");
    const lines = await places(page, ".line.gone");
    assert.ok(lines.length > 2);
    for (const { border } of lines) assert.equal(border, side);
  });
}

inBrowser("on a phone, what was repaired stands over what it became", { viewport: NARROW }, async (page, workbench) => {
  await open(page, workbench, "pages/fa-agency-slash.txt", "both");
  const lines = await places(page, ".line.part");
  assert.ok(lines.length > 1);
  for (const { original, clean } of lines) {
    assert.ok(original.top < clean.top);
    near(original.text.right, clean.text.right, "on one edge");
  }
});

inBrowser("an English line of an Arabic document begins at the right, and is read from left to right", async (page, workbench) => {
  await open(page, workbench, "pages/ar-captcha.txt", "over");
  const line = ".line:has(del:text-is('captcha'))";
  const [{ original }] = await places(page, line);
  near(original.text.right, original.right, "right edge");
  assert.ok(original.text.left > original.left + 100);
});

inBrowser("the rule of a removed line is read from left to right, at the edge where the line begins", async (page, workbench) => {
  await open(page, workbench, "pages/fa-agency-slash.txt", "over");
  const lines = await places(page, ".line.gone");
  assert.ok(lines.length > 2);
  for (const { original, why } of lines) near(why.text.right, original.right, "right edge");
  const direction = await page.locator(".line.gone .why").first().evaluate((why) => getComputedStyle(why).direction);
  assert.equal(direction, "ltr");
});

inBrowser("Persian and Arabic titles begin at the right of their rows, English ones at the left", async (page, workbench) => {
  await page.goto(workbench.at("documents?source=pages"));
  const rows = await page.locator(".documents .title").evaluateAll((titles) =>
    titles.map((title) => {
      const range = document.createRange();
      range.selectNodeContents(title);
      const [box, text] = [title.getBoundingClientRect(), range.getBoundingClientRect()];
      return { words: title.textContent, fromLeft: text.left - box.left, fromRight: box.right - text.right };
    }));
  const rtl = rows.filter(({ words }) => /^[\u0600-\u06FF]/.test(words));
  assert.ok(rtl.length > 5 && rows.length - rtl.length > 2);
  for (const row of rows) near(rtl.includes(row) ? row.fromRight : row.fromLeft, 0, row.words);
});

inBrowser("a bar is labelled on the left, and counted on the right, whatever its language", async (page, workbench) => {
  await page.goto(workbench.url);
  const bars = await page.locator(".bars a").evaluateAll((bars) =>
    bars.map((bar) => [".label", ".number"].map((part) => bar.querySelector(part).getBoundingClientRect().left)));
  for (const [label, count] of bars) assert.ok(label < count);
});
