// The browser of the system: one that npm would fetch is a download of its own, and not what people open reports with.
import { chromium } from "playwright-core";

const executablePath = process.env.WBEMCHECK_CHROMIUM ?? "/usr/bin/chromium";

// Nothing of its own goes out, so that every request that is seen is one of the page. Each launch has a new profile.
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

export const launch = () => chromium.launch({ executablePath, args });
