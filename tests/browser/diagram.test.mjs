// The drawing of a finding: lanes, the step that broke the clause, and the reference count with what it had to be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { report_of_broken } from "./reports.mjs";

async function drawn_finding(t, options) {
  const { page } = await open(t, report_of_broken(), options);
  const finding = page.locator("details.finding").filter({ has: page.locator(".rest.wrong") }).first();
  if ((await finding.getAttribute("open")) === null) await finding.locator("summary").click();
  return { page, finding, drawing: finding.locator("svg.diagram") };
}

test("a finding says what was required, by which source, what came instead, and how to see it again", async (t) => {
  const { finding } = await drawn_finding(t);
  const group = finding.locator("..");
  assert.ok((await group.locator(".requirement").innerText()).length > 20);
  const terms = [...(await group.locator("> dl dt").allInnerTexts()), ...(await finding.locator("dt").allInnerTexts())];
  for (const term of ["source", "what to check", "expected", "actual", "rerun"]) assert.ok(terms.includes(term), term);
});

test("has a lane for each thread and one for the subject", async (t) => {
  const { drawing } = await drawn_finding(t);
  assert.ok(await drawing.isVisible());
  const heads = await drawing.locator("text.h.m").allTextContents();
  assert.equal(heads.at(-1), "subject");
  assert.ok(heads.length >= 2 && heads.slice(0, -1).every((name) => /^T\d+$/.test(name)));
  assert.equal(await drawing.locator("path.lane").count(), heads.length);
  assert.ok((await drawing.locator("path.call").count()) > 0);
});

test("marks the row of the step that broke the clause, in colour and with a sign", async (t) => {
  const { drawing } = await drawn_finding(t);
  const stripe = await drawing.locator("rect.breach").first().boundingBox();
  assert.ok(stripe.width > 200 && stripe.height > 10);
  const sign = await drawing.locator("text.b", { hasText: "▶" }).first().boundingBox();
  assert.ok(sign.y >= stripe.y - 4 && sign.y + sign.height <= stripe.y + stripe.height + 4);
});

test("draws the reference count, and where it had to be at rest", async (t) => {
  const { drawing } = await drawn_finding(t);
  assert.match((await drawing.locator("text.h").allTextContents()).join(), /sink 1/);
  const line = await drawing.locator("path.count").first().boundingBox();
  assert.ok(line.height > 40);
  const ring = await drawing.locator("circle.rest.wrong").first().boundingBox();
  assert.ok(ring.width >= 8);
  assert.ok((await drawing.locator("path.owed").count()) > 0);
  assert.match((await drawing.locator("text.s, text.b").allTextContents()).join("\n"), /count \d+, must be \d+/);
});

test("no two words of a drawing lie upon each other, and none is cut off", async (t) => {
  const { drawing } = await drawn_finding(t);
  const faults = await drawing.evaluate((svg) => {
    const outer = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const cut = words.filter(({ box }) =>
      box.right > outer.right + 1 || box.left < outer.left - 1 || box.bottom > outer.bottom + 1);
    // The box of a line is higher than its letters, so neighbouring lines may share a little.
    const shared = (one, other, from, to) => Math.min(one.box[to], other.box[to]) - Math.max(one.box[from], other.box[from]);
    const met = words.flatMap((one, place) => words.slice(place + 1)
      .filter((other) => shared(one, other, "top", "bottom") > one.box.height / 2 && shared(one, other, "left", "right") > 1)
      .map((other) => `${one.text} | ${other.text}`));
    // Nor does the line of steps that are left out go through its words.
    const crossed = [...svg.querySelectorAll("path.cut")].map((line) => line.getBoundingClientRect()).flatMap((line) =>
      words.filter(({ box }) => box.top < line.top && box.bottom > line.top && box.left < line.right)
        .map(({ text }) => `crossed: ${text}`));
    return [...crossed, ...cut.map(({ text }) => `cut: ${text}`), ...met];
  });
  assert.deepEqual(faults, []);
});

test("can be scrolled by keyboard where it is wider than the window", async (t) => {
  const { page, finding } = await drawn_finding(t, { width: 390 });
  const region = finding.locator("figure .scrolling");
  await region.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((one) => one.scrollLeft > 0, await region.elementHandle());
  assert.match(await region.getAttribute("aria-label"), /^What happened in /);
});
