// Every kind of page, as addresses to visit.
import type { Page } from "@playwright/test";

import { book, freeSlots, picked } from "./booking";
import { aPlace } from "./places";
import { freeSlotsHere, logIn } from "./staff";

/** What to call a page in a report, and its path. */
export type Named = [string, string];

/** Every page that anybody may see: the finder's and those that it leads to, booking's, and the
 * console's, whose session the browser is given. */
export async function everyPage(page: Page): Promise<Named[]> {
  return [...(await finderPages(page)), ...(await bookingPages(page)), ...(await consolePages(page))];
}

/** The pages of a booking of their own, from the timetable on. */
export async function bookingPages(page: Page): Promise<Named[]> {
  const slots = await freeSlots(page, 10, "2026-12-08");
  const { slot, token } = await book(page, slots);
  const place = `/hospitals/${slot.hospital}`;
  const [free] = await freeSlots(page, 10, "2026-12-09");
  return [
    ["timetable", picked(free)],
    ["a closed day", `${place}/book?day=2026-12-25`],
    ["booking's form", `${picked(free)}&step=form`],
    ["booked", `/bookings/${token}?new`],
    ["to be cancelled", `/bookings/${token}?cancel`],
    ["to be moved", `/bookings/${token}/move`],
    ["waitlist", `${place}/wait?day=2026-12-08`],
    ["my bookings", "/my"],
    ["privacy", "/privacy"],
    ["nobody's booking", "/bookings/abcdefghijklmnopqrst-_"],
    ["English timetable", `/en${picked(free)}`],
    ["English booking", `/en/bookings/${token}?new`],
  ];
}

/** The console's pages, with a booking of their own in it; the browser is given its session. */
export async function consolePages(page: Page): Promise<Named[]> {
  await logIn(page.context(), process.env.BASE_URL);
  await page.goto("/staff");
  const { number } = await book(page, await freeSlotsHere(page, 9));
  const found = await page.request.post("/staff/search", { form: { q: number } });
  const panel = /href="([^"#]*booking=\d+)/.exec(await found.text())?.[1]?.replaceAll("&amp;", "&");
  if (!panel) throw new Error(`booking ${number} is not found`);
  return [
    ["console", "/staff"],
    ["another day", panel.replace(/&.*/, "")],
    ["a booking in its panel", panel],
    ["a booking being moved", `${panel}&move=1`],
    ["walk-in", "/staff?walk-in=1"],
    ["week", "/staff/week"],
    ["waiting room", "/staff/board"],
    ["schedule", "/staff/schedule"],
    ["a doctor", "/staff/schedule/doctor"],
    ["settings", "/staff/settings"],
    ["log", "/staff/log"],
    ["for a caller", "/staff/book?day=2026-11-26"],
    ["log-in", "/staff/log-in"],
    ["apply", "/staff/apply?q=%EC%9D%98%EC%9B%90"],
    ["English console", "/en/staff"],
    ["English booking in its panel", `/en${panel}`],
    ["English settings", "/en/staff/settings"],
  ];
}

/** The finder's pages, and those of the frame. */
export async function finderPages(page: Page): Promise<Named[]> {
  const { id } = await aPlace(page, (place) => place.specialties.length > 0, "region=11&kind=clinic&limit=20");
  const { id: room } = await aPlace(page, (place) => place.emergency, "region=11&emergency=true&limit=20");
  return [
    ["home", "/"],
    ["map in front", "/?region=11680&view=map&open=now"],
    ["a place picked", `/?region=11680&sel=${id}`],
    ["nothing found", "/?region=11&kind=pharmacy&specialty=14"],
    ["a clinic", `/hospitals/${id}`],
    ["a hospital, reported", `/hospitals/${room}?report=failed`],
    ["emergency", "/emergency"],
    ["regions", "/regions?region=11"],
    ["departments", "/departments?region=11&specialty=14"],
    ["about", "/about/data"],
    ["not found", "/hospitals/99999999"],
    ["English home", "/en"],
    ["English clinic", `/en/hospitals/${id}`],
  ];
}
