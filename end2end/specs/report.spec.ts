// "잘못된 정보 신고": sent and thanked for, with JavaScript and without.
import { aPlace } from "../support/places";
import { expect, test } from "../support/test";

test("a report is stored and thanked for", async ({ site, page }) => {
  const { id } = await aPlace(page, (place) => place.kind === "pharmacy", "region=26&kind=pharmacy&limit=20");
  await site.open(`/hospitals/${id}`);
  await page.locator("summary", { hasText: "잘못된 정보 신고" }).click();
  await page.getByRole("radio", { name: "전화번호가 달라요" }).check();
  await page.getByLabel("자세히 알려 주세요 (선택)").fill("안내판에는 다른 번호가 적혀 있어요.");
  await page.getByRole("button", { name: "신고 보내기" }).click();
  await expect(page).toHaveURL(new RegExp(`/hospitals/${id}\\?report=sent#report$`));
  await expect(page.getByText("알려 주셔서 고마워요. 확인하고 고칠게요.")).toBeVisible();
  await expect(page.getByRole("button", { name: "신고 보내기" })).toHaveCount(0);
});

test("the form says beforehand that no personal data belongs in it", async ({ site, page }) => {
  const { id } = await aPlace(page, () => true);
  await site.open(`/hospitals/${id}`);
  await page.locator("summary", { hasText: "잘못된 정보 신고" }).click();
  await expect(page.getByRole("radio")).toHaveCount(6);
  await expect(page.getByLabel("자세히 알려 주세요 (선택)")).toHaveAccessibleDescription(/개인정보는 적지 마세요/);
});

test("a report about no place at all is not thanked for", async ({ page }) => {
  const form = { id: "99999999", lang: "ko", what: "hours", comment: "" };
  const answer = await page.request.post("/fn/report_place", { form, headers: { Accept: "text/html" }, maxRedirects: 0 });
  expect(answer.status()).toBe(302);
  expect(answer.headers().location).toBe("/hospitals/99999999?report=failed#report");
});
