// Whatever a subject says is shown and never obeyed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, overflow_of, unfold_all } from "./browser.mjs";
import { report_of_result, result_of_broken } from "./reports.mjs";

// Breaks out of texts, attributes, style sheets, scripts, comments, addresses and CDATA, where any of these is left open.
const hostile = `<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"'&` +
  `" onmouseover="window.hacked=1" style="background:url(http://subject.invalid/a)` +
  `' onfocus='window.hacked=1' autofocus='` +
  `</style><style>*{display:none}</style><!-- --><![CDATA[ ]]>` +
  `javascript:window.hacked=1 \${window.hacked=1} {{window.hacked=1}} &lt;script&gt; &#60;b&#62; </title></code></svg></table>` +
  `<svg onload=window.hacked=1><a href="javascript:window.hacked=1">x</a>\u0000\u202E\u2028`;

// What the reader of results takes only certain words for.
const words = new Set(["schema", "verdict", "kind", "checkability"]);

// The same result as a subject would have it that puts hostile text into every name and sentence; equal texts stay equal, so
// that findings still belong to their scenarios.
function poison(value, key = "") {
  if (typeof value === "string") return words.has(key) || value === "" ? value : `${hostile}${value}${hostile}`;
  if (Array.isArray(value)) return value.map((one) => poison(one, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) =>
    [key === "subjectIdentity" ? `${name}${hostile}` : name, poison(one, name)]));
}

let made;
function hostile_report() {
  if (made) return made;
  const result = result_of_broken();
  const walk = { operation: "walk", points: [{ point: "in-indicate-1", verdict: "violation", placements: 3, open: 1 }] };
  const space = { space: "space", schedules: 5, broken: 1, redundant: 2, orders: 5, turns: 9, exhausted: true, diverged: 0,
    blocked: 0, seconds: 1, waitedSeconds: 0, tellsActivity: true };
  Object.assign(result, { walks: [walk], explorations: [space], notes: ["note"], staleWaivers: ["waiver"] });
  for (const finding of result.findings) Object.assign(finding, { reading: "X-1", schedule: "schedule", foundAs: "found" });
  for (const scenario of result.scenarios) Object.assign(scenario, { reason: "reason", ending: "crashed" });
  return (made = report_of_result(poison(result)).html);
}

// Everything that a script or a visitor could set off.
async function visit_everything(page) {
  await unfold_all(page);
  await page.locator("#cells button").first().click();
  await page.getByRole("searchbox").fill("<script>");
  await page.getByRole("button", { name: "Show all" }).click();
  for (const label of ["Level", "Clauses"]) {
    await page.locator("#filters").getByLabel(label).selectOption({ index: 1 });
    await page.locator("#filters").getByLabel(label).selectOption({ index: 0 });
  }
  await page.locator("h1").hover();
  await page.locator("details.finding code.rerun").first().hover();
  await page.locator("#cells button").first().focus();
  await page.waitForTimeout(300);
}

test("nothing that a subject says is run, fetched or applied", async (t) => {
  const { page, complaints } = await open(t, hostile_report());
  await visit_everything(page);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(complaints, []);
  assert.ok(await page.locator("h1").isVisible());
});

test("no element, attribute or address comes from a subject", async (t) => {
  const { page } = await open(t, hostile_report());
  await visit_everything(page);
  const found = await page.evaluate(() => {
    const every = [...document.querySelectorAll("*")];
    const names = new Set(every.map((one) => one.localName));
    const attributes = new Set(every.flatMap((one) => one.getAttributeNames()));
    return {
      foreign: ["img", "iframe", "object", "embed", "form", "base"].filter((name) => names.has(name)),
      handlers: [...attributes].filter((name) => name.startsWith("on") || name === "src" || name === "autofocus"),
      addresses: every.map((one) => one.getAttribute("href")).filter((href) => href !== null && !/^#[\w-]+$/.test(href)),
      styles: every.map((one) => one.getAttribute("style")).filter((style) => style !== null && !/^flex-grow:\d+$/.test(style)),
      sheets: document.querySelectorAll("style").length,
      scripts: document.querySelectorAll("script").length,
      comments: document.createNodeIterator(document, NodeFilter.SHOW_COMMENT).nextNode()?.data,
    };
  });
  // The script of the page, and the data that it reads.
  assert.deepEqual(found, { foreign: [], handlers: [], addresses: [], styles: [], sheets: 1, scripts: 2, comments: undefined });
});

test("every such text is shown as it is, wherever it stands", async (t) => {
  const { page } = await open(t, hostile_report());
  await unfold_all(page);
  const mark = `<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"'&`;
  const places = {
    "the title": page.locator("title"),
    "the subject": page.locator(".headline code"),
    "the stale waiver": page.locator(".boxes").getByText("waiver").last(),
    "the requirement": page.locator(".requirement").first(),
    "the name of a scenario": page.locator("details.finding summary code").first(),
    "what came": page.locator("details.finding summary .actual").first(),
    "the rerun command": page.locator("dd > code.rerun").first(),
    "an event of the witness": page.locator("table.events td:last-child").first(),
    "a step of the drawing": page.locator("svg.diagram text.s").first(),
    "the name of a family": page.locator("details.family summary").first(),
    "a reading": page.locator("#readings td").first(),
    "a point of the walk": page.locator("#walk td").first(),
    "an explored space": page.locator("#exploration td").first(),
    "a method of the coverage map": page.locator("#coverage th[scope=row]").first(),
    "the identity": page.locator("#identity dd").first(),
  };
  for (const [place, locator] of Object.entries(places)) {
    const text = await locator.textContent();
    assert.ok(text.includes(mark.slice(0, 23)), `${place}: ${text.slice(0, 200)}`);
  }
  assert.ok((await page.locator("details.finding dd").first().textContent()).includes(mark));
});

for (const width of [1280, 390]) {
  test(`long and strange texts do not widen the page at ${width} pixels`, async (t) => {
    const { page } = await open(t, hostile_report(), { width });
    assert.deepEqual(await overflow_of(page), []);
    await unfold_all(page);
    await page.locator("#cells button").first().click();
    assert.deepEqual(await overflow_of(page), []);
  });
}

test("words without a place to break them do not widen the page", async (t) => {
  const result = result_of_broken();
  const word = "x".repeat(400);
  result.subject += word;
  for (const finding of result.findings) {
    for (const key of ["actual", "expected", "requirement", "source", "rerun"]) finding[key] += word;
  }
  for (const scenario of result.scenarios) scenario.description += word;
  for (const clause of result.clauses) clause.requirement += word;
  const { page } = await open(t, report_of_result(result).html, { width: 390 });
  await unfold_all(page);
  assert.deepEqual(await overflow_of(page), []);
});
