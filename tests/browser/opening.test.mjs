// A report opens from a file, says what matters first, fits its window, and asks nobody for anything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { is_on_the_first_screen, open, overflow_of, unfold_all } from "./browser.mjs";
import { report_of_broken, report_of_good, report_of_result, result_of_broken } from "./reports.mjs";

for (const colorScheme of ["light", "dark"]) {
  test(`opens from a file in ${colorScheme}: nothing is fetched and nothing fails`, async (t) => {
    const { page, complaints } = await open(t, report_of_broken(), { colorScheme });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await unfold_all(page);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(200);
    assert.deepEqual(complaints, []);
  });
}

test("is dark on dark screens and light on light ones", async (t) => {
  const brightness_of = async (colorScheme) => {
    const { page } = await open(t, report_of_good(), { colorScheme });
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    return colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
  };
  assert.ok((await brightness_of("light")) > 200);
  assert.ok((await brightness_of("dark")) < 60);
});

for (const width of [1280, 390]) {
  test(`is not wider than a window of ${width} pixels, folded or not`, async (t) => {
    for (const report of [report_of_broken(), report_of_good()]) {
      const { page } = await open(t, report, { width });
      assert.deepEqual(await overflow_of(page), []);
      await unfold_all(page);
      await page.locator("#cells button").first().click();
      assert.deepEqual(await overflow_of(page), []);
    }
  });
}

test("says on the first screen whether the subject conforms, what is broken, and how sure that is", async (t) => {
  const { page } = await open(t, report_of_broken());
  const seen = async (locator) => assert.ok(await is_on_the_first_screen(page, locator), String(locator));
  const title = page.getByRole("heading", { level: 1 });
  assert.match(await title.innerText(), /violates/i);
  await seen(title);
  await seen(page.getByRole("heading", { name: "What is broken" }));
  for (const clause of ["CAN-4", "REF-5", "REF-10", "EVT-6"]) {
    await seen(page.locator(".broken").getByRole("link", { name: clause }));
  }
  await seen(page.getByRole("heading", { name: "How sure this is" }));
  await seen(page.getByText(/\d+ of \d+ clauses were judged, on \d+ opportunities\./));
  await seen(page.getByText(/\d+ could have been judged and had no opportunity/));
});

test("has room on the first screen for many broken clauses, and for how many more there are", async (t) => {
  const result = result_of_broken();
  const clauses = result.clauses.filter((one) => one.checkability === "judged").slice(0, 12);
  const [finding] = result.findings;
  result.findings = clauses.map(({ id, level, requirement }) => ({ ...finding, clause: id, level, requirement, verdict: "violation" }));
  const { page } = await open(t, report_of_result(result).html);
  const entries = page.locator(".broken li");
  assert.equal(await entries.count(), 9);
  assert.match(await entries.last().innerText(), /and 4 more below/);
  for (const entry of await entries.all()) assert.ok(await is_on_the_first_screen(page, entry), await entry.innerText());
});

test("says of a good subject that it conforms, and of what nothing is known", async (t) => {
  const { page } = await open(t, report_of_good());
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /conforms/i);
  assert.ok(await is_on_the_first_screen(page, page.getByText("Nothing that was judged.")));
  assert.ok(await is_on_the_first_screen(page, page.getByText(/this run says nothing about them/)));
});

test("leads from a broken clause to its findings, and from the first screen to every part", async (t) => {
  const { page } = await open(t, report_of_broken());
  await page.locator(".broken").getByRole("link", { name: "CAN-4" }).click();
  const section = page.locator("#violation-CAN-4");
  assert.ok(await section.locator("h3").isVisible());
  assert.ok((await section.boundingBox()).y < 400);
  for (const link of await page.getByRole("navigation").getByRole("link").all()) {
    assert.equal(await page.locator(await link.getAttribute("href")).count(), 1);
  }
});

test("a link to a folded clause opens it", async (t) => {
  const { page } = await open(t, report_of_broken());
  const clause = page.locator("#clause-REF-10");
  assert.equal(await clause.getAttribute("open"), null);
  await page.locator('#cells a[href="#clause-REF-10"]').click();
  await clause.locator("dl").waitFor();
  assert.ok(await clause.locator("dl").isVisible());
  const again = await open(t, report_of_broken(), { anchor: "#clause-STA-1" });
  assert.ok(await again.page.locator("#clause-STA-1 dl").isVisible());
});
