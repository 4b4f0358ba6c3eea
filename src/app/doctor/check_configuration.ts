import { type Check, counted, fail, ok, warn } from "../../domain/doctor/check.ts";
import { formatPosition } from "../../domain/errors/errors.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { ConfigPorts } from "../config/load_auth.ts";
import { validateConfig } from "../config/validate_config.ts";

/**
 * Whether the configuration can be loaded and is valid. A missing configuration is only a warning, or not even that if pins name theirs.
 */
export async function checkConfiguration(
  pins: readonly RegistryPin[] | undefined,
  ports: ConfigPorts,
): Promise<Check> {
  const { valid, problems, files } = await validateConfig(ports);
  const read = files.filter((file) => file.read);
  const worst = problems.find(({ severity }) => severity === "error") ?? problems[0];
  if (worst === undefined) return ok("configuration", `Valid: ${counted(read.length, "file")} read`);
  const where = worst.position === undefined ? "" : `${formatPosition(worst.position)}: `;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : "";
  const message = `${where}${worst.message}${more}`;
  const hint = (problems.length > 1 ? undefined : worst.hint) ?? "Run `atmos-ecr config validate`";
  const isMissing = worst.code === "CONFIG_NOT_FOUND" && worst.position === undefined && files.length > 0;
  if (isMissing && pins !== undefined && pins.length > 0) {
    return ok("configuration", "No atmos.yaml was found; pinned registries do not need one");
  }
  return valid || isMissing ? warn("configuration", message, hint) : fail("configuration", message, hint);
}
