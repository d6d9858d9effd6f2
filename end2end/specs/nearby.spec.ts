// "내 주변": the exact position stays on the device; the server is told a cell about 1 km wide.
import type { Page } from "@playwright/test";

import { type Place, places } from "../support/places";
import { metres } from "../support/read";
import { expect, test, type Watch } from "../support/test";

interface Point {
  lat: number;
  lon: number;
}

const apart = (a: Point, b: Point) =>
  Math.hypot((a.lat - b.lat) * 111_195, (a.lon - b.lon) * 111_195 * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180));

/** Every place of Seoul that has a position. */
async function seoul(page: Page): Promise<(Place & Point)[]> {
  const all: Place[] = [];
  for (const kind of ["tertiary", "general", "hospital", "clinic", "dental", "oriental", "nursing", "public", "pharmacy"]) {
    for (let cursor = ""; ; ) {
      const answer = await (await page.request.get(`/api/v1/hospitals?region=11&kind=${kind}&limit=100${cursor}`)).json();
      all.push(...answer.items);
      if (!answer.next_cursor) break;
      cursor = `&cursor=${encodeURIComponent(answer.next_cursor)}`;
    }
  }
  return all.filter((place): place is Place & Point => place.lat != null && place.lon != null);
}

/** A spot in the thick of things: the nearest four places are the nearest that four can be. */
async function spot(page: Page): Promise<{ here: Point; all: (Place & Point)[] }> {
  const all = await seoul(page);
  const fourth = (at: Point) => all.map((place) => apart(at, place)).sort((a, b) => a - b)[3] ?? Infinity;
  const dense = all.reduce((best, place) => (fourth(place) < fourth(best) ? place : best));
  return { here: { lat: dense.lat + 0.00031, lon: dense.lon + 0.00017 }, all };
}

async function stand(page: Page, at: Point) {
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation({ latitude: at.lat, longitude: at.lon, accuracy: 8 });
}

/** Everything that went out: addresses, headers and bodies, decoded. */
async function sent(watch: Watch): Promise<string[]> {
  return Promise.all(
    watch.requests.map(async (request) => {
      const headers = Object.values(await request.allHeaders().catch(() => request.headers()));
      const text = [request.url(), request.postData() ?? "", ...headers].join("\n");
      return text.replace(/(%[0-9a-f]{2})+/gi, (bytes) => {
        try {
          return decodeURIComponent(bytes);
        } catch {
          return bytes;
        }
      });
    }),
  );
}

/** Neither the digits of the position nor a rectangle drawn around it. */
async function expectSecret(watch: Watch, here: Point) {
  for (const text of await sent(watch)) {
    for (const degrees of [here.lat, here.lon]) {
      // Four decimals are some ten metres.
      expect(text).not.toContain(degrees.toFixed(5).slice(0, -1));
    }
    for (const [, box] of text.matchAll(/bbox=((?:-?[\d.]+,){3}-?[\d.]+)/g)) {
      const [west, south, east, north] = (box ?? "").split(",").map(Number) as [number, number, number, number];
      const centre = { lat: (south + north) / 2, lon: (west + east) / 2 };
      expect(apart(centre, here), `the middle of ${box}`).toBeGreaterThan(60);
    }
  }
}

