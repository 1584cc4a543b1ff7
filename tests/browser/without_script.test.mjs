// Mail programs and careful readers run no script. The report says the same to them, and offers nothing that would not work.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, overflow_of } from "./browser.mjs";
import { report_of_broken } from "./reports.mjs";

const without = { javaScriptEnabled: false };

test("without a script the verdict, the findings, the matrix and the drawings are there", async (t) => {
  const { page, complaints } = await open(t, report_of_broken(), without);
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /violates/i);
  assert.ok(await page.locator("#violation-CAN-4 .requirement").isVisible());
  const finding = page.locator("#violation-CAN-4 details.finding").first();
  assert.ok(await finding.locator("svg.diagram").isVisible());
  assert.ok(await finding.locator("code.rerun").isVisible());
  assert.ok(await page.locator("#cells").getByText("CAN-4").isVisible());
  assert.ok((await page.locator("#cells td.violation").count()) > 0);
  assert.deepEqual(complaints, []);
});

test("without a script what is folded can be unfolded", async (t) => {
  const { page } = await open(t, report_of_broken(), without);
  const clause = page.locator("#clause-REF-10");
  await clause.locator("summary").click();
  assert.ok(await clause.locator("dl").isVisible());
});

test("without a script there is no control that does nothing, and no empty box", async (t) => {
  const { page } = await open(t, report_of_broken(), without);
  assert.equal(await page.locator("button, input, select, textarea").count(), 0);
  for (const box of ["#filters", "#cell"]) assert.ok(await page.locator(box).isHidden(), box);
  assert.doesNotMatch(await page.locator("main").innerText(), /\bscript\b/i);
  assert.deepEqual(await overflow_of(page), []);
});
