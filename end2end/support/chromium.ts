// The installed Chromium: no browser is downloaded, and none of its own calls go out.

/** Launch options; `more` are further arguments of the command line. */
export function chromium(...more: string[]) {
  return {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  };
}
