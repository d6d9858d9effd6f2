// Every kind of page, as addresses to visit.
import type { Page } from "@playwright/test";

import { aPlace } from "./places";

/** What to call a page in a report, and its path. */
export async function everyPage(page: Page): Promise<[string, string][]> {
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
