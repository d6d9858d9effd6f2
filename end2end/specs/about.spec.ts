// `/about/data`: where the facts come from.
import { expect, test } from "../support/test";

test("sources, dates and counts of what is shown", async ({ site, page }) => {
  expect(await site.open("/about/data")).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("자료 안내");
  const source = page.getByRole("row", { name: /시연용 자료/ });
  await expect(source).toContainText(/\d+곳/);
  await expect(source).toContainText(/\d{4}-\d\d-\d\d/);
  await expect(page.getByText("이름·주소·전화번호 모두 실제가 아니에요.")).toBeVisible();

  // The kinds add up to the whole.
  const number = (text: string) => Number(/(\d+)곳/.exec(text)?.[1]);
  const total = number(await source.innerText());
  const kinds = await page.locator("table").nth(1).locator("tbody tr").allInnerTexts();
  expect(kinds).toHaveLength(9);
  expect(kinds.map(number).reduce((a, b) => a + b, 0)).toBe(total);
});

test("what is said about the position and about what was used", async ({ site, page }) => {
  await site.open("/about/data");
  await expect(page.getByText("정확한 위치는 이 기기를 떠나지 않아요.")).toBeVisible();
  for (const used of ["Leaflet", "OpenStreetMap", "KRDS", "Lucide"]) await expect(page.locator("main")).toContainText(used);
});

test("the menu leads everywhere and says where one is", async ({ site, page }) => {
  await site.open("/");
  const menu = page.getByRole("navigation", { name: site.phone ? "아래 메뉴" : "주요 메뉴" });
  for (const [entry, path] of [["응급실", "/emergency"], ["자료 안내", "/about/data"], ["병원 찾기", "/"]] as const) {
    await menu.getByRole("link", { name: entry }).click();
    await expect(page).toHaveURL((url) => url.pathname === path);
    await expect(menu.getByRole("link", { name: entry })).toHaveAttribute("aria-current", "page");
    await expect(menu.locator("[aria-current]")).toHaveCount(1);
  }
});
