// What every test of the workbench needs: a run to look at, the program that shows it, and a browser that tells on it.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { hostileRecords } from "./inputs.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(HERE, "../..");
export const SARAND = resolve(HERE, process.env.SARAND ?? "../../target/quick/sarand");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** No step of a page takes longer, even on a slow machine. */
const PATIENCE = 20_000;

/** What must not outlive this file of tests, even if it fails in the middle. */
const started = [];
after(() => Promise.all(started.map((stop) => stop())));

const folders = [];
process.on("exit", () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder for this file of tests, gone after it. */
export async function scratch() {
  const folder = await mkdtemp(join(tmpdir(), "sarand-browser-"));
  folders.push(folder);
  return folder;
}

/** Runs the program to its end. */
export async function sarand(...args) {
  const ends = (error) => {
    // Something quarantined, or a score too low: that is no failure of these tests.
    if (error.code === 1) return error;
    throw error;
  };
  return promisify(execFile)(SARAND, args, { cwd: ROOT, maxBuffer: 1 << 26 }).catch(ends);
}

/** Makes a folder once for all files of tests, if WORK names one to share; else for this file. */
async function made(name, make) {
  const shared = process.env.WORK;
  const folder = join(shared ?? (await scratch()), name);
  if (existsSync(folder)) return folder;
  const own = `${folder}.${process.pid}`;
  await mkdir(own, { recursive: true });
  await make(own);
  // Another file of tests may have been faster.
  await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }));
  return folder;
}

/** The output of a run over the fixtures: pages and texts in Persian, Arabic, English and others. */
export const fixturesRun = () =>
  made("fixtures-run", (out) => sarand("clean", "fixtures/pages", "fixtures/html", "-o", out, "--keep-extracted", "--reasons", "--quiet"));

/** Another run over the same inputs, to compare with. */
export const olderRun = () =>
  made("older-run", (out) => sarand("clean", "fixtures/pages", "fixtures/html", "-o", out, "--no-repair", "--skip", "any.share-words", "--quiet"));

/** The output of a run over records that try to be more than text. */
export const hostileRun = () =>
  made("hostile-run", async (out) => {
    const input = `${out}.jsonl`;
    await writeFile(input, hostileRecords().map((record) => `${JSON.stringify(record)}\n`).join(""));
    await sarand("clean", input, "-o", out, "--keep-empty", "--quiet");
    await rm(input);
  });

/** A file of rules as `sarand learn` writes it: three of each of two sites. */
export const proposedRules = () =>
  `# Six rules\n${Array.from({ length: 6 }, (_, at) => {
    const site = "ab"[Math.floor(at / 3)];
    return `
# comment ${at}
[[rule]]
id = "site.${site}.r${at}"
status = "proposed"
kind = "line"
level = "safe"
class = "share"
summary = "a line"
host = ["${site}.example"]
exact = ["Share ${at}"]
evidence = { documents = 4, of = 4, hosts = 1, lines = 4, bytes = 40, adds = 40 }
hit = ["Share ${at}"]
miss = ["None of the harbour"]
`;
  }).join("")}`;

/** The documents of a run as they were written; the place in this list is the number in the workbench. */
export async function documentsOf(out) {
  const lines = (await readFile(join(out, "documents.jsonl"), "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** Starts `sarand view` and waits for the address that it prints. */
export async function view(...args) {
  const child = spawn(SARAND, ["view", ...args], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  const ended = once(child, "exit");
  let stopped;
  const stop = () => (stopped ??= end());
  const end = async () => {
    child.kill("SIGINT");
    const [code, signal] = await ended;
    return { code, signal, said };
  };
  started.push(stop);
  const address = once(createInterface(child.stdout), "line").then(([line]) => line.trim());
  const url = await Promise.race([address, ended.then(([code]) => assert.fail(`view ended with ${code}: ${said}`))]);
  const [, port, key] = url.match(/^http:\/\/127\.0\.0\.1:(\d+)\/([^/]+)\/$/) ?? assert.fail(`no address: ${url}`);
  return { url, port: Number(port), key, child, stop, at: (page = "") => new URL(page, url).href };
}

export async function browser(...args) {
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...sandbox, ...args] });
  started.push(() => browser.close());
  return browser;
}

export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };

/**
 * A visit of one person. Collects what must not be: errors of scripts and of the console, and requests to elsewhere than
 * where `home` says.
 */
export async function visit(browser, home, { viewport = WIDE, colorScheme = "light", expected = [] } = {}) {
  const context = await browser.newContext({ viewport, colorScheme });
  context.setDefaultTimeout(PATIENCE);
  const faults = [];
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !url.startsWith("data:")) faults.push(`request to ${url}`);
  });
  context.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !expected.some((known) => known.test(text))) faults.push(`console: ${text}`);
  });
  context.on("weberror", (error) => faults.push(`error: ${error.error()}`));
  context.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
  // The style and script of the source, for those who work on them: no build is needed to see a change.
  if (process.env.ASSETS) {
    await context.route(/\/(style\.css|workbench\.js)$/, (route) =>
      route.fulfill({ path: join(ROOT, "src/view/assets", basename(route.request().url())) }));
  }
  const page = await context.newPage();
  return { page, context, faults, close: () => context.close() };
}

/**
 * Shows a run to all tests of a file. `args` gives the arguments of `view`. The function that it gives back makes a test:
 * its body gets a page and the workbench.
 */
export function showing(args) {
  const shown = {};
  before(async () => {
    [shown.workbench, shown.browser] = await Promise.all([args().then((args) => view(...[args].flat())), browser()]);
  });
  after(async () => {
    await Promise.all([shown.workbench?.stop(), shown.browser?.close()]);
  });
  const inBrowser = (name, options, body = options) =>
    // An option `todo` is of the test: what is known to fail yet, and why.
    test(name, { todo: options.todo ?? false }, async () => {
      const { workbench } = shown;
      const visiting = await visit(shown.browser, workbench.url, options === body ? {} : options);
      try {
        await body(visiting.page, workbench, visiting.context);
        assert.deepEqual(visiting.faults, [], "errors, or requests to elsewhere");
      } finally {
        await visiting.close();
      }
    });
  return Object.assign(inBrowser, { shown });
}

/** A number as pages show it: `1,234`. */
export const number = (text) => Number(text.replaceAll(",", "").match(/\d+/)?.[0] ?? assert.fail(`no number: ${text}`));

/** How many documents the list says there are. */
export const listed = async (page) => number(await page.locator("h1").innerText());

/** The texts of all elements that fit. */
export const texts = (page, selector) => page.locator(selector).allInnerTexts();
