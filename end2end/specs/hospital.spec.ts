// `/hospitals/{id}`: all that is known of a place.
import { aPlace, detail, type Place } from "../support/places";
import { expect, test } from "../support/test";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"];
const WORDS = ["월", "화", "수", "목", "금", "토", "일", "공휴일"];

/** A clinic with a lunch break, a telephone, departments and notes. */
const rich = (place: Place) => place.kind === "clinic" && !!place.phone && place.open.state === "open" && place.specialties.length > 0;

test("the week stands as the data gives it, today is marked, holidays have their row", async ({ site, page }) => {
  const { id } = await aPlace(page, rich, "region=11&kind=clinic&limit=100");
  const place = await detail(page, id);
  expect(await site.open(`/hospitals/${id}`)).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(place.name);
  await expect(page.locator(".hospital-head .tag", { hasText: "시연용" })).toBeVisible();

  const rows = page.locator(".hours tbody tr");
  await expect(rows).toHaveCount(8);
  for (const [index, day] of DAYS.entries()) {
    const ranges = place.hours[day];
    const row = rows.nth(index);
    await expect(row.getByRole("rowheader")).toHaveText(index === 2 ? "수오늘" : WORDS[index] ?? "");
    const first = row.getByRole("cell").first();
    if (ranges === null) await expect(first).toHaveText("정보 없음");
    else if (ranges.length === 0) await expect(first).toHaveText("휴진");
    else {
      await expect(first).toContainText(`${ranges[0]?.open}–`);
      await expect(first).toContainText(String(ranges.at(-1)?.close));
      const pause = ranges.length > 1 ? `${ranges[0]?.close}–${ranges[1]?.open}` : "점심 없음";
      await expect(row.getByRole("cell").nth(1)).toHaveText(pause);
    }
  }
  // The tests' day is a Wednesday.
  await expect(page.locator(".hours .today")).toHaveCount(1);
  await expect(page.locator(".hours .today")).toContainText("오늘");
  for (const note of place.notes) await expect(page.locator(".notes")).toContainText(note);
  await expect(page.locator(".source")).toContainText("시연용 자료");
  await expect(page.locator(".source")).toContainText("실제와 다를 수 있어요. 가기 전에 전화로 확인하세요.");
});

test("departments, telephone and the way there", async ({ site, page }) => {
  const { id } = await aPlace(page, rich, "region=11&kind=clinic&limit=100");
  const place = await detail(page, id);
  await site.open(`/hospitals/${id}`);
  for (const { name, specialists } of place.specialties) {
    const row = page.locator(".pairs li", { has: page.getByText(name, { exact: true }) });
    await expect(row).toBeVisible();
    if (specialists) await expect(row).toContainText(`전문의 ${specialists}명`);
  }
  const digits = (place.phone ?? "").replace(/\D/g, "");
  for (const link of [page.getByRole("link", { name: place.phone ?? "", exact: true }), page.getByRole("link", { name: `${place.name} 전화` })]) {
    await expect(link).toHaveAttribute("href", `tel:${digits}`);
  }
  await expect(page.locator(".address")).toHaveText(place.address);
  const at = (text: string) => new RegExp(text.replace(/[.]/g, "\\."));
  const kakao = page.getByRole("link", { name: /카카오맵 길찾기/ });
  await expect(kakao).toHaveAttribute("href", at(`^https://map.kakao.com/link/to/[^,/]+,${place.lat},${place.lon}$`));
  const naver = page.getByRole("link", { name: /네이버 지도 길찾기/ });
  await expect(naver).toHaveAttribute("href", at(`^https://map.naver.com/p/directions/-/${place.lon},${place.lat},[^/]+/-/`));
  for (const link of [kakao, naver]) {
    expect(decodeURIComponent((await link.getAttribute("href")) ?? "")).toContain(place.name);
    await expect(link).toHaveAttribute("rel", /noopener/);
    await expect(link).toHaveAccessibleName(/새 창/);
  }
});

test("an emergency hospital says so and gives the number of its emergency room", async ({ site, page }) => {
  const { id } = await aPlace(page, (place) => place.emergency, "region=11&emergency=true&limit=20");
  const place = await detail(page, id);
  await site.open(`/hospitals/${id}`);
  await expect(page.locator(".hospital-head .tag-emergency")).toHaveText("응급실 운영");
  await expect(page.locator(`.pairs a[href="tel:${(place.emergency_phone ?? "").replace(/\D/g, "")}"]`)).toBeVisible();
});

test("unknown hours are unknown, never closed", async ({ site, page }) => {
  const { id } = await aPlace(page, (place) => place.open.state === "unknown" && !!place.phone, "region=11&kind=clinic&limit=100");
  await site.open(`/hospitals/${id}`);
  await expect(page.locator(".state-box")).toContainText("시간 정보 없음");
  await expect(page.locator(".state-box").getByRole("link", { name: "전화 확인" })).toHaveAttribute("href", /^tel:/);
  await expect(page.locator(".state-box")).not.toContainText("종료");
});

test("search engines are told the same in schema.org's words", async ({ site, page }) => {
  const { id } = await aPlace(page, rich, "region=11&kind=clinic&limit=100");
  const place = await detail(page, id);
  await site.open(`/hospitals/${id}`);
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "");
  expect(data).toMatchObject({
    "@context": "https://schema.org",
    "@type": "MedicalClinic",
    url: expect.stringMatching(new RegExp(`^https?://.+/hospitals/${id}$`)),
    telephone: place.phone,
    address: { "@type": "PostalAddress", addressCountry: "KR", streetAddress: place.address },
    geo: { "@type": "GeoCoordinates", latitude: place.lat, longitude: place.lon },
  });
  // Made-up places are marked as such wherever their name leaves the site.
  expect(data.name).toContain(place.name);
  expect(data.name).toContain("시연용");
  const wednesday = data.openingHoursSpecification.filter((s: { dayOfWeek: string }) => s.dayOfWeek === "https://schema.org/Wednesday");
  expect(wednesday.map((s: { opens: string; closes: string }) => ({ open: s.opens, close: s.closes }))).toEqual(place.hours.wednesday);
  for (const stretch of data.openingHoursSpecification) {
    expect(stretch).toMatchObject({ "@type": "OpeningHoursSpecification", opens: expect.stringMatching(/^\d\d:\d\d$/), closes: expect.stringMatching(/^\d\d:\d\d$/) });
    // Equal times would say "closed all day".
    expect(stretch.opens).not.toBe(stretch.closes);
  }
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", new RegExp(`/hospitals/${id}$`));
  await expect(page.locator('meta[name="description"]')).toHaveAttribute("content", new RegExp(place.name));
});

test("the small map shows the place @js", async ({ site, page }) => {
  const { id, name } = await aPlace(page, rich, "region=11&kind=clinic&limit=100");
  await site.open(`/hospitals/${id}`);
  const map = page.getByRole("group", { name: new RegExp(`${name}.* 위치 지도`) });
  await map.scrollIntoViewIfNeeded();
  await expect(map.locator(".mark-picked")).toBeVisible();
  const [outer, mark] = await Promise.all([map.boundingBox(), map.locator(".mark-picked").boundingBox()]);
  if (!outer || !mark) throw new Error("not drawn");
  expect(mark.x).toBeGreaterThan(outer.x);
  expect(mark.x + mark.width).toBeLessThan(outer.x + outer.width);
  expect(mark.y).toBeGreaterThanOrEqual(outer.y);
  expect(mark.y + mark.height).toBeLessThan(outer.y + outer.height);
});
