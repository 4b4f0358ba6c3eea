import type { ClockReading } from "../../domain/time/clock_reading.ts";

/** The kernel's name for this boot. Reference: random(4). */
const BOOT_ID_FILE = "/proc/sys/kernel/random/boot_id";
/** Seconds since the boot, those of a suspended machine included. Reference: proc_uptime(5). */
const UPTIME_FILE = "/proc/uptime";

/** How this machine's clock stands; undefined where the system does not tell, or may not be asked. On the way to a warm answer. */
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
