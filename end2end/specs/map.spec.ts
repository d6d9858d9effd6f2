// The map beside the list: marks, clusters, the picked place, searching by moving.
import { drag, pressable } from "../support/map";
import { expect, test } from "../support/test";

const HERE = "/?region=11680&view=map";

test("the map shows marks with names, and the key of their shapes @js", async ({ site, page }) => {
  await site.openMap(HERE);
  const labels = await page.locator(".map-box .mark").evaluateAll((all) =>
    all.map((mark) => ({ role: mark.getAttribute("role"), label: mark.getAttribute("aria-label") ?? "" })),
  );
  expect(labels.length).toBeGreaterThan(3);
  for (const { role, label } of labels) {
    expect(role).toBe("button");
    expect(label).toMatch(/^(\d+ 곳 묶음, 눌러서 확대|.+, (진료중|영업중|점심시간|쉬는 시간|진료 종료|영업 종료|시간 정보 없음).*)$/);
  }
  await expect(page.locator(".leaflet-control-attribution")).toContainText("OpenStreetMap");
});

test("a press on a cluster comes closer, and the address says where @js", async ({ site, page }) => {
  await site.openMap("/?region=11&view=map");
  const cluster = await pressable(page, ".mark-cluster");
  const count = Number(await cluster.innerText());
  const before = Number((await page.locator(".count strong").innerText()).replace("곳", ""));
  await cluster.click();
  await expect.poll(() => site.query().get("zoom")).not.toBeNull();
  expect(site.query().get("bbox")).toMatch(/^[\d.]+,[\d.]+,[\d.]+,[\d.]+$/);
  await expect(page.locator(".where-name")).toContainText("지도에 보이는 곳");
  const after = Number((await page.locator(".count strong").innerText()).replace("곳", ""));
  expect(after).toBeGreaterThanOrEqual(count);
  expect(after).toBeLessThan(before);
});

test("a press on a place picks it on the map and in the list @js", async ({ site, page }) => {
  await site.openMap("/?region=11680&view=map&kind=pharmacy");
  const mark = await pressable(page, ".mark[data-id]");
  const id = await mark.getAttribute("data-id");
  const name = (await mark.getAttribute("aria-label"))?.split(",")[0] ?? "";
  await mark.click();
  await expect(page.locator(`.place[data-id="${id}"]`)).toHaveAttribute("aria-current", "true");
  await expect(page.locator(`.place[data-id="${id}"]`)).toBeInViewport();
  const picked = page.locator(`.mark[data-id="${id}"]`);
  await expect(picked).toHaveAttribute("aria-current", "true");
  await expect(page.locator(".callout")).toContainText(name);
  expect(site.query().get("sel")).toBe(id);

  // Another one takes its place.
  const other = await pressable(page, `.mark[data-id]:not([data-id="${id}"])`);
  const second = await other.getAttribute("data-id");
  await other.click();
  await expect(page.locator(".place[aria-current]")).toHaveCount(1);
  await expect(page.locator(`.place[data-id="${second}"]`)).toHaveAttribute("aria-current", "true");
  await expect(page.locator(".mark[aria-current]")).toHaveCount(1);
});

test("a link to a picked place shows it picked @js", async ({ site, page }) => {
  const id = await page.request.get("/api/v1/hospitals?region=11680&limit=1").then(async (r) => (await r.json()).items[0].id);
  await site.openMap(`/?region=11680&view=map&sel=${id}`);
  await expect(page.locator(`.place[data-id="${id}"]`)).toHaveAttribute("aria-current", "true");
});

test("moving the map searches there, and a reload shows the same @js", async ({ site, page }) => {
  await site.openMap(HERE);
  const before = await page.locator(".place").first().getAttribute("data-id");
  await drag(page, -160, -120);
  await expect.poll(() => site.query().get("bbox")).not.toBeNull();
  expect(site.query().get("zoom")).toMatch(/^\d+$/);
  expect(site.query().get("region")).toBeNull();
  await expect(page.locator(".where-name")).toContainText("지도에 보이는 곳");

  // All that is listed lies in the view.
  const [west, south, east, north] = (site.query().get("bbox") ?? "").split(",").map(Number);
  const at = await page.locator(".place").evaluateAll((all) => all.map((place) => (place.getAttribute("data-at") ?? "").split(",").map(Number)));
  expect(at.length).toBeGreaterThan(0);
  for (const [lat, lon] of at) {
    expect(lat).toBeGreaterThanOrEqual(south ?? 90);
    expect(lat).toBeLessThanOrEqual(north ?? -90);
    expect(lon).toBeGreaterThanOrEqual(west ?? 180);
    expect(lon).toBeLessThanOrEqual(east ?? -180);
  }
  const ids = await page.locator(".place").evaluateAll((all) => all.map((place) => place.getAttribute("data-id")));
  expect(ids[0]).not.toBe(before);
  const zoom = site.query().get("zoom");
  await page.reload();
  await site.awake();
  await expect(page.locator(".map-box .mark").first()).toBeVisible();
  expect(await page.locator(".place").evaluateAll((all) => all.map((place) => place.getAttribute("data-id")))).toEqual(ids);
  expect(site.query().get("zoom")).toBe(zoom);
});

test("the zoom buttons search too @js", async ({ site, page }) => {
  await site.openMap(HERE);
  await page.getByRole("button", { name: "확대", exact: true }).click();
  await expect.poll(() => site.query().get("zoom")).not.toBeNull();
  const zoom = Number(site.query().get("zoom"));
  await page.getByRole("button", { name: "축소", exact: true }).click();
  await expect.poll(() => Number(site.query().get("zoom"))).toBe(zoom - 1);
});

test("with 지도를 움직이면 다시 찾기 off the list stays, the marks follow @js @desktop", async ({ site, page, watch }) => {
  await site.openMap(HERE);
  await page.getByRole("checkbox", { name: "지도를 움직이면 다시 찾기" }).uncheck();
  const ids = () => page.locator(".place").evaluateAll((all) => all.map((place) => place.getAttribute("data-id")));
  const [url, listed] = [page.url(), await ids()];
  watch.requests.length = 0;
  await drag(page, -220, -160);
  await expect.poll(() => watch.requests.some((request) => request.url().includes("/fn/map_marks"))).toBe(true);
  await expect(page.locator(".map-box .mark").first()).toBeVisible();
  expect(page.url()).toBe(url);
  expect(await ids()).toEqual(listed);
  expect(watch.requests.some((request) => request.url().includes("/fn/find_places"))).toBe(false);
});

test("a filter changes the marks, not the view @js", async ({ site, page }) => {
  await site.openMap(HERE);
  await drag(page, -60, -40);
  await expect.poll(() => site.query().get("bbox")).not.toBeNull();
  const bbox = site.query().get("bbox");
  await page.getByRole("navigation", { name: "거르기" }).getByRole("link", { name: "약국" }).click();
  await expect(page).toHaveURL(/kind=pharmacy/);
  expect(site.query().get("bbox")).toBe(bbox);
  await expect(page.locator(".mark[data-id]").first()).toBeVisible();
  await expect.poll(async () => {
    const labels = await page.locator(".mark[data-id]").evaluateAll((all) => all.map((mark) => mark.getAttribute("aria-label") ?? ""));
    return labels.every((label) => /약국 \(시연용\), /.test(label));
  }).toBe(true);
});
