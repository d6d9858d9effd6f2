// axe on every page: no violation in light, dark and high contrast, on phone and desktop.
import { audit } from "../support/axe";
import { finderPages } from "../support/pages";
import { expect, test } from "../support/test";

const names = [
  "home", "map in front", "a place picked", "nothing found", "a clinic", "a hospital, reported", "emergency",
  "regions", "departments", "about", "not found", "English home", "English clinic",
];

for (const name of names) {
  test(`${name} @js`, async ({ site, page, watch }) => {
    watch.expect(/status of 404/);
    const path = (await finderPages(page)).find(([title]) => title === name)?.[1];
    if (!path) throw new Error(`no page "${name}"`);
    await site.open(path);
    if (await page.locator(".map").count()) await expect(page.locator(".leaflet-container path.district").first()).toBeAttached();
    if (name !== "nothing found" && (await page.locator(".map").count())) await expect(page.locator(".mark").first()).toBeAttached();
    await audit(page, name);
  });
}
