// Times to book, asked from the API; each test takes a time of its own, since all share one server.
import { expect, type Page } from "@playwright/test";

import { places } from "./places";

/** A slot as the API tells it. */
export interface Slot {
  hospital: string;
  doctor: string;
  /** `2026-11-26T14:00:00+09:00`. */
  starts_at: string;
}

/** Free slots of a day, of the nth bookable place. */
export async function freeSlots(page: Page, nth: number, day: string): Promise<Slot[]> {
  const place = (await places(page, "region=11&bookable=true&limit=20"))[nth];
  if (!place) throw new Error("no such bookable place");
  const answer = await page.request.get(`/api/v1/hospitals/${place.id}/slots?from=${day}&days=1`);
  expect(answer.status()).toBe(200);
  const { doctors } = (await answer.json()) as { doctors: { id: string; slots: { starts_at: string; free: number }[] }[] };
  return doctors.flatMap(({ id, slots }) =>
    slots.filter((slot) => slot.free > 0).map(({ starts_at }) => ({ hospital: place.id, doctor: id, starts_at })),
  );
}

let calls = 0;

/** Asks for a seat of a slot, for somebody else each time. */
function ask(page: Page, slot: Slot) {
  calls += 1;
  return page.request.post("/api/v1/bookings", {
    headers: { "Idempotency-Key": `end2end-${Date.now()}-${calls}-${Math.random()}` },
    data: { hospital_id: slot.hospital, doctor_id: slot.doctor, starts_at: slot.starts_at, patient: { name: "이도담", phone: ownPhone().replaceAll("-", "") }, consent: { privacy: true } },
  });
}

/** A booking that was made. */
export interface Booked {
  slot: Slot;
  /** The word of its link. */
  token: string;
  number: string;
}

/** Books the first of these slots that nobody takes meanwhile. */
export async function book(page: Page, slots: Slot[]): Promise<Booked> {
  for (const slot of slots) {
    const answer = await ask(page, slot);
    if (answer.status() === 409) continue;
    expect(answer.status(), await answer.text()).toBe(201);
    const { token, number } = (await answer.json()) as { token: string; number: string };
    return { slot, token, number };
  }
  throw new Error("all of them are taken");
}

/** Takes seats of a slot for others until none is left. */
export async function sellOut(page: Page, slot: Slot) {
  for (let seat = 0; seat < 5; seat += 1) {
    const answer = await ask(page, slot);
    if (answer.status() === 409) return;
    expect(answer.status(), await answer.text()).toBe(201);
  }
}

/** The first step, with a slot picked. */
export function picked(slot: Slot): string {
  return `/hospitals/${slot.hospital}/book?doctor=${slot.doctor}&day=${slot.starts_at.slice(0, 10)}&at=${slot.starts_at.slice(11, 16)}`;
}

/** A phone that no other test has. */
export function ownPhone(): string {
  calls += 1;
  const digits = String(Math.floor(Math.random() * 1e6) * 100 + (calls % 100)).padStart(8, "0");
  return `010-${digits.slice(0, 4)}-${digits.slice(4)}`;
}
