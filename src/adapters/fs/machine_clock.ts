import type { ClockReading } from "../../domain/time/own_time.ts";

/** The id of this boot. Reference: random(4). */
const BOOT_ID_FILE = "/proc/sys/kernel/random/boot_id";
/** Seconds since the boot, including suspension. Reference: proc_uptime(5). */
const UPTIME_FILE = "/proc/uptime";

/** The state of this machine's clock; undefined if the system does not tell, or must not be asked. Used on a cache hit. */
export function readMachineClock(): ClockReading | undefined {
  try {
    if (Deno.build.os !== "linux") return { bootAtMs: bootAt(Deno.osUptime()) };
    const boot = Deno.readTextFileSync(BOOT_ID_FILE).trim();
    const [seconds = ""] = Deno.readTextFileSync(UPTIME_FILE).split(" ");
    const bootAtMs = bootAt(Number(seconds));
    return boot === "" || !Number.isFinite(bootAtMs) ? undefined : { boot, bootAtMs };
  } catch {
    return undefined;
  }
}

function bootAt(uptimeSeconds: number): number {
  return Math.round(Date.now() - uptimeSeconds * 1000);
}
