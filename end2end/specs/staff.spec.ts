// The hospital's console: log-in, the day, a walk-in's way, a change of the timetable; readable and
// reachable on every screen.
import { audit } from "../support/axe";
import { beyondEdge } from "../support/layout";
import { EMAIL, PASSWORD, bookOnline, freeSlot, logIn } from "../support/staff";
import { expect, test } from "../support/test";

const pages = [
  "/staff", "/staff?day=2026-11-26", "/staff?walk-in=1", "/en/staff", "/staff/week", "/staff/board", "/staff/schedule", "/staff/schedule/doctor",
  "/staff/settings", "/staff/log", "/staff/book?day=2026-11-26", "/staff/log-in", "/staff/apply",
];

test.describe("logged in", () => {
  test.beforeEach(async ({ context, baseURL }) => logIn(context, baseURL));

  test("the day shows a column a doctor, and a booking whole in its panel only", async ({ site, page, isMobile, javaScriptEnabled }) => {
    await site.open("/staff");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("11월 25일 (수)");
    const slot = await freeSlot(page, (isMobile ? 2 : 0) + (javaScriptEnabled === false ? 1 : 0));
    const number = await bookOnline(page, slot, "박서윤");
    await site.open("/staff");
    await page.getByLabel("예약 찾기").fill(number);
    await page.locator(".desk-search button").click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("찾은 예약 1");
    await page.locator(".desk-row a").first().click();
    await expect(page.locator(".desk-panel h2")).toHaveText("박서윤");
    await expect(page.locator(".desk-grid")).not.toContainText("박서윤");
    const entry = page.locator(".entry[aria-current]");
    await expect(entry).toContainText("박*윤");
    if (isMobile) await expect(page.locator(".desk-grid thead .col:visible")).toHaveCount(1);
    await page.getByText("예약 취소", { exact: true }).click();
    await page.getByLabel("환자에게 전할 말 (선택)").fill("원장님 사정이에요");
    await page.getByRole("button", { name: "취소하고 알리기" }).click();
    await expect(page.locator(".notice-good")).toHaveText("바꿨어요.");
    await expect(page.locator(".desk-panel")).toContainText("취소");
  });

  test("a new booking appears by itself @js @desktop", async ({ site, page, watch }) => {
    watch.expect(/ERR_INTERNET_DISCONNECTED/);
    await site.open("/staff");
    const slot = await freeSlot(page, 4);
    await site.open(`/staff?day=${slot.starts_at.slice(0, 10)}`);
    const before = await page.locator(".entry").count();
    await bookOnline(page, slot, "조은");
    await expect(page.locator(".entry")).toHaveCount(before + 1);
    await expect(page.locator(".entry.is-new").first()).toContainText("방금 들어옴");
    await page.context().setOffline(true);
    await expect(page.locator(".live-off")).toBeVisible();
    await page.context().setOffline(false);
    await expect(page.locator(".live-on")).toBeVisible();
  });

  test("a walk-in waits, is called and is done", async ({ site, page, isMobile, javaScriptEnabled }) => {
    const name = `현장${isMobile ? "가" : "나"}${javaScriptEnabled === false ? "다" : "라"}`;
    const masked = `현**${name.at(-1)}`;
    await site.open("/staff");
    await page.getByRole("link", { name: "번호표" }).click();
    await page.getByLabel("이름", { exact: true }).fill(name);
    await page.getByRole("button", { name: "번호표 주기" }).click();
    await expect(page.locator(".notice-good")).toContainText("번 번호표를 드렸어요");
    const row = page.locator(".waiting", { hasText: masked });
    await row.getByRole("button").click();
    await expect(page.locator(".desk-queue h3")).toHaveText("진료 중인 현장 접수");
    await site.open("/staff/board");
    await expect(page.locator(".board-now", { hasText: masked })).toBeVisible();
    await site.open("/staff");
    await page.locator(".waiting", { hasText: masked }).getByRole("button", { name: /진료 완료/ }).click();
    await expect(page.locator(".waiting", { hasText: masked })).toHaveCount(0);
  });

  test("what is wrong in a walk-in's form is said beside its field, with all that was typed", async ({ site, page, watch }) => {
    watch.expect(/status of 422/);
    await site.open("/staff?walk-in=1");
    await page.getByLabel("이름", { exact: true }).fill("안별");
    const phone = page.getByLabel("휴대전화 (선택)");
    await phone.fill("010-12");
    await page.getByRole("button", { name: "번호표 주기" }).click();
    await expect(phone).toBeFocused();
    await expect(phone).toHaveAccessibleDescription(/번호가 짧아요/);
    await expect(phone).toHaveValue("010-12");
    await expect(page.getByLabel("이름", { exact: true })).toHaveValue("안별");
  });

  test("news of the day leave a form that is being filled in alone @js", async ({ site, page }) => {
    await site.open("/staff?walk-in=1");
    const name = page.getByLabel("이름", { exact: true });
    await name.fill("안");
    const fresh = () => page.waitForResponse((answer) => answer.url().includes("/staff/day"));
    await fresh();
    await fresh();
    await expect(name).toBeFocused();
    await expect(name).toHaveValue("안");
  });

  test("days off that cannot be are said beside their fields", async ({ site, page, watch }) => {
    watch.expect(/status of 422/);
    await site.open("/staff/schedule");
    await page.getByLabel("무엇을 하나요").selectOption({ label: "추가 진료" });
    await page.getByLabel("첫날").fill("2026-12-05");
    await page.getByLabel("마지막 날").fill("2026-12-01");
    await page.getByLabel("사유 (환자에게 보여요)").fill("학회");
    await page.getByRole("button", { name: "미리 보기" }).click();
    await expect(page.getByLabel("마지막 날")).toBeFocused();
    await expect(page.getByLabel("마지막 날")).toHaveAccessibleDescription(/첫날부터 1년 안/);
    await expect(page.getByLabel(/^시간/)).toHaveAccessibleDescription(/꼭 필요해요/);
    await expect(page.getByLabel("무엇을 하나요")).toHaveValue("extra");
    await expect(page.getByLabel("사유 (환자에게 보여요)")).toHaveValue("학회");
  });

  test("a change of the timetable is shown before it is made", async ({ site, page, watch }) => {
    watch.expect(/status of 422/);
    await site.open("/staff/schedule");
    await page.getByRole("link", { name: /고치기/ }).first().click();
    await page.getByLabel("월", { exact: true }).fill("9시부터");
    await page.getByRole("button", { name: "미리 보기" }).click();
    const monday = page.getByLabel("월", { exact: true });
    await expect(monday).toBeFocused();
    await expect(monday).toHaveAccessibleDescription(/차례로 적어 주세요/);
    await expect(monday).toHaveValue("9시부터");
    await page.getByLabel("월", { exact: true }).fill("");
    await page.getByRole("button", { name: "미리 보기" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("이렇게 바뀌어요");
    await expect(page.locator("main")).toContainText("자리가 돼요");
    await page.getByRole("link", { name: "뒤로" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("진료표");
  });

  for (const path of pages) {
    test(`${path} has no violation and nothing beyond its edge @js`, async ({ site, page }) => {
      await site.open(path);
      await audit(page, path);
      await page.setViewportSize({ width: 768, height: 1024 });
      expect(await beyondEdge(page)).toEqual([]);
    });
  }
});

test("who is not logged in is led to the log-in, and gets in with the right words only @desktop", async ({ site, page, watch }) => {
  watch.expect(/status of 401/);
  await site.open("/staff/schedule");
  await expect(page).toHaveURL(/\/staff\/log-in$/);
  await page.getByLabel("이메일").fill(EMAIL);
  await page.getByLabel("비밀번호").fill("not the password");
  await page.getByRole("button", { name: "로그인" }).click();
  await expect(page.getByRole("alert")).toContainText("다시 확인해 주세요");
  await page.getByLabel("비밀번호").fill(PASSWORD);
  await page.getByRole("button", { name: "로그인" }).click();
  await expect(page).toHaveURL(/\/staff$/);
  await page.getByRole("button", { name: "로그아웃" }).click();
  await expect(page.getByRole("status")).toHaveText("로그아웃했어요.");
});
