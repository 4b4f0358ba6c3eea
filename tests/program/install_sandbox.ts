import { fakePrograms } from "../support/helper_home.ts";
import { type ProgramResult, Sandbox } from "../support/sandbox.ts";
import { World } from "./world.ts";

/** A login in Docker's configuration, which no output may show. */
const AUTH = btoa("AWS:canary-password");
/** Docker's configuration before, indented with tabs. */
export const CONFIG = `{
\t"auths": {
\t\t"registry.example": {
\t\t\t"auth": "${AUTH}"
\t\t}
\t},
\t"HttpHeaders": {"X-Token": "canary-header"},
\t"credHelpers": {
\t\t"gcr.io": "gcloud"
\t}
}`;

/** A sandbox with the configuration of {@linkcode World}, and a helper on its PATH. */
export async function installed(): Promise<
  Sandbox & { readonly go: (...args: string[]) => Promise<ProgramResult> }
> {
  const sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const path = await fakePrograms(sandbox, ["docker-credential-atmos-ecr"]);
  await sandbox.writeDockerConfig(CONFIG);
  const go = (...args: string[]): Promise<ProgramResult> =>
    sandbox.run(["docker", ...args], { env: { PATH: path } });
  return Object.assign(sandbox, { go });
}

/** The `credHelpers` of Docker's configuration. */
export async function helpers(sandbox: Sandbox): Promise<Record<string, string>> {
  return JSON.parse(await sandbox.readDockerConfig() ?? "{}").credHelpers ?? {};
}
