// `/emergency`: 119 first, then the rooms, and no bed that nobody has counted.
import { metres } from "../support/read";
import { expect, test } from "../support/test";

test("119 is the first thing to press, and large", async ({ site, page }) => {
  expect(await site.open("/emergency")).toBe(200);
  const first = page.locator("main a, main button").first();
  await expect(first).toHaveAttribute("href", "tel:119");
  await expect(first).toHaveText("119 전화");
  const box = await first.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(64);
  const { height } = page.viewportSize() ?? { height: 0 };
  expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThan(height);
});

test("the nearest rooms are listed with a number to call", async ({ site, page }) => {
  await site.open("/emergency?region=27");
  await expect(page.locator(".sheet-head a")).toContainText("대구");
  const rooms = page.locator(".rooms .place");
  await expect(rooms).toHaveCount(15);
  const distances = (await rooms.locator(".far").allTextContents()).map(metres);
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
  for (const room of await rooms.all()) {
    await expect(room.locator(".state")).toContainText("응급실 운영");
    await expect(room.locator(".call")).toHaveAttribute("href", /^tel:0\d+$/);
    const id = await room.getAttribute("data-id");
    const place = await (await page.request.get(`/api/v1/hospitals/${id}`)).json();
    expect(place.emergency).toBe(true);
  }
});

test("without the live service no bed is counted, and the page says why", async ({ site, page }) => {
  await site.open("/emergency");
  await expect(page.getByText("실시간 병상은 연결되어 있지 않아요.")).toBeVisible();
  await expect(page.locator("main")).not.toContainText(/병상 ?\d|빈 응급 병상|가용/);
});

test("another area is two presses away", async ({ site, page }) => {
  await site.open("/emergency");
  await page.getByRole("link", { name: /지역 바꾸기/ }).click();
  await expect(page).toHaveURL(/\/regions/);
  await page.locator("summary", { hasText: "울산" }).click();
  await page.getByRole("link", { name: "울산 전체" }).click();
  await expect(page.locator(".place").first()).toBeVisible();
  expect(site.query().get("emergency")).toBe("true");
  expect(site.query().get("region")).toBe("31");
});
