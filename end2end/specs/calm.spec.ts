// What moves, and what must not.
import type { Page } from "@playwright/test";

import { bookingPages, consolePages, everyPage } from "../support/pages";
import { expect, test, type Site } from "../support/test";

/** Notes what jumps on every page that is opened from now on. */
async function noteShifts(page: Page) {
  await page.addInitScript(() => {
    const scope = window as unknown as { shifts: { value: number; what: string }[] };
    scope.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node?: Element }[] })[]) {
        scope.shifts.push({ value: entry.value, what: entry.sources.map((source) => source.node?.className ?? "").join(", ") });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** Opens a page and fails when something on it jumps while it loads. */
async function opensStill(site: Site, page: Page, path: string) {
  await site.open(path);
  if (await page.locator("[data-map]").count()) await expect(page.locator(".mark").first()).toBeAttached();
  await page.waitForTimeout(1_000);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: { value: number; what: string }[] }).shifts);
  const sum = shifts.reduce((total, shift) => total + shift.value, 0);
  expect(sum, `${path} ${JSON.stringify(shifts)}`).toBeLessThan(0.02);
}

for (const path of ["/", "/emergency", "/hospitals/1", "/en"]) {
  test(`nothing jumps while ${path} loads @js`, async ({ site, page }) => {
    await noteShifts(page);
    await opensStill(site, page, path);
  });
}

test("nothing jumps while a timetable, a form, a booking and the console load @js", async ({ site, page }) => {
  const pages = [...(await bookingPages(page)), ...(await consolePages(page))];
  await noteShifts(page);
  for (const [, path] of pages.filter(([name]) => ["timetable", "booking's form", "booked", "console"].includes(name))) await opensStill(site, page, path);
});

test("where movement is unwelcome nothing is animated, and the map still works @js", async ({ site, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await site.openMap("/?region=11680&view=map");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("body, body *")]
      .filter((element) => {
        const { transitionDuration, transitionProperty, animationName } = getComputedStyle(element);
        return animationName !== "none" || (transitionProperty !== "none" && !/^0s(, 0s)*$/.test(transitionDuration));
      })
      .map((element) => element.className),
  );
  expect(moving).toEqual([]);
  await page.getByRole("button", { name: "확대", exact: true }).click();
  await expect.poll(() => site.query().get("zoom")).not.toBeNull();
  await expect(page.locator(".mark").first()).toBeAttached();
});

test("dark and high contrast are the page's own colours", async ({ site, page }) => {
  await site.open("/");
  const colours = () => page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
  expect(await colours()).toEqual(["rgb(245, 245, 243)", "rgb(30, 33, 36)"]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await colours()).toEqual(["rgb(17, 19, 21)", "rgb(241, 243, 245)"]);
  await page.emulateMedia({ colorScheme: "light", contrast: "more" });
  expect(await colours()).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  await expect(page.locator(".place .btn").first()).toHaveCSS("border-top-style", "solid");
  await page.emulateMedia({ colorScheme: "dark", contrast: "more" });
  expect(await colours()).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
});

test("forced colours keep the outlines of controls and the shapes of states", async ({ site, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await site.open("/?region=11&open=now");
  await expect(page.locator(".place .btn").first()).toHaveCSS("border-top-style", "solid");
  const on = await page.locator(".chip.on").evaluate((chip) => getComputedStyle(chip, "::before").borderTopWidth);
  expect(on).toBe("2px");
  const glyph = await page.locator(".state .i").first().evaluate((sign) => {
    const { backgroundColor, maskImage } = getComputedStyle(sign);
    return { backgroundColor, drawn: maskImage !== "none" };
  });
  expect(glyph.drawn).toBe(true);
  expect(glyph.backgroundColor).not.toBe(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
});

test("forced colours leave every control its edge, and what is chosen stands out", async ({ site, page, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/status of 404/);
  await page.emulateMedia({ forcedColors: "active" });
  for (const [name, path] of await everyPage(page)) {
    await site.open(path);
    const faults = await page.evaluate(() => {
      const look = (element: Element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, outlineStyle, outlineWidth, backgroundColor } = getComputedStyle(element);
        return { edge: borderTopStyle !== "none" && borderTopWidth !== "0px", all: [borderTopWidth, borderTopColor, outlineStyle, outlineWidth, backgroundColor].join() };
      };
      const seen = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true }));
      const call = (element: HTMLElement) => `${element.tagName}.${element.className} "${element.innerText.trim().slice(0, 20)}"`;
      const fields = "input:not([type=hidden], [type=checkbox], [type=radio], .search input), select, textarea";
      const bare = seen(`main :is(.btn, .time, .day, .doctor, .near, .entry, .free, .card, .desk-card, .desk-panel, ${fields})`).filter((element) => !look(element).edge);
      const alike = seen("main :is(.time, .day, .doctor, .entry, .desk-tabs a)[aria-current], .desk-menu [aria-current]").filter((element) => {
        const kind = element.classList[0] ? `.${element.classList[0]}` : element.closest("nav")?.className ? `.${element.closest("nav")?.className} a` : element.tagName;
        const other = seen(`${kind}:not([aria-current], .gone)`)[0];
        return other !== undefined && look(other).all === look(element).all;
      });
      return [...bare.map((element) => `no edge: ${call(element)}`), ...alike.map((element) => `not told apart: ${call(element)}`)];
    });
    expect(faults, name).toEqual([]);
  }
});
