// A result of the largest size that is promised: 10,000 scenario entries, 500 findings, each with a drawing of 40 steps. The
// limits here catch what hangs or explodes, on any machine; the figures are printed for whoever wants to know more.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { objections_to } from "./objections.mjs";
import { report_of_result, result_of_run } from "./reports.mjs";

const scenarios = 10_000;
const findings = 500;
const steps = 40;

// Copies of what a real run has found, under names of their own.
function large_result() {
  const result = result_of_run("mock?defect=reference-kept-until-next-call");
  const copies = (list, count, change) =>
    Array.from({ length: count }, (_, place) => change(list[place % list.length], Math.floor(place / list.length)));
  const again = (id, round) => (round === 0 ? id : `${id}/again-${round}`);
  const lengthened = (timeline) => copies(timeline, steps, (step, round) => ({ ...step, index: step.index + round * 1000 }));
  return {
    ...result,
    scenarios: copies(result.scenarios, scenarios, (one, round) =>
      ({ ...one, id: again(one.id, round), rerun: again(one.rerun, round) })),
    findings: copies(result.findings.filter((one) => one.timeline.length > 0), findings, (one, round) =>
      ({ ...one, scenario: again(one.scenario, round), rerun: again(one.rerun, round), timeline: lengthened(one.timeline) })),
  };
}

test("the largest report is made, small enough for a mail, and opens", { timeout: 200_000 }, async (t) => {
  const { html, milliseconds } = report_of_result(large_result());
  const megabytes = statSync(html).size / 1e6;
  assert.ok(megabytes < 20, `${megabytes} MB`);
  assert.ok(milliseconds < 30_000, `${milliseconds} ms`);

  const { page, complaints } = await open(t, html);
  // Since the address was entered, until what the script has made is on the screen, two frames later.
  const opened = await page.evaluate(() =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))));
  assert.ok(opened < 30_000, `${opened} ms`);

  // By selectors: to find a control by its role among 200,000 elements takes longer than anything that is timed here.
  const typed = performance.now();
  await page.locator("#filters input[type=search]").fill("again-7");
  await page.locator("#filters [role=status]").filter({ hasText: /^\d+ of \d+ entries$/ }).waitFor();
  const filtered = performance.now() - typed;
  assert.ok(filtered < 30_000, `${filtered} ms`);
  await page.locator("#filters button").click();
  await page.locator("#cells button").first().click();
  assert.ok((await page.locator("#cell li").count()) > 100);

  assert.equal(await page.locator("[data-scenario]").count(), scenarios);
  assert.equal(await page.locator("details.finding").count(), findings);
  assert.equal(await page.locator("svg.diagram").count(), findings);
  assert.deepEqual(await objections_to(page, [".verdict-box", ".boxes", "#filters", "nav"]), []);
  assert.deepEqual(complaints, []);
  t.diagnostic(`${megabytes.toFixed(1)} MB, made in ${Math.round(milliseconds)} ms, open after ${Math.round(opened)} ms, ` +
    `filtered by a text in ${Math.round(filtered)} ms`);
});
