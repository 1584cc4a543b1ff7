// The filters: what does not match is hidden, how many are left is said, and everything can be had back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { report_of_broken } from "./reports.mjs";

// The entries that are not hidden by a filter; folded or not makes no difference.
const left = (page, key) =>
  page.evaluate((name) => [...document.querySelectorAll("[data-item]:not(.hidden)")]
    .map((item) => item.closest(`[data-${name}]`)?.dataset[name]).filter(Boolean), key);
const number_left = (page) => page.locator("[data-item]:not(.hidden)").count();

async function filters(t) {
  const { page, complaints } = await open(t, report_of_broken());
  const bar = page.getByRole("search", { name: "Filters" });
  await bar.waitFor();
  t.after(() => assert.deepEqual(complaints, []));
  return { page, bar, status: bar.getByRole("status"), total: await number_left(page) };
}

test("a verdict that is not wanted hides its entries, and the bar says how many are left", async (t) => {
  const { page, bar, status, total } = await filters(t);
  await bar.getByRole("checkbox", { name: "violation" }).uncheck();
  const verdicts = await left(page, "verdict");
  assert.ok(verdicts.length > 0 && !verdicts.includes("violation"));
  assert.ok(await page.locator("#violation-CAN-4").isHidden());
  assert.ok(await page.locator("#warning-EVT-6").isVisible());
  assert.equal(await status.innerText(), `${await number_left(page)} of ${total} entries`);
});

test("a level leaves the entries of that level", async (t) => {
  const { page, bar, status } = await filters(t);
  await bar.getByLabel("Level").selectOption("SHOULD");
  assert.deepEqual([...new Set(await left(page, "level"))], ["SHOULD"]);
  assert.ok(await page.locator("#violation-CAN-4").isHidden());
  assert.ok(await page.locator("#warning-EVT-6").isVisible());
  assert.match(await status.innerText(), /^\d+ of \d+ entries$/);
});

test("a group leaves the clauses of that group", async (t) => {
  const { page, bar } = await filters(t);
  await bar.getByLabel("Clauses").selectOption("REF");
  assert.deepEqual([...new Set(await left(page, "group"))], ["REF"]);
  assert.ok(await page.locator("#violation-REF-10").isVisible());
  assert.ok(await page.locator("#violation-CAN-4").isHidden());
});

test("every word of a text must be there, in any case and order", async (t) => {
  const { page, bar, status } = await filters(t);
  await bar.getByRole("searchbox", { name: "Text" }).fill("TWO-subscriptions can-4");
  const found = page.locator("details.finding:not(.hidden)");
  assert.ok((await found.count()) > 0);
  for (const finding of await found.all()) {
    assert.match(await finding.locator("summary").innerText(), /two-subscriptions/);
    assert.equal(await finding.evaluate((one) => one.parentElement.id), "violation-CAN-4");
  }
  await bar.getByRole("searchbox", { name: "Text" }).fill("nothing says this");
  assert.equal(await number_left(page), 0);
  assert.match(await status.innerText(), /^0 of \d+ entries$/);
});

test("filters work together, and one button takes all of them back", async (t) => {
  const { page, bar, status, total } = await filters(t);
  await bar.getByRole("checkbox", { name: "pass" }).uncheck();
  await bar.getByLabel("Level").selectOption("MUST");
  await bar.getByLabel("Clauses").selectOption("CAN");
  await bar.getByRole("searchbox", { name: "Text" }).fill("cancel");
  assert.ok((await number_left(page)) < total);
  await bar.getByRole("button", { name: "Show all" }).click();
  assert.equal(await number_left(page), total);
  assert.equal(await status.innerText(), "");
  assert.ok(await bar.getByRole("checkbox", { name: "pass" }).isChecked());
  assert.equal(await bar.getByLabel("Level").inputValue(), "");
});

test("a cell of the matrix shows its scenarios, the worst first", async (t) => {
  const { page } = await filters(t);
  const cell = page.getByRole("button", { name: /^CAN-4 in events: violation in \d+ of \d+ scenarios?$/ });
  const [, broken, all] = (await cell.getAttribute("aria-label")).match(/in (\d+) of (\d+)/).map(Number);
  await cell.click();
  const names = page.locator("#cell li");
  assert.equal(await names.count(), all);
  const verdicts = await names.locator(".verdict").allInnerTexts();
  assert.equal(verdicts.filter((text) => text.includes("violation")).length, broken);
  assert.match(verdicts[0], /violation/);
  for (const name of await names.locator("code").allInnerTexts()) assert.match(name, /^events\//);
  assert.ok(await page.locator("#cell").isVisible());
});

test("the rerun command of a finding can be copied", async (t) => {
  const { page } = await filters(t);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const finding = page.locator("#violation-CAN-4 details.finding").first();
  await finding.getByRole("button", { name: "copy" }).click();
  await finding.getByRole("button", { name: /copied|selected/ }).waitFor();
  const command = await finding.locator("code.rerun").innerText();
  assert.match(command, /^wbemcheck run 'mock\?defect=cancel-leaves-subscription' .*--filter events\//);
});
