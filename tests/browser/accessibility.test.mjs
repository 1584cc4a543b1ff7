// For people who use no mouse, and for those who hear the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, unfold_all } from "./browser.mjs";
import { objections_to } from "./objections.mjs";
import { report_of_broken, report_of_good } from "./reports.mjs";

for (const colorScheme of ["light", "dark"]) {
  for (const [name, report] of [["broken", report_of_broken], ["good", report_of_good]]) {
    test(`axe-core objects to nothing in the report of a ${name} subject in ${colorScheme}, all unfolded`, async (t) => {
      const { page } = await open(t, report(), { colorScheme });
      await unfold_all(page);
      await page.locator("#cells button").first().click();
      assert.deepEqual(await objections_to(page), []);
    });
  }
}

test("axe-core objects to nothing on a small screen", async (t) => {
  const { page } = await open(t, report_of_broken(), { width: 390 });
  assert.deepEqual(await objections_to(page), []);
});

// What has the focus, as a person would name it.
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return `${element.tagName.toLowerCase()} ${element.type ?? ""} ${element.textContent.trim().slice(0, 40)}`;
});

test("the first stop of the keyboard is a visible link to the report", async (t) => {
  const { page } = await open(t, report_of_broken());
  await page.keyboard.press("Tab");
  const link = page.getByRole("link", { name: "To the report" });
  assert.ok(await link.evaluate((element) => element === document.activeElement));
  assert.ok((await link.boundingBox()).x >= 0);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), await focused(page));
});

test("Tab reaches the filters and the findings, and Enter folds and unfolds a finding", async (t) => {
  const { page } = await open(t, report_of_broken());
  const stops = [];
  const is_at = (selector) => page.evaluate((one) => document.activeElement.matches(one), selector);
  while (stops.length < 200 && !(await is_at("details.finding > summary"))) {
    await page.keyboard.press("Tab");
    stops.push(await focused(page));
  }
  const order = stops.join("\n");
  const controls = [/^input checkbox/m, /^select select-one/m, /^input search/m, /^button button Show all/m];
  for (const wanted of [/^a +To the report/m, ...controls]) assert.match(order, wanted);
  const is_open = () => page.evaluate(() => document.activeElement.parentElement.open);
  const before = await is_open();
  await page.keyboard.press("Enter");
  assert.equal(await is_open(), !before);
});

test("a cell of the matrix works by keyboard, and what it shows is announced", async (t) => {
  const { page } = await open(t, report_of_broken());
  await page.locator("#cells button").first().focus();
  await page.keyboard.press("Enter");
  assert.ok((await page.locator("#cell li").count()) > 0);
  assert.equal(await page.locator("#cell").getAttribute("aria-live"), "polite");
});

test("no verdict is told by its colour alone", async (t) => {
  const { page } = await open(t, report_of_broken());
  for (const text of await page.locator(".verdict").allTextContents()) assert.match(text, /\p{L}/u);
  const cells = await page.locator("#cells td.violation, #cells td.warning").allTextContents();
  assert.ok(cells.length > 0 && cells.every((text) => /^[✖▲]\d+$/u.test(text.trim())), cells.join());
});
