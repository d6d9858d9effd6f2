// The console of the demonstration's hospital, logged in by the session that tools/end2end.sh opened.
import { expect, type BrowserContext, type Page } from "@playwright/test";

export const EMAIL = process.env.STAFF_EMAIL ?? "";
export const PASSWORD = process.env.STAFF_PASSWORD ?? "";

/** Gives the browser the open session. */
export async function logIn(context: BrowserContext, baseURL: string | undefined) {
  const value = process.env.STAFF_COOKIE ?? "";
  if (!value) throw new Error("tools/end2end.sh logs in before the tests");
  await context.addCookies([{ name: "staff", value, url: baseURL ?? "", httpOnly: true, sameSite: "Lax" }]);
}

/** A slot of the demonstration's hospital that can be booked, tomorrow or later. */
export interface FreeSlot {
  hospital: string;
  doctor: string;
  starts_at: string;
}

/** A free slot of the hospital whose console is open, on the nth of its days: each test has its own. */
export async function freeSlot(page: Page, nth: number): Promise<FreeSlot> {
  return (await freeSlotsHere(page, nth))[0];
}

/** All of that day. */
export async function freeSlotsHere(page: Page, nth: number): Promise<FreeSlot[]> {
  const hospital = await hospitalId(page);
  const answer = await page.request.get(`/api/v1/hospitals/${hospital}/slots?from=2026-11-26&days=14`);
  expect(answer.status()).toBe(200);
  const { doctors } = (await answer.json()) as { doctors: { id: number | string; slots: { starts_at: string; free: number }[] }[] };
  const free = doctors.flatMap(({ id, slots }) => slots.filter((slot) => slot.free > 0).map((slot) => ({ hospital, doctor: String(id), starts_at: slot.starts_at })));
  const days = [...new Set(free.map((slot) => slot.starts_at.slice(0, 10)))].sort();
  const slots = free.filter(({ starts_at }) => starts_at.startsWith(days[nth] ?? "never"));
  if (slots.length === 0) throw new Error(`no free slot on the ${nth}th day`);
  return slots;
}

async function hospitalId(page: Page): Promise<string> {
  const name = (await page.locator(".desk-name strong").innerText()).trim();
  const answer = await page.request.get(`/api/v1/hospitals?q=${encodeURIComponent(name)}&bookable=true&near=37.5665,126.978&radius_m=8000`);
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  const found = items.find((item) => item.name.startsWith(name));
  if (!found) throw new Error(`no place is called ${name}`);
  return found.id;
}

/** Books online, as a patient would; answers with the booking's number. */
export async function bookOnline(page: Page, slot: FreeSlot, name: string): Promise<string> {
  const phone = `010-${1000 + Math.floor(Math.random() * 9000)}-${1000 + Math.floor(Math.random() * 9000)}`;
  const answer = await page.request.post("/api/v1/bookings", {
    headers: { "Idempotency-Key": `${Date.now()}-${Math.random()}` },
    data: { hospital_id: slot.hospital, doctor_id: slot.doctor, starts_at: slot.starts_at, patient: { name, phone }, consent: { privacy: true } },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { number: string }).number;
}
