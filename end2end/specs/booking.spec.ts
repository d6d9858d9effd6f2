// A patient books a time, changes their mind, loses a race; with JavaScript and without.
import { book, freeSlots, ownPhone, picked, sellOut } from "../support/booking";
import { expect, test } from "../support/test";

const projects = ["phone", "desktop", "phone-plain", "desktop-plain"];

test("a visit is booked from the hospital's page, moved and cancelled", async ({ site, page }) => {
  const nth = projects.indexOf(test.info().project.name);
  const [slot] = await freeSlots(page, nth, "2026-11-27");
  await site.open(`/hospitals/${slot.hospital}`);
  await expect(page.getByRole("link", { name: /^가장 빠른 예약/ })).toBeVisible();
  await page.locator(".dock").getByRole("link", { name: "예약" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("언제 진료받을까요?");
  await expect(page.getByRole("link", { name: /가장 빠른 시간/ })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: /^11월 27일 금요일, \d+자리$/ }).click();
  const time = page.locator("a.time").nth(nth);
  await expect(time).toHaveAccessibleName(/^\d\d:\d\d, (마지막 1|\d+ ?)자리$/);
  const clock = await time.locator("strong").innerText();
  await time.click();
  await expect(page.locator("a.time.picked")).toContainText("선택");
  await expect(page.locator(".book-dock")).toContainText(`11월 27일 (금) ${clock}`);
  await page.getByRole("link", { name: "이 시간으로 예약" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("누가 진료받나요?");
  await page.getByRole("radio", { name: "자녀" }).check();
  await page.getByLabel("환자 이름").fill("박서윤");
  await page.getByLabel("휴대전화").fill(ownPhone());
  await page.getByRole("checkbox", { name: /개인정보 제공/ }).check();
  await page.getByRole("button", { name: "예약 확정" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("예약이 확정됐어요");
  await expect(page).toHaveURL(/\/bookings\/[\w-]{22}\?new$/);
  await expect(page.locator(".ticket")).toContainText("박서윤 (자녀)");
  await expect(page.locator(".ticket-number strong")).toHaveText(/^\d{3} \d{3}$/);
  await expect(page.getByRole("img", { name: /QR/ })).toBeVisible();

  await page.getByRole("link", { name: "시간 바꾸기" }).click();
  await page.getByRole("link", { name: /^11월 30일 월요일/ }).click();
  await page.locator("a.time").nth(nth).click();
  await page.getByRole("button", { name: "이 시간으로 바꾸기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("예약 시간을 바꿨어요");
  await expect(page.locator(".ticket h2")).toContainText("11월 30일 (월)");

  await page.getByRole("link", { name: "예약 취소" }).click();
  await page.getByRole("button", { name: "예약 취소하기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("취소된 예약이에요");
});

test("what is wrong is said beside its field, and the focus goes there", async ({ site, page, watch }) => {
  watch.expect(/status of 422/);
  const [slot] = await freeSlots(page, 0, "2026-11-26");
  await site.open(`${picked(slot)}&step=form`);
  await page.getByLabel("환자 이름").fill("박서윤");
  await page.getByLabel("휴대전화").fill("010-123-24");
  await page.getByLabel("방문 이유", { exact: false }).first().fill("사흘째 기침하고 밤에 열이 나요");
  await page.getByRole("button", { name: "예약 확정" }).click();
  const phone = page.locator("#phone");
  await expect(phone).toBeFocused();
  await expect(phone).toHaveAccessibleDescription(/번호가 짧아요\. 010으로 시작하는 11자리예요\./);
  await expect(phone).toHaveValue("010-123-24");
  await expect(page.locator("#name")).toHaveValue("박서윤");
  await expect(page.locator("#reason")).toHaveValue("사흘째 기침하고 밤에 열이 나요");
  await expect(page.locator("#health")).toHaveAccessibleDescription(/동의가 필요해요/);
  await expect(page.locator("#privacy")).toHaveAccessibleDescription(/동의가 필요해요/);
});

test("a lost race offers near times; one press books one @phone", async ({ site, page, watch }) => {
  watch.expect(/status of 409/);
  const slots = await freeSlots(page, 4, "2026-11-26");
  const slot = slots[site.js ? 2 : 8];
  await site.open(`${picked(slot)}&step=form`);
  await page.getByLabel("환자 이름").fill("박서윤");
  await page.getByLabel("휴대전화").fill(ownPhone());
  await page.getByRole("checkbox", { name: /개인정보 제공/ }).check();
  await sellOut(page, slot);
  await page.getByRole("button", { name: "예약 확정" }).click();
  const sheet = page.getByRole("dialog", { name: /방금 다른 분이 예약했어요/ });
  await expect(sheet).toBeVisible();
  await expect(sheet).toBeFocused();
  await expect(page.locator("#name")).toHaveValue("박서윤");
  await expect(sheet.locator(".near:visible")).toHaveCount(3);
  await sheet.locator("summary", { hasText: "다른 시간 모두 보기" }).click();
  expect(await sheet.locator(".near:visible").count()).toBeGreaterThan(3);
  const near = sheet.locator(".near").first();
  const when = await near.locator("strong").innerText();
  await near.click();
  await expect(page.locator(".ticket h2")).toHaveText(when);
});

test("a move that loses the race keeps the booking and offers near times", async ({ site, page, watch }) => {
  watch.expect(/status of 409/);
  const { token } = await book(page, await freeSlots(page, 11, "2026-12-08"));
  const slots = await freeSlots(page, 11, `2026-12-${14 + projects.indexOf(test.info().project.name)}`);
  const slot = slots[Math.floor(slots.length / 2)];
  await site.open(picked(slot).replace(/^\/hospitals\/\d+\/book/, `/bookings/${token}/move`));
  await sellOut(page, slot);
  await page.getByRole("button", { name: "이 시간으로 바꾸기" }).click();
  const sheet = page.getByRole("dialog", { name: /방금 다른 분이 예약했어요/ });
  await expect(sheet).toBeFocused();
  await expect(sheet).toHaveAccessibleDescription(/지금 예약은 그대로 있어요/);
  const near = sheet.locator(".near:visible");
  await expect(near).toHaveCount(3);
  await expect(sheet.getByRole("link", { name: "시간표로 돌아가기" })).toBeVisible();
  const when = await near.first().locator("strong").innerText();
  await near.first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("예약 시간을 바꿨어요");
  await expect(page.locator(".ticket h2")).toHaveText(when);
});

test("a time that goes while one looks turns grey by itself, and is read out @js @phone", async ({ site, page }) => {
  const [slot] = (await freeSlots(page, 5, "2026-11-26")).slice(-1);
  await site.open(picked(slot).replace(/&at=.*/, ""));
  const cell = page.locator(`#t${slot.starts_at.slice(11, 16).replace(":", "")}`);
  await expect(cell).not.toHaveClass(/gone/);
  const others = await page.locator("a.time").first().elementHandle();
  await cell.focus();
  const before = await cell.boundingBox();
  await sellOut(page, slot);
  await expect(cell).toHaveClass(/gone/, { timeout: 15_000 });
  await expect(cell).toHaveText(/마감/);
  expect(await cell.boundingBox(), "in place").toEqual(before);
  await expect(cell, "the focus stays").toBeFocused();
  expect(await others?.evaluate((element) => element.isConnected), "the rest is not touched").toBe(true);
  await expect(page.locator(".live > [role=status]")).toHaveText(/^11월 26일 목요일, \d+자리$/);
});

test("a lost connection is said, and its return too @js @desktop", async ({ site, page, watch }) => {
  watch.expect(/slots/, /Failed to load resource/);
  const [slot] = await freeSlots(page, 6, "2026-11-26");
  await site.open(picked(slot));
  await page.route("**/book/slots*", (route) => route.abort());
  await expect(page.getByText("연결이 끊겼어요")).toBeVisible({ timeout: 15_000 });
  await page.unroute("**/book/slots*");
  await expect(page.getByText("연결이 끊겼어요")).toBeHidden({ timeout: 15_000 });
});

test("a full or closed day says so, and offers to tell @phone", async ({ site, page }) => {
  const [slot] = await freeSlots(page, 0, "2026-11-26");
  await site.open(`/hospitals/${slot.hospital}/book?day=2026-11-29`);
  await expect(page.getByRole("heading", { name: "이 날은 진료가 없어요" })).toBeVisible();
  await expect(page.getByRole("link", { name: "11월 29일 일요일, 휴진" })).toHaveAttribute("aria-current", "date");
  await site.open(`/en/hospitals/${slot.hospital}/wait?day=2026-11-26`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("We tell you");
});

test("my bookings ask for a code @phone", async ({ site, page, watch }) => {
  watch.expect(/status of 422/);
  await site.open("/my");
  await page.getByLabel("휴대전화").fill(ownPhone());
  await page.getByRole("button", { name: "인증번호 받기" }).click();
  await expect(page.getByLabel("인증번호 6자리")).toBeFocused();
  await page.getByLabel("인증번호 6자리").fill("00000x");
  await page.getByRole("button", { name: "확인" }).click();
  await expect(page.getByRole("alert")).toContainText("인증번호가 맞지 않거나 시간이 지났어요");
});
