// Runs that go on, and samples: the workbench shows what there is, and more by and by.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { manyRecords } from "./inputs.mjs";
import { browser, fixturesRun, listed, number, SARAND, scratch, view, visit } from "./session.mjs";

const SIZE = 60 << 20;

/** Waits until something is true; says what was never true. */
async function until(what, is, patience = 60_000) {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    const found = await is();
    if (found) return found;
  }
  assert.fail(`not in ${patience} ms: ${what}`);
}

/** Whether the run in `out` has written so many parts. */
function hasParts(out, parts) {
  const manifest = ["", ".sarand"].map((state) => join(out, state, "manifest.jsonl")).find((path) => existsSync(path));
  // Its first line says what the run is.
  return manifest !== undefined && readFileSync(manifest, "utf8").split("\n").length > parts + 1;
}

/** A visit of a workbench that ends with it. */
async function visiting(args, expected, body) {
  const [workbench, chromium] = await Promise.all([view(...args), browser()]);
  try {
    const visited = await visit(chromium, workbench.url, { expected });
    await body(visited.page, workbench);
    assert.deepEqual(visited.faults, []);
  } finally {
    await workbench.stop();
    await chromium.close();
  }
}

const records = async (page) => number(await page.locator(".figures div", { hasText: "records in" }).innerText());

test("while a run goes on, its numbers grow without loading the page again", async () => {
  const folder = await scratch();
  const [input, out] = [join(folder, "many.jsonl"), join(folder, "out")];
  await pipeline(manyRecords(SIZE), createWriteStream(input));
  const run = spawn(SARAND, ["clean", input, "-o", out, "--part-size", "1M", "--jobs", "1", "--quiet"], { stdio: "ignore" });
  const ended = once(run, "exit");
  try {
    await until("a part is written", () => hasParts(out, 1));
    await visiting([out], [], async (page, workbench) => {
      await page.goto(workbench.url);
      await page.evaluate(() => (window.loaded = "once"));
      assert.match(await page.locator(".note").innerText(), /has not ended|will grow/);
      const first = await records(page);
      const more = await until("there are more records", async () => (await records(page)) > first && records(page));
      await until("and more", async () => (await records(page)) > more);
      assert.equal(await page.evaluate(() => window.loaded), "once");

      await page.goto(workbench.at("documents"));
      await page.locator("aside summary", { hasText: "Hosts" }).click();
      await page.locator("aside a[href*='fate=']").first().focus();
      const documents = await listed(page);
      await until("the list says that there are more", async () => (await listed(page)) > documents);
      const state = await page.evaluate(() => ({
        open: [...document.querySelectorAll("aside details")].find((fold) => fold.textContent.includes("Hosts")).open,
        looked: document.activeElement.getAttribute("href"),
      }));
      assert.equal(state.open, true, "what is unfolded stays so");
      assert.match(state.looked ?? "", /fate=/, "what is looked at stays so");

      await page.goto(workbench.at("document?n=0"));
      await page.keyboard.press("j");
      await page.evaluate(() => (document.querySelector(".line").kept = true));
      await sleep(5000);
      assert.ok(await page.evaluate(() => document.querySelector(".line").kept && document.activeElement.matches(".line")), "a document stands still");
    });
  } finally {
    run.kill("SIGKILL");
    await ended;
  }
});

test("when the workbench has ended, a page that grows says so", async () => {
  const folder = await scratch();
  const [input, out] = [join(folder, "many.jsonl"), join(folder, "out")];
  await pipeline(manyRecords(8 << 20), createWriteStream(input));
  const run = spawn(SARAND, ["clean", input, "-o", out, "--part-size", "1M", "--jobs", "1", "--quiet"], { stdio: "ignore" });
  const ended = once(run, "exit");
  await until("a part is written", () => hasParts(out, 1));
  run.kill("SIGKILL");
  await ended;
  await visiting([out], [/ERR_CONNECTION/], async (page, workbench) => {
    await page.goto(workbench.url);
    assert.match(await page.locator(".note").innerText(), /has not ended/);
    await workbench.stop();
    await until("it says that it has ended", async () => /has ended\.$/.test(await page.locator(".note").innerText()) && true, 10_000);
    assert.ok((await page.locator(".plot").count()) > 0, "what it showed can still be read");
  });
});

test("of an input, a sample is cleaned and shown, and nothing is left of it", async () => {
  const samples = () => readdirSync(tmpdir()).filter((name) => name.startsWith("sarand-view-"));
  const before = samples();
  const folder = await scratch();
  const input = join(folder, "many.jsonl");
  await pipeline(manyRecords(2 << 20), createWriteStream(input));
  await visiting([input, "--sample", "50"], [], async (page, workbench) => {
    await page.goto(workbench.url);
    assert.match(await page.locator(".note").innerText(), /A sample: the first 50 records/);
    await until("50 records are cleaned", async () => (await records(page)) >= 50);
    await page.goto(workbench.at("documents"));
    await until("they are listed", async () => (await listed(page)) >= 50);
    await page.locator(".documents a").first().click();
    await page.waitForURL(/document\?n=/);
    assert.ok((await page.locator(".line.gone").count()) > 0);
  });
  assert.deepEqual(samples(), before);
});

test("options of clean go to the sample", async () => {
  await visiting(["fixtures/pages", "--", "--level", "safe"], [], async (page, workbench) => {
    await page.goto(workbench.url);
    await until("it is cleaned", async () => (await records(page)) >= 14);
  });
});

test("Ctrl-C ends the workbench at once, with nothing on standard error", async () => {
  const workbench = await view(await fixturesRun());
  const began = Date.now();
  const { code, signal, said } = await workbench.stop();
  assert.ok(Date.now() - began < 3000);
  assert.deepEqual({ code, signal, said }, { code: 0, signal: null, said: "" });
});

test("what is no run and no input is refused with one line", async () => {
  await assert.rejects(view("/nowhere/at/all"), /view ended with 2: .*no such file/s);
  const folder = await scratch();
  await rm(folder, { recursive: true });
  await assert.rejects(view(folder), /view ended with 2/);
});

test("when the folder is cleaned again, the next page shows the new run", async () => {
  const folder = await scratch();
  const [input, out] = [join(folder, "in"), join(folder, "out")];
  await mkdir(input);
  await writeFile(join(input, "a.txt"), "[ad_1]\nThe ferry was late again, and nobody on the quay knew why it was so.\n");
  const clean = (...options) => {
    assert.equal(spawnSync(SARAND, ["clean", input, "-o", out, "--restart", "--quiet", ...options]).status, 0);
  };
  clean();
  await visiting([out], [], async (page, workbench) => {
    await page.goto(`${workbench.url}document?n=0`);
    await page.getByText("any.shortcode-inline").first().waitFor();
    await writeFile(join(input, "b.txt"), "The harbour is closed for the rest of the week, said the master of the port.\n");
    clean("--skip", "any.shortcode*");
    await until("both documents are there", async () => {
      await page.goto(`${workbench.url}documents`);
      return (await page.locator("h1").innerText()) === "2 documents";
    });
    await page.goto(`${workbench.url}document?n=0`);
    assert.equal(await page.getByText("any.shortcode-inline").count(), 0);
    assert.match(await page.locator("main").innerText(), /\[ad_1\]/);
  });
});
