// Under the marks: tiles where their server answers, our own outlines and names always.
import { expect, test } from "../support/test";

test("with tiles the map shows them, and no names of ours over theirs @js", async ({ site, page }) => {
  await site.openMap("/?region=11&view=map");
  await expect(page.locator(".leaflet-tile-loaded").first()).toBeVisible();
  await expect(page.locator("path.district")).not.toHaveCount(0);
  await expect(page.locator(".district-name span").filter({ visible: true })).toHaveCount(0);
});

test("without tiles outlines and names of the districts stand in @js", async ({ site, page, context, watch }) => {
  watch.expect(/tiles\.invalid/);
  await context.route("https://tiles.invalid/**", (route) => route.abort());
  await site.openMap("/?region=11&view=map");
  await expect(page.locator("path.district").first()).toBeAttached();
  expect(await page.locator("path.district").count(), "what is not in view is not drawn").toBeLessThan(100);
  await expect(page.locator(".district-name span", { hasText: /^중구$/ }).filter({ visible: true }).first()).toBeVisible();
  // Every name lies above the outlines, wherever on the map it stands.
  const names = await page.locator(".district-name").evaluateAll((all) => Math.min(...all.map((name) => Number(getComputedStyle(name).zIndex))));
  const outlines = await page.locator(".leaflet-districts-pane > svg").evaluate((svg) => Number(getComputedStyle(svg).zIndex));
  expect(outlines).toBeLessThan(names);
});

test("far out the provinces are named instead of the districts @js", async ({ site, page }) => {
  await site.openMap("/?bbox=125,33,131,39&zoom=7&view=map");
  await expect(page.locator(".name-sido span").filter({ visible: true }).first()).toBeVisible();
  await expect(page.locator(".district-name:not(.name-sido) span").filter({ visible: true })).toHaveCount(0);
  await expect(page.locator("[data-map]")).toHaveClass(/far-out/);
  expect(await page.locator("path.district").count()).toBeGreaterThan(200);
});

test("without the outlines the tiles and marks are there @js", async ({ site, page, context, watch }) => {
  watch.expect(/outlines\.json/);
  await context.route("**/outlines.json", (route) => route.abort());
  await site.openMap("/?region=11&view=map");
  await expect(page.locator(".leaflet-tile-loaded").first()).toBeVisible();
});

test("without Leaflet the list works and says what is missing @js", async ({ site, page, context, watch }) => {
  watch.expect(/leaflet\.js/);
  await context.route("**/leaflet/leaflet.js", (route) => route.abort());
  await site.open("/");
  await expect(page.getByRole("alert").filter({ hasText: "지도를 불러오지 못했어요." })).toBeVisible();
  await page.getByRole("link", { name: "지금 진료중" }).click();
  await expect(page).toHaveURL(/open=now/);
  await expect(page.locator(".place")).toHaveCount(20);
});

test("an answer that does not arrive is said, and the next try works @js", async ({ site, page, context, watch }) => {
  watch.expect(/find_places/);
  await site.openMap("/");
  await context.route("**/fn/find_places**", (route) => route.abort());
  await page.getByRole("link", { name: "지금 진료중" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "새 결과를 받지 못했어요." })).toBeVisible();
  await expect(page.locator(".place")).toHaveCount(20);
  await context.unroute("**/fn/find_places**");
  await page.getByRole("link", { name: "지금 진료중" }).click();
  await expect(page).toHaveURL(/open=now/);
  await expect(page.getByRole("alert").filter({ visible: true })).toHaveCount(0);
});
