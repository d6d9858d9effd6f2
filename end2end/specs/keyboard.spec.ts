// Without a mouse: everything is reached, in a sensible order, and one sees where one is.
import type { Page } from "@playwright/test";

import { expect, test } from "../support/test";

/** What has the focus, how it is drawn, and whether it is really in sight. */
const focus = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
      name: (element.getAttribute("aria-label") ?? element.innerText ?? "").trim().replace(/\s+/g, " ") || element.id,
      tag: element.tagName,
      outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      clear: hit !== null && (element.contains(hit) || hit.contains(element)),
    };
  });

test("the skip link is the first stop and leads past the menus", async ({ site, page }) => {
  await site.open("/");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "본문으로 건너뛰기" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#content$/);
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: /지역 바꾸기/ })).toBeFocused();
});

for (const path of ["/", "/emergency", "/about/data", "/departments", "/regions"]) {
  test(`every stop of ${path} is drawn and in sight`, async ({ site, page }) => {
    await site.open(path);
    const names: string[] = [];
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press("Tab");
      const seen = await focus(page);
      if (seen.tag === "BODY") break;
      expect(seen.outline, `the outline of "${seen.name}"`).toBeGreaterThanOrEqual(2);
      expect(seen.clear, `"${seen.name}" is in sight`).toBe(true);
      names.push(seen.name);
    }
    expect(names.length).toBeGreaterThan(5);
  });
}

test("the order is that of reading: area, search, filters, places", async ({ site, page }) => {
  await site.open("/");
  const order: string[] = [];
  for (let stop = 0; stop < 26; stop += 1) {
    await page.keyboard.press("Tab");
    order.push((await focus(page)).name);
  }
  const wanted = ["본문으로 건너뛰기", "서울 지역 바꾸기", "q", "찾기", "지금 진료중", "진료과", "야간·휴일", "약국", "응급실"];
  const first = await page.locator(".place .place-link").first().innerText();
  const at = [...wanted, first].map((name, index) => order.indexOf(name, index > 4 ? order.indexOf("지금 진료중") : 0));
  expect(at, order.join(" → ")).not.toContain(-1);
  expect(at).toEqual([...at].sort((a, b) => a - b));
});

test("the marks of the map can be reached and pressed with the keyboard @js", async ({ site, page }) => {
  await site.openMap("/?region=11680&view=map&kind=pharmacy");
  await page.locator("[data-map]").focus();
  await page.keyboard.press("Tab");
  await expect(page.locator(".mark:focus")).toHaveCount(1);
  expect((await focus(page)).outline).toBeGreaterThanOrEqual(2);
  // Stopping at a mark near the edge moves the map, which draws the marks anew: the focus stays.
  for (let stop = 0; stop < 60 && (await page.locator(".mark[data-id]:focus").count()) === 0; stop += 1) {
    await page.keyboard.press("Tab");
    await page.waitForTimeout(300);
    await expect(page.locator("[data-map]:focus, [data-map] :focus")).toHaveCount(1);
  }
  // Marks of the view that the map has come to rest in have arrived.
  await page.waitForLoadState("networkidle");
  const id = await page.locator(".mark:focus").getAttribute("data-id");
  await page.keyboard.press("Enter");
  await expect(page.locator(`.place[data-id="${id}"]`)).toHaveAttribute("aria-current", "true");
  await expect(page.locator(`.mark[data-id="${id}"]`)).toBeFocused();
});

test("a filter turned over by the keyboard keeps the place of the focus @js", async ({ site, page }) => {
  await site.open("/");
  await page.getByRole("link", { name: "지금 진료중" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/open=now/);
  await expect(page.getByRole("link", { name: "지금 진료중" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("navigation", { name: "거르기" }).getByRole("link", { name: "진료과" })).toBeFocused();
});
