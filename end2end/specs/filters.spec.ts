// Filter chips: links that carry the whole state in the URL.
import { expect, test } from "../support/test";

test("a chip filters, the URL says so, back and forward undo and redo it", async ({ site, page }) => {
  await site.open("/");
  const chips = page.getByRole("navigation", { name: "거르기" });
  const all = await page.locator(".count strong").innerText();

  await chips.getByRole("link", { name: "지금 진료중" }).click();
  await expect(page).toHaveURL(/[?&]open=now(&|$)/);
  await expect(chips.getByRole("link", { name: "지금 진료중" })).toHaveAttribute("aria-current", "true");
  await expect(page.locator(".count strong")).toHaveText(/^진료중 [1-9]\d*곳$/);
  await expect(page.locator(".place .state:not(.state-open)")).toHaveCount(0);

  await chips.getByRole("link", { name: "약국" }).click();
  await expect(page).toHaveURL(/open=now/);
  await expect(page).toHaveURL(/kind=pharmacy/);
  await expect(page.locator(".place .state strong").first()).toHaveText("영업중");
  const both = await page.locator(".place .place-link").allTextContents();
  expect(both.every((name) => name.endsWith("약국"))).toBe(true);

  await page.goBack();
  await expect(chips.getByRole("link", { name: "약국" })).not.toHaveAttribute("aria-current");
  await expect(chips.getByRole("link", { name: "지금 진료중" })).toHaveAttribute("aria-current", "true");
  await page.goBack();
  await expect(chips.getByRole("link", { name: "지금 진료중" })).not.toHaveAttribute("aria-current");
  await expect(page.locator(".count strong")).toHaveText(all);
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(/kind=pharmacy/);
  await expect(page.locator(".place .place-link")).toHaveText(both);
});

test("a reload, and another person with the link, see the same", async ({ site, page, context }) => {
  await site.open("/");
  await page.getByRole("link", { name: "야간·휴일" }).click();
  await expect(page).toHaveURL(/night=true/);
  await expect(page.getByRole("link", { name: "야간·휴일" })).toHaveAttribute("aria-current", "true");
  const count = await page.locator(".count").innerText();
  const names = await page.locator(".place .place-link").allTextContents();

  await page.reload();
  await site.awake();
  await expect(page.locator(".count")).toHaveText(count.replace(/\n/g, ""));
  await expect(page.locator(".place .place-link")).toHaveText(names);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator(".place .place-link")).toHaveText(names);
});

test("pressing a chip again takes its filter back", async ({ site, page }) => {
  await site.open("/?region=11&open=now&kind=dental");
  await page.getByRole("link", { name: "치과", exact: true }).click();
  await expect(page).not.toHaveURL(/kind=/);
  await expect(page).toHaveURL(/open=now/);
  await expect(page.getByRole("link", { name: "치과", exact: true })).not.toHaveAttribute("aria-current");
});

test("with JavaScript a filter needs no new page, and the focus stays on its chip @js", async ({ site, page, watch }) => {
  await site.open("/");
  await expect(page.locator(".map-box .mark").first()).toBeVisible();
  const chip = page.getByRole("link", { name: "한의원", exact: true });
  await chip.focus();
  watch.requests.length = 0;
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/kind=oriental/);
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expect(chip).toBeFocused();
  expect(watch.requests.filter((request) => request.isNavigationRequest())).toEqual([]);
  const count = await page.locator(".count").textContent();
  await expect(page.getByRole("status").filter({ hasText: count ?? "" })).toBeAttached();
});

test("the emergency chip leads to the emergency rooms of the same area", async ({ site, page }) => {
  await site.open("/?region=26");
  await page.getByRole("navigation", { name: "거르기" }).getByRole("link", { name: "응급실" }).click();
  await expect(page).toHaveURL(/\/emergency\?region=26$/);
  await expect(page.locator(".emergency .sheet-head a")).toContainText("부산");
});

test("list or map in front is a link too @phone", async ({ site, page }) => {
  await site.open("/?open=now");
  const height = () => page.locator(".map-box").evaluate((box) => box.getBoundingClientRect().height);
  const low = await height();
  await page.getByRole("navigation", { name: "보기" }).getByRole("link", { name: "지도" }).click();
  await expect(page).toHaveURL(/open=now.*view=map/);
  await expect.poll(height).toBeGreaterThan(low + 80);
  await page.getByRole("navigation", { name: "보기" }).getByRole("link", { name: "목록" }).click();
  await expect(page).not.toHaveURL(/view=map/);
  await expect.poll(height).toBe(low);
});
