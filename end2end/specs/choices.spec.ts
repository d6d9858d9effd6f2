// `/regions` and `/departments`: pages of links that lead back to the finder.
import { expect, test } from "../support/test";

test("the area above the list leads to the regions, and one of them back", async ({ site, page }) => {
  await site.open("/?region=11&open=now");
  await page.getByRole("link", { name: /지역 바꾸기/ }).click();
  await expect(page).toHaveURL(/\/regions\?/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("어느 지역에서 찾을까요?");
  await expect(page.locator("details[open] summary")).toHaveText("서울");
  await page.locator("summary", { hasText: "제주" }).click();
  await expect(page.locator("details[open]")).toHaveCount(1);
  await page.getByRole("link", { name: "서귀포시" }).click();
  await site.awake();
  await expect(page).toHaveURL((url) => url.pathname === "/" && url.searchParams.get("open") === "now");
  await expect(page.locator(".where-name")).toContainText("서귀포시");
  await expect(page.locator(".count")).toContainText("중심에서 가까운 순");
});

test("every 시도 can be chosen as a whole, and has places", async ({ site, page }) => {
  await site.open("/regions");
  const wholes = page.locator(".choices li:first-child a");
  await expect(wholes).toHaveCount(17);
  const links = await wholes.evaluateAll((all) => all.map((a) => [a.textContent ?? "", a.getAttribute("href") ?? ""]));
  for (const [name, href] of links) {
    expect(name).toMatch(/ 전체$/);
    const html = await (await page.request.get(href)).text();
    expect(html, name).toMatch(/<strong>[1-9]\d*곳<\/strong>/);
  }
});

test("a department is chosen on its page and shown on its chip", async ({ site, page }) => {
  await site.open("/?region=11");
  await page.getByRole("navigation", { name: "거르기" }).getByRole("link", { name: "진료과" }).click();
  await expect(page).toHaveURL(/\/departments\?region=11$/);
  for (const branch of ["의과", "치과", "한방"]) {
    await expect(page.getByRole("heading", { level: 2, name: branch, exact: true })).toBeVisible();
  }
  await page.getByRole("link", { name: "피부과", exact: true }).click();
  await site.awake();
  await expect(page).toHaveURL((url) => url.searchParams.get("specialty") === "14" && url.searchParams.get("region") === "11");
  const chip = page.getByRole("navigation", { name: "거르기" }).getByRole("link", { name: "피부과" });
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expect(page.locator(".place").first()).toBeVisible();

  await chip.click();
  await expect(page.getByRole("link", { name: "피부과", exact: true })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "모든 진료과" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/" && !url.searchParams.has("specialty"));
});
