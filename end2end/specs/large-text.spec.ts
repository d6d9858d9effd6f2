// 200 % text: the browser's own text size, which the page's media queries see as well.
import { chromium } from "../support/chromium";
import { beyondEdge } from "../support/layout";
import { everyPage, finderPages } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ launchOptions: chromium("--blink-settings=defaultFontSize=32") });

test("nothing scrolls sideways, and no words are cut off", async ({ site, page, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/status of 404/);
  for (const [name, path] of await everyPage(page)) {
    await site.open(path);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("32px");
    expect(await beyondEdge(page), name).toEqual([]);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("main :is(p, h1, h2, h3, li, td, th, a, button, label, summary, span)")]
        .filter((e) => e.checkVisibility() && !e.closest(".sr, .map-box, .small-map, .chips") && !e.matches(".facts, .i, .brand-mark"))
        .filter((e) => getComputedStyle(e).overflow !== "visible" && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
        .map((e) => `${e.tagName}.${e.className}: ${e.innerText.slice(0, 30)}`),
    );
    expect(cut, name).toEqual([]);
  }
});

test("bars leave the foot of a phone's screen to the text @phone", async ({ site, page }) => {
  await site.open("/");
  await expect(page.locator(".tabs")).toHaveCSS("position", "static");
  const [, clinic] = (await finderPages(page)).find(([name]) => name === "a clinic") ?? ["", "/"];
  await site.open(clinic);
  await expect(page.locator(".dock")).toHaveCSS("position", "static");
  // The table of hours becomes stacked rows.
  const row = page.locator(".hours tbody tr").first();
  const [head, cell] = await Promise.all([row.getByText("월", { exact: true }).boundingBox(), row.locator("td").first().boundingBox()]);
  expect(cell?.y).toBeGreaterThanOrEqual((head?.y ?? Infinity) + (head?.height ?? 0) - 1);
});

test("the telephone's word appears beside its sign @phone", async ({ site, page }) => {
  await site.open("/");
  await expect(page.locator(".place .call-word").first()).toBeVisible();
});
