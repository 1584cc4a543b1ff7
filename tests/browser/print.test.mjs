// On paper nothing can be unfolded, so the findings are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, overflow_of } from "./browser.mjs";
import { report_of_broken } from "./reports.mjs";

test("prints to PDF", async (t) => {
  const { page, complaints } = await open(t, report_of_broken());
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.ok(pdf.length > 50_000);
  assert.deepEqual(complaints, []);
});

for (const javaScriptEnabled of [true, false]) {
  test(`shows every finding on paper, ${javaScriptEnabled ? "with" : "without"} a script`, async (t) => {
    const { page } = await open(t, report_of_broken(), { javaScriptEnabled });
    const folded = page.locator("details.finding:not([open])").first();
    assert.ok(await folded.locator("svg.diagram").isHidden());
    await page.emulateMedia({ media: "print" });
    if (javaScriptEnabled) await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const hidden = await page.locator("details.finding").evaluateAll((all) =>
      all.filter((one) => !one.querySelector("dl").checkVisibility({ contentVisibilityAuto: true })).length);
    assert.equal(hidden, 0);
  });
}

test("folds again what was folded before it was printed", async (t) => {
  const { page } = await open(t, report_of_broken());
  const opened = () => page.locator("details.finding[open]").count();
  const before = await opened();
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await opened(), await page.locator("details.finding").count());
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await opened(), before);
});

test("leaves what only a screen can use off the paper", async (t) => {
  const { page } = await open(t, report_of_broken());
  await page.emulateMedia({ media: "print" });
  for (const selector of ["nav", "#filters", "button.copy >> nth=0"]) assert.ok(await page.locator(selector).isHidden(), selector);
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
});

test("fits on A4 paper, the widest table and the widest drawing too", async (t) => {
  // What is left between margins of 10 mm, in pixels of a 96th of an inch.
  const { page } = await open(t, report_of_broken(), { width: 718 });
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.deepEqual(await overflow_of(page), []);
});

test("prints dark reports in black on white", async (t) => {
  const { page } = await open(t, report_of_broken(), { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const [ground, ink] = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color];
  });
  assert.equal(ground, "rgb(255, 255, 255)");
  assert.notEqual(ink, "rgb(230, 233, 238)");
});
