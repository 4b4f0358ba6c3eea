import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DockerConfigFile } from "../../src/adapters/docker/docker_config_file.ts";
import { PinFiles } from "../../src/adapters/state/pin_files.ts";
import { pin } from "../support/helper_fixtures.ts";
import { programUnderTest } from "../support/sandbox.ts";
import { type HelperOptions, HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { hostOf, PROD } from "./world.ts";

/** A host that the identity of another row is pinned for. */
const OTHER = hostOf(PROD, "eu-west-1");

/** Where the pins of a Docker directory lead: to whom, by a part of the ARN. */
const PRINCIPALS = {
  home: /user\/builder/,
  A: /222233334444:assumed-role/,
  B: /333344445555:assumed-role/,
} as const;
const IDENTITIES = { home: "builder", A: "dev-deploy", B: "prod-deploy" } as const;

/** One row: what the environment of the helper says, and what is pinned. */
export interface PinRow {
  readonly home: "set" | "unset" | "empty" | "other";
  readonly docker: "unset" | "A" | "B";
  readonly xdg: "default" | "other";
  readonly pinned: "this" | "another" | "none";
}

/** Every row. */
export function allPinRows(): PinRow[] {
  const homes = ["set", "unset", "empty", "other"] as const;
  const dockers = ["unset", "A", "B"] as const;
  return homes.flatMap((home) =>
    dockers.flatMap((docker) =>
      (["default", "other"] as const).flatMap((xdg) =>
        (["this", "another", "none"] as const).map((pinned) => ({ home, docker, xdg, pinned }))
      )
    )
  );
}

/** A machine with three Docker directories, in which the same host is pinned to three identities. */
export class PinTable implements AsyncDisposable {
  readonly test: HelperWorld;

  private constructor(test: HelperWorld) {
    this.test = test;
  }

  static async create(): Promise<PinTable> {
    return new PinTable(await HelperWorld.create());
  }

  /** Asks for the host as Docker would, and compares the principal of the password with the right one. */
  async check(row: PinRow): Promise<void> {
    for (const place of ["home", "A", "B"] as const) await this.#pin(place, row.pinned);
    const { code, stdout, stderr } = await this.#get(row);
    const place = row.docker === "unset" ? (row.home === "other" ? undefined : "home") : row.docker;
    if (place === undefined || row.pinned !== "this") {
      deepStrictEqual([code, stdout], [1, NOT_FOUND]);
      match(
        stderr,
        /^atmos-ecr: \S+ is not pinned in \S+ \(DOCKER_CONFIG.*\): run atmos-ecr docker install /,
      );
      return;
    }
    strictEqual(code, 0, stderr);
    match(this.test.principalOf({ code, stdout, stderr }) ?? "", PRINCIPALS[place]);
    strictEqual(stderr, "");
  }

  async #pin(place: keyof typeof IDENTITIES, pinned: PinRow["pinned"]): Promise<void> {
    const directory = this.#directory(place);
    const store = new DockerConfigFile(directory);
    const pins = new PinFiles(
      { docker: join(directory, "atmos-ecr"), machine: undefined },
      (work) => store.exclusively(work),
    );
    await pins.remove([HOST, OTHER]);
    if (pinned === "none") return;
    const { sandbox } = this.test.world;
    const host = pinned === "this" ? HOST : OTHER;
    await pins.set([
      pin({ host, identity: IDENTITIES[place], files: [join(sandbox.project, "atmos.yaml")] }),
    ]);
  }

  #directory(place: keyof typeof IDENTITIES): string {
    const { sandbox } = this.test.world;
    return place === "home" ? sandbox.dockerDirectory : join(sandbox.root, "docker", place);
  }

  async #get({ home, docker, xdg }: PinRow): Promise<{ code: number; stdout: string; stderr: string }> {
    const { sandbox } = this.test.world;
    const other = join(sandbox.root, "other");
    const homes = { set: sandbox.home, unset: undefined, empty: "", other };
    const elsewhere = (name: string): string | undefined => xdg === "other" ? join(other, name) : undefined;
    const options: HelperOptions = {
      stdin: HOST,
      databaseHome: sandbox.home,
      env: {
        HOME: homes[home],
        DOCKER_CONFIG: docker === "unset" ? undefined : this.#directory(docker),
        XDG_CACHE_HOME: elsewhere("cache"),
        XDG_CONFIG_HOME: elsewhere("config"),
        XDG_DATA_HOME: elsewhere("data"),
        XDG_STATE_HOME: elsewhere("state"),
      },
    };
    // As Docker calls it: by the name that `docker install` writes.
    return await this.test.runAs("docker-credential-atmos-ecr", ["get"], options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.test[Symbol.asyncDispose]();
  }
}

/** Whether the table can be walked here: it needs a name for the program, and a password database of its own. */
export const CAN_WALK = Deno.build.os === "linux" && programUnderTest().length > 1;
