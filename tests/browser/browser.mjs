// A page in a real Chromium, watched: what it fetches, what it says on the console, what it throws.
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

let launched;
export const browser = () => (launched ??= launch());
after(async () => (await launched)?.close());

// Opens a report for a test and closes it after that. `complaints` grows by whatever must not happen.
export async function open(t, file, { width = 1280, height = 900, anchor = "", ...options } = {}) {
  const context = await (await browser()).newContext({ viewport: { width, height }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const complaints = [];
  page.on("console", (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address + anchor);
  return { page, complaints };
}

// The elements that make the page wider than its window; none when it is not.
export const overflow_of = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > clientWidth + 1 && !one.parentElement.closest(".scrolling, nav ul"));
  return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 8).map((one) => one.outerHTML.slice(0, 90))];
});

export const unfold_all = (page) =>
  page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });

// As an eye sees it: it has a size, is not hidden, and lies within the window without scrolling.
export async function is_on_the_first_screen(page, locator) {
  const box = await locator.boundingBox();
  const { width, height } = page.viewportSize();
  return box !== null && box.y >= 0 && box.y + box.height <= height && box.x >= 0 && box.x + box.width <= width;
}
