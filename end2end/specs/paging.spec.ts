// "더 보기": below the list with JavaScript, the next page without.
import { expect, test } from "../support/test";

const ids = (page: import("@playwright/test").Page) =>
  page.locator(".place").evaluateAll((cards) => cards.map((card) => card.getAttribute("data-id")));

test("more places come below those that are there @js", async ({ site, page }) => {
  await site.open("/?region=50110");
  const total = Number((await page.locator(".count strong").innerText()).replace("곳", ""));
  expect(total).toBeGreaterThan(20);
  const first = await ids(page);
  await page.getByRole("link", { name: "더 보기" }).click();
  await expect(page.locator(".place")).toHaveCount(Math.min(40, total));
  expect((await ids(page)).slice(0, 20)).toEqual(first);

  while ((await page.getByRole("link", { name: "더 보기" }).count()) > 0) {
    const before = await page.locator(".place").count();
    await page.getByRole("link", { name: "더 보기" }).click();
    await expect.poll(() => page.locator(".place").count()).toBeGreaterThan(before);
  }
  const all = await ids(page);
  expect(all).toHaveLength(total);
  expect(new Set(all).size).toBe(total);
});

test("the next page, and the one after it, go on where the last one ended @plain", async ({ site, page }) => {
  await site.open("/?region=50110");
  const total = Number((await page.locator(".count strong").innerText()).replace("곳", ""));
  const seen = await ids(page);
  while ((await page.getByRole("link", { name: "더 보기" }).count()) > 0) {
    await page.getByRole("link", { name: "더 보기" }).click();
    await expect(page).toHaveURL(/cursor=/);
    const next = await ids(page);
    expect(next.length).toBeGreaterThan(0);
    seen.push(...next);
    expect(seen.length).toBeLessThanOrEqual(total);
  }
  expect(seen).toHaveLength(total);
  expect(new Set(seen).size).toBe(total);
});
