// Lighthouse of many pages, all in one browser: node lighthouse.mjs MODULES CHROME FLAGS JOBS.
// The last two are JSON; a job has an address, a setting and the categories. A line of JSON for each.

import path from "node:path";
import {pathToFileURL} from "node:url";

const [modules, chromePath, chromeFlags, jobs] = process.argv.slice(2);
const from = name => import(pathToFileURL(path.join(modules, name)));
const {default: lighthouse, desktopConfig} = await from("lighthouse/core/index.js");
const {launch} = await from("chrome-launcher/dist/index.js");

const chrome = await launch({chromePath, chromeFlags: JSON.parse(chromeFlags)});
try {
  for (const {address, setting, categories} of JSON.parse(jobs)) {
    const flags = {
      port: chrome.port,
      onlyCategories: categories,
      // for people who look at a report, of whom there is none
      disableFullPageScreenshot: true,
    };
    const config = setting === "desktop" ? desktopConfig : undefined;
    const {lhr} = await lighthouse(address, flags, config);
    process.stdout.write(`${JSON.stringify(lhr)}\n`);
  }
} finally {
  chrome.kill();
}