test("distances are exact, the nearest comes first, and the position is told to nobody @js", async ({ site, page, watch }) => {
  const { here, all } = await spot(page);
  await stand(page, here);
  await site.openMap("/");
  await page.getByRole("button", { name: "내 주변" }).click();
  await expect(page).toHaveURL(/[?&]near=/);
  await expect(page.locator(".where-name")).toContainText("이 근처");
  await expect(page.locator(".mark-here")).toBeAttached();

  const nearest = all.reduce((best, place) => (apart(here, place) < apart(here, best) ? place : best));
  await expect(page.locator(".place").first()).toHaveAttribute("data-id", nearest.id);
  const shown = await page.locator(".place").evaluateAll((cards) =>
    cards.map((card) => ({ at: (card.getAttribute("data-at") ?? "").split(",").map(Number), far: card.querySelector(".far")?.textContent ?? "" })),
  );
  let before = 0;
  for (const { at, far } of shown) {
    const exact = apart(here, { lat: at[0] ?? 0, lon: at[1] ?? 0 });
    const step = far.endsWith("km") ? (exact > 9_900 ? 500 : 50) : 5;
    expect(Math.abs(metres(far) - exact), far).toBeLessThanOrEqual(step + exact * 0.002);
    expect(exact).toBeGreaterThanOrEqual(before);
    before = exact;
  }
  expect(site.query().get("near")).toMatch(/^\d+\.\d\d5,\d+\.\d\d5$/);
  await expectSecret(watch, here);

  // Filters keep the exact order.
  await page.getByRole("link", { name: "약국", exact: true }).click();
  await expect(page).toHaveURL(/kind=pharmacy/);
  const pharmacies = all.filter((place) => place.kind === "pharmacy");
  const closest = pharmacies.reduce((best, place) => (apart(here, place) < apart(here, best) ? place : best));
  await expect(page.locator(".place").first()).toHaveAttribute("data-id", closest.id);
  await expectSecret(watch, here);
});

test("a reload still knows the exact order, a new tab only the cell @js", async ({ site, page, context, watch }) => {
  const { here } = await spot(page);
  await stand(page, here);
  await site.open("/");
  await page.getByRole("button", { name: "내 주변" }).click();
  await expect(page).toHaveURL(/[?&]near=/);
  await expect(page.locator(".mark-here")).toBeAttached();
  const far = await page.locator(".place .far").first().textContent();
  await page.reload();
  await site.awake();
  await expect(page.locator(".place .far").first()).toHaveText(far ?? "");
  await expectSecret(watch, here);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator("html")).toHaveAttribute("data-alive", "");
  await expect(other.locator(".place").first()).toBeVisible();
  await expect(other.locator(".mark").first()).toBeAttached();
  await expect(other.locator(".mark-here")).toHaveCount(0);
});

test("a position that is refused is answered kindly @js", async ({ site, page, context }) => {
  await context.clearPermissions();
  await site.open("/");
  const before = page.url();
  await page.getByRole("button", { name: "내 주변" }).click();
  await expect(page.getByRole("alert")).toHaveText("위치를 쓸 수 없어요. 지역을 골라 주세요.");
  await expect(page.locator(".place")).toHaveCount(20);
  expect(page.url()).toBe(before);
});

test("a position outside Korea is answered kindly @js", async ({ site, page }) => {
  await stand(page, { lat: 35.6812, lon: 139.7671 });
  await site.open("/");
  await page.getByRole("button", { name: "내 주변" }).click();
  await expect(page.getByRole("alert")).toHaveText("한국 밖에 계신 것 같아요. 지역을 골라 주세요.");
});

test("the emergency rooms around the device are sorted exactly too @js", async ({ site, page, watch }) => {
  const { here } = await spot(page);
  const rooms = await places(page, "emergency=true&region=11&limit=100");
  await stand(page, here);
  await site.open("/emergency");
  await page.getByRole("button", { name: "내 주변" }).click();
  await expect(page).toHaveURL(/\/emergency\?near=/);
  await site.awake();
  const nearest = rooms
    .filter((room): room is Place & Point => room.lat != null && room.lon != null)
    .reduce((best, room) => (apart(here, room) < apart(here, best) ? room : best));
  await expect(page.locator(".place").first()).toHaveAttribute("data-id", nearest.id);
  const exact = apart(here, nearest);
  await expect.poll(async () => Math.abs(metres((await page.locator(".far").first().textContent()) ?? "") - exact)).toBeLessThan(exact > 1000 ? 60 : 6);
  await expectSecret(watch, here);
});
