// Makes the pictures of the README from a real run: `node pictures.mjs FOLDER`, or the build target report_pictures.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";
import { report_of_result, result_of_run } from "./reports.mjs";
import { small_png } from "./small_png.mjs";

const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

// A fault that several clauses notice, a SHOULD among them, and that a drawing makes plain: the sink is still referenced when
// nothing is in progress any more.
const result = result_of_run("mock?defect=cancel-leaves-subscription");
// Which kernel it ran on is nobody's concern, and would change the pictures.
result.platform = result.platform.replace(/^(\w+) \S+/, "$1");
const { html } = report_of_result(result);
const browser = await launch();
const options = { deviceScaleFactor: 1, colorScheme: "light" };
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
const paper = await browser.newPage();
await page.goto(pathToFileURL(html).href);

async function take(name, clip) {
  const picture = await small_png(paper, await page.screenshot({ clip, fullPage: true }));
  writeFileSync(join(folder, name), picture);
  console.log(`${name}: ${Math.round(picture.length / 1000)} KB`);
}

const bottom_of = async (selector) => {
  const box = await page.locator(selector).first().boundingBox();
  return Math.ceil(box.y + box.height);
};
await take("report-first-screen.png", { x: 0, y: 0, width: 1280, height: (await bottom_of("#filters")) + 12 });

// One finding below the heading of its clause. The bar at the top would lie upon it.
await page.addStyleTag({ content: "nav { display: none; }" });
// The shortest drawing that has everything: a breach, and a count that is wrong at rest.
const group = page.locator("#violation-REF-10");
await group.locator("details.finding").evaluateAll((all) => {
  const height = (one) => Number(one.querySelector("svg").getAttribute("height"));
  const [shown] = all.filter((one) => one.querySelector("rect.breach") && one.querySelector(".rest.wrong"))
    .sort((one, other) => height(one) - height(other));
  for (const one of all) one.open = one === shown;
  // What stands between it and the heading of the group is of the same kind.
  for (const one of all.slice(0, all.indexOf(shown))) one.remove();
});
const shown = group.locator("details.finding").first();
const [top, end] = [await group.boundingBox(), await shown.boundingBox()];
await take("report-finding.png", { x: 0, y: top.y - 12, width: 1280, height: end.y + end.height - top.y + 24 });
await browser.close();
