// Wrong addresses: the status says so, the page says what is wrong and the way out.
import { expect, test } from "../support/test";

const wrong: [string, string, RegExp][] = [
  ["a limit of nothing", "?limit=0", /^limit: 1에서 100 사이로/],
  ["a reversed view", "?bbox=127.2,37.6,126.9,37.4", /^bbox: 서쪽,남쪽,동쪽,북쪽 순서로/],
  ["a position outside Korea", "?near=35.68,139.69", /^near: 한국 안의 위치가 아니에요/],
  ["an unknown department", "?specialty=xx", /^specialty: 쓸 수 없는 값이에요/],
  ["a broken cursor", "?region=11&cursor=zzzz", /^cursor: 이어 볼 수 없는 위치예요/],
  ["bytes that are no text", "?q=%FF%FE", /^q: UTF-8 글자가 아니에요/],
  ["ten kilobytes of text", `?q=${"a".repeat(10_240)}`, /^q: 100자까지 찾을 수 있어요/],
];

for (const [what, query, notice] of wrong) {
  test(`${what} is answered with 400, a notice and a list`, async ({ site, page, watch }) => {
    watch.expect(/status of 400/);
    expect(await site.open(`/${query}`)).toBe(400);
    await expect(page.locator(".notice").filter({ hasText: notice })).toBeVisible();
    await expect(page.getByRole("searchbox")).toBeVisible();
    await expect(page.locator(".place")).toHaveCount(20);
  });
}

test("parameters that are not ours are passed over", async ({ site, page }) => {
  expect(await site.open("/?utm_source=letter&fbclid=1")).toBe(200);
  await expect(page.locator(".place")).toHaveCount(20);
});

for (const path of ["/hospitals/99999999", "/hospitals/abc", "/nothing/here"]) {
  test(`${path} is a 404 page that offers the search`, async ({ site, page, watch }) => {
    watch.expect(/status of 404/);
    expect(await site.open(path)).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("찾는 곳이 없어요");
    await page.getByRole("searchbox").fill("종로구 약국");
    await page.getByRole("button", { name: "찾기" }).click();
    await expect(page).toHaveURL((url) => url.pathname === "/" && url.searchParams.get("q") === "종로구 약국");
    await expect(page.locator(".place").first()).toBeVisible();
  });
}
