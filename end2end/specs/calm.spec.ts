// What moves, and what must not.
import { expect, test } from "../support/test";

for (const path of ["/", "/emergency", "/hospitals/1", "/en"]) {
  test(`nothing jumps while ${path} loads @js`, async ({ site, page }) => {
    await page.addInitScript(() => {
      const scope = window as unknown as { shifts: { value: number; what: string }[] };
      scope.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node?: Element }[] })[]) {
          scope.shifts.push({ value: entry.value, what: entry.sources.map((source) => source.node?.className ?? "").join(", ") });
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await site.open(path);
    if (await page.locator("[data-map]").count()) await expect(page.locator(".mark").first()).toBeAttached();
    await page.waitForTimeout(1_000);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: { value: number; what: string }[] }).shifts);
    const sum = shifts.reduce((total, shift) => total + shift.value, 0);
    expect(sum, JSON.stringify(shifts)).toBeLessThan(0.02);
  });
}

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
