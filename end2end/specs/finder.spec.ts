// The first view of `/`: what a patient sees without having asked for anything.
import { aPlace } from "../support/places";
import { metres } from "../support/read";
import { expect, test } from "../support/test";

test("the first visit shows a page of Seoul, nearest to its middle first", async ({ site, page }) => {
  expect(await site.open("/")).toBe(200);
  await expect(page).toHaveTitle("헤이닥터 — 지금 문 연 병원 찾기");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.getByText("시연용 화면이에요. 실제 병원이 아니에요.")).toBeVisible();
  await expect(page.locator(".where-name")).toContainText("서울");
  await expect(page.locator(".count")).toHaveText(/^[1-9]\d*곳서울 중심에서 가까운 순$/);
  await expect(page.locator(".place")).toHaveCount(20);

  const distances = (await page.locator(".place .far").allTextContents()).map(metres);
  expect(distances).toHaveLength(20);
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
});

test("a card says which place, its state, how far, and how to call", async ({ site, page }) => {
  await site.open("/?limit=100");
  const cards = page.locator(".place");
  await expect(cards).toHaveCount(100);
  for (const card of await cards.all()) {
    const name = (await card.getByRole("heading", { level: 3 }).getByRole("link").innerText()).trim();
    expect(name).not.toContain("시연용");
    await expect(card.locator(".tag")).toHaveText("시연용");
    await expect(card.locator(".place-link")).toHaveAttribute("href", /^\/hospitals\/\d+$/);
    await expect(card.locator(".far")).toHaveText(/^(\d{1,3}m|\d+(\.\d)?km)$/);
    const state = (await card.locator(".state").innerText()).replace(/\s+/g, " ").trim();
    expect(state).toMatch(/^(진료중|영업중|점심시간|쉬는 시간|진료 종료|영업 종료|시간 정보 없음)/);
    if (/^(진료|영업)중/.test(state)) expect(state).toMatch(/(까지|24시간)/);
    if (state.startsWith("점심시간")) expect(state).toMatch(/\d\d:\d\d 다시 시작/);
    const call = card.locator(".call");
    if ((await call.count()) > 0) {
      await expect(call).toHaveAttribute("href", /^tel:0\d{8,10}$/);
      await expect(call).toHaveAccessibleName(`${name} 전화`);
    }
  }
});

test("every state is told by shape and word, and an unknown one offers the telephone", async ({ site, page }) => {
  const says = async (shape: string, word: RegExp) => {
    const line = page.locator(`.place .state-${shape}`).first();
    await expect(line.locator(`.i-${shape}`)).toBeVisible();
    await expect(line.locator("strong")).toHaveText(word);
    return line;
  };
  await site.open("/?region=11&limit=100");
  await says("open", /^(진료중|영업중)$/);
  await says("break", /^(점심시간|쉬는 시간)$/);
  const unknown = await says("unknown", /^시간 정보 없음$/);
  await expect(unknown.getByRole("link", { name: "전화 확인" })).toHaveAttribute("href", /^tel:0\d{8,10}$/);
  // At the tests' hour few places are closed: one is asked for by its name.
  const closed = await aPlace(page, (place) => place.open.state === "closed", "region=41&kind=clinic&kind=oriental&limit=100");
  await site.open(`/?q=${encodeURIComponent(closed.name)}`);
  await says("closed", /^(진료|영업) 종료$/);
});

test("the card as a whole leads to the page of its place", async ({ site, page }) => {
  await site.open("/");
  const card = page.locator(".place").nth(2);
  const name = await card.locator(".place-link").innerText();
  const box = await card.locator(".facts").boundingBox();
  if (!box) throw new Error("the card has no box");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page).toHaveURL(/\/hospitals\/\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
});

test("without JavaScript nothing is offered that needs it @plain", async ({ site, page }) => {
  await site.open("/");
  await expect(page.getByRole("button", { name: "내 주변" })).toBeHidden();
  await expect(page.locator(".map-follow")).toBeHidden();
  await expect(page.locator("noscript .map-note")).toBeVisible();
});
