// Four ways to meet the site: phone and desktop, each with JavaScript and without.
//
// Tags say where a test makes sense; a test without one runs in all four:
//   @js needs JavaScript, @plain wants it off, @phone and @desktop want that screen.
// Nothing is ever skipped while running: what does not fit a project is not part of it.
import { defineConfig } from "@playwright/test";

import { chromium } from "./support/chromium";

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: "specs",
  outputDir: "../target/end2end",
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  failOnFlakyTests: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./support/no-skips.ts"]],
  use: {
    baseURL: process.env.BASE_URL ?? "http://127.0.0.1:3000",
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    launchOptions: chromium(),
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "phone", use: phone, grepInvert: /@plain|@desktop/ },
    { name: "desktop", use: desktop, grepInvert: /@plain|@phone/ },
    { name: "phone-plain", use: { ...phone, javaScriptEnabled: false }, grepInvert: /@js|@desktop/ },
    { name: "desktop-plain", use: { ...desktop, javaScriptEnabled: false }, grepInvert: /@js|@phone/ },
  ],
});
