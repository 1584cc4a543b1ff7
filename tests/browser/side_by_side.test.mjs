// The pages that hold results against each other: several subjects, an earlier and a later run, and benchmarks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { objections_to } from "./objections.mjs";
import { benchmark_page, comparison_page, matrix_page } from "./reports.mjs";

const pages = [["matrix of subjects", matrix_page], ["comparison", comparison_page], ["benchmarks", benchmark_page]];

for (const [name, make] of pages) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe-core objects to nothing in the ${name} in ${colorScheme}`, async (t) => {
      const { page } = await open(t, make(), { colorScheme });
      assert.deepEqual(await objections_to(page), []);
    });
  }

  for (const width of [1280, 390]) {
    test(`the ${name} needs no sideways scrolling at ${width} pixels`, async (t) => {
      const { page } = await open(t, make(), { width });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });
  }
}

test("the matrix has a column for every subject, and says where each parts from the first", async (t) => {
  const { page } = await open(t, matrix_page());
  const heads = await page.locator("#matrix thead th").allTextContents();
  assert.equal(heads.length, 5); // the clause, three subjects, the requirement
  assert.ok((await page.locator("#partings-1 tbody tr").count()) > 0);
  assert.match(await page.locator("#partings-2").textContent(), /Nowhere|first step/);
});

test("the comparison begins with what got worse", async (t) => {
  const { page } = await open(t, comparison_page());
  assert.match(await page.locator("h1").textContent(), /Worse/);
  assert.ok((await page.locator("#new-violations tbody tr").count()) > 0);
  await page.getByRole("searchbox").fill("STA-1");
  for (const text of await page.locator("#new-violations tbody tr:visible").allTextContents()) assert.match(text, /STA-1/);
});

test("the benchmarks show a dot for every repetition", async (t) => {
  const { page } = await open(t, benchmark_page());
  const row = page.locator("#benchmarks tbody tr", { hasText: "calls/accepted" });
  assert.equal(await row.locator("circle.now").count(), 2);
  assert.equal(await row.locator("circle.before").count(), 2);
  assert.match(await row.textContent(), /cannot tell/);
});
