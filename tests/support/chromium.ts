import { join } from "node:path";
import { writeProgram } from "./write_program.ts";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a real browser is. Starting one takes seconds: undefined unless `ATMOS_ECR_E2E=required`, when there must be one. */
export async function installedChromium(): Promise<string | undefined> {
  if (Deno.env.get("ATMOS_ECR_E2E") !== "required") return undefined;
  for (const path of PATHS) {
    const info = await Deno.stat(path).catch(() => undefined);
    if (info?.isFile) return path;
  }
  throw new Error("No Chromium is installed");
}

/**
 * Writes a program that starts a browser without a screen, as root too: what a test names as the browser.
 *
 * @param more Further lines of the script, before the browser.
 */
export async function headlessBrowser(directory: string, chromium: string, more = ""): Promise<string> {
  const path = join(directory, "browser");
  const flags = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking " +
    "--disable-component-update";
  await writeProgram(path, `#!/bin/sh\n${more}\nexec ${chromium} ${flags} "$@" 2>/dev/null\n`);
  return path;
}
