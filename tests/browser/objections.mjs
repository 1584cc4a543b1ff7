// What axe-core objects to in a page, a line each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } };

// In the whole page, or in the parts that are named by their selectors.
export async function objections_to(page, parts = []) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(([include, options]) =>
    window.axe.run(include.length > 0 ? { include } : document, options), [parts, rules]);
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map(({ target, failureSummary }) =>
    `${id} (${help}): ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`));
}
