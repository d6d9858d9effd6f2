// The search box: names, 초성, small typos, areas and departments in one text.
import { expect, test } from "../support/test";
import { aPlace } from "../support/places";

const initials = (text: string) =>
  [...text].map((c) => "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"[Math.floor((c.charCodeAt(0) - 0xac00) / 588)] ?? c).join("");

test.beforeEach(async ({ site }) => {
  await site.open("/");
});

async function search(page: import("@playwright/test").Page, text: string) {
  await page.getByRole("searchbox").fill(text);
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === text);
  await expect(page.getByRole("searchbox")).toHaveValue(text);
}

test("area and department in one text", async ({ page }) => {
  await search(page, "강남구 내과");
  await expect(page.locator(".where-name")).toContainText("강남구");
  await expect(page.locator(".place").first()).toBeVisible();
  const ids = await page.locator(".place").evaluateAll((cards) => cards.map((card) => card.getAttribute("data-id")));
  for (const id of ids.slice(0, 5)) {
    const { address, specialties } = await (await page.request.get(`/api/v1/hospitals/${id}`)).json();
    expect(address).toContain("강남구");
    expect(specialties.map((s: { name: string }) => s.name)).toContain("내과");
  }
});

test("the button sends the form as well as the Enter key", async ({ page }) => {
  await page.getByRole("searchbox").fill("부산 약국");
  await page.getByRole("button", { name: "찾기" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === "부산 약국");
  await expect(page.locator(".where-name")).toContainText("부산");
  const names = page.locator(".place .place-link");
  await expect(names.first()).toHaveText(/약국$/);
});

test("초성 find a name", async ({ page }) => {
  const place = await aPlace(page, (p) => p.kind === "clinic" && p.name.length >= 7);
  await search(page, initials(place.name));
  await expect(page.locator(`.place[data-id="${place.id}"]`)).toBeVisible();
});

test("a small typo finds the name all the same", async ({ page }) => {
  const place = await aPlace(page, (p) => p.kind === "clinic" && p.name.length >= 8);
  // The third syllable loses or gains its final consonant.
  const code = place.name.charCodeAt(2);
  const slip = String.fromCharCode((code - 0xac00) % 28 === 0 ? code + 4 : code - ((code - 0xac00) % 28));
  await search(page, place.name.slice(0, 2) + slip + place.name.slice(3));
  await expect(page.locator(`.place[data-id="${place.id}"]`)).toBeVisible();
});

test("spaces in a name make no difference", async ({ page }) => {
  const place = await aPlace(page, (p) => p.name.length >= 5, "region=11&kind=pharmacy");
  await search(page, `${place.name.slice(0, 2)} ${place.name.slice(2)}`);
  await expect(page.locator(`.place[data-id="${place.id}"]`)).toBeVisible();
});

test("where nothing fits the page says so and offers to clear the filters", async ({ page, site }) => {
  await site.open("/?region=11&kind=pharmacy&specialty=14");
  await expect(page.locator(".place")).toHaveCount(0);
  await expect(page.getByText("조건에 맞는 곳이 없어요")).toBeVisible();
  await page.getByRole("link", { name: "조건 모두 지우기" }).click();
  await expect(page).toHaveURL((url) => url.search === "?region=11");
  await expect(page.locator(".place")).toHaveCount(20);
});

test("a text that nothing fits is said kindly, and the search can go on", async ({ page }) => {
  await search(page, "퀣뷁쀍쒧");
  await expect(page.getByText("조건에 맞는 곳이 없어요")).toBeVisible();
  await expect(page.locator(".count strong")).toHaveText("0곳");
  await search(page, "내과");
  await expect(page.locator(".place")).toHaveCount(20);
});

test("searching keeps the filters that are on", async ({ page, site }) => {
  await site.open("/?region=11&open=now");
  await search(page, "치과");
  await expect(page).toHaveURL(/open=now/);
  await expect(page.locator(".place").first()).toBeVisible();
  await expect(page.locator(".place .state:not(.state-open)")).toHaveCount(0);
});

test("markup in a search text is only text", async ({ page }) => {
  await search(page, `<img src=x onerror="document.title='caught'">`);
  await expect(page.getByText("조건에 맞는 곳이 없어요")).toBeVisible();
  await expect(page).toHaveTitle("헤이닥터 — 지금 문 연 병원 찾기");
});
