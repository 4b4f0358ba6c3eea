import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { parse } from "yaml";
import { archive } from "../../../scripts/build/archive.ts";
import { checksumsText, sha256 } from "../../../scripts/build/checksums.ts";
import { archiveName, targetOf } from "../../../scripts/build/targets.ts";
import { annotationLine } from "../../../src/cli/output/github.ts";
import { fromFileUrl } from "../../support/module_graph.ts";
import { selfSigned } from "../../support/self_signed.ts";
import { type ProgramResult, Sandbox } from "../../support/sandbox.ts";
import { writeProgram } from "../../support/write_program.ts";

const SCRIPTS = fromFileUrl("../scripts/action");
/** Stands for the program: tells how it was called. */
const PROGRAM = '#!/bin/sh\nprintf "%s|" "$@"\n';
const TARGET = targetOf("aarch64-unknown-linux-gnu");
const WINDOWS = Deno.build.os === "windows";

/** A runner with a job, and a server with one release. */
class Runner implements AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  private constructor(
    sandbox: Sandbox,
    files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
    identity: { readonly cert: string; readonly key: string },
  ) {
    this.sandbox = sandbox;
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined, ...identity };
    this.#server = Deno.serve(options, ({ url }) => {
      const body = files.get(new URL(url).pathname);
      return body === undefined ? new Response("", { status: 404 }) : new Response(body);
    });
  }

  /** @param published What the sums are made of, when it is not what is served. */
  static async start(published?: Uint8Array): Promise<Runner> {
    const name = archiveName("1.2.3", TARGET);
    const bytes = new Uint8Array(
      archive(TARGET, { executable: new TextEncoder().encode(PROGRAM), texts: new Map(), time: 0 }),
    );
    const sums = checksumsText(new Map([[name, sha256(published ?? bytes)], ["other", "0".repeat(64)]]));
    const base = "/acme/atmos-ecr/releases/download/v1.2.3";
    const files = new Map([[`${base}/${name}`, bytes], [
      `${base}/SHA256SUMS`,
      new TextEncoder().encode(sums),
    ]]);
    const sandbox = await Sandbox.create();
    const identity = await selfSigned("localhost");
    await Deno.writeTextFile(join(sandbox.root, "ca.pem"), identity.cert);
    const runner = new Runner(sandbox, files, identity);
    await runner.program("gh", 'echo "unknown command" >&2; exit 1');
    return runner;
  }

  /** Puts a program before all others. */
  async program(name: string, script: string): Promise<void> {
    const bin = join(this.sandbox.project, "bin");
    await Deno.mkdir(bin, { recursive: true });
    await writeProgram(join(bin, name), `#!/bin/sh\n${script}\n`);
  }

  async run(script: string, extra: Readonly<Record<string, string>> = {}): Promise<ProgramResult> {
    const { root, project } = this.sandbox;
    const { code, stdout, stderr } = await new Deno.Command(join(SCRIPTS, script), {
      cwd: project,
      clearEnv: true,
      env: {
        PATH: `${join(project, "bin")}:${Deno.env.get("PATH")}`,
        CURL_CA_BUNDLE: join(root, "ca.pem"),
        HOME: this.sandbox.home,
        RUNNER_OS: "Linux",
        RUNNER_ARCH: "ARM64",
        RUNNER_TEMP: join(root, "temp"),
        GITHUB_PATH: join(root, "path"),
        GITHUB_OUTPUT: join(root, "output"),
        GITHUB_ENV: join(root, "env"),
        ACTION_VERSION: "1.2.3",
        ACTION_REPOSITORY: "acme/atmos-ecr",
        ACTION_SERVER: `https://localhost:${this.#server.addr.port}`,
        ACTION_ATTESTATION: "verify",
        ...extra,
      },
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  async read(name: string): Promise<string> {
    return await Deno.readTextFile(join(this.sandbox.root, name)).catch(() => "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
    await this.sandbox[Symbol.asyncDispose]();
  }
}

function scriptTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `action: ${name}`, ignore: WINDOWS, fn });
}

scriptTest("installs the archive of the runner's platform, and the helper's name beside it", async () => {
  await using runner = await Runner.start();
  const { code, stdout, stderr } = await runner.run("install.sh");
  strictEqual(code, 0, stderr);
  match(stdout, /^::notice .*by its checksum alone\n--version\|$/);
  const bin = join(runner.sandbox.root, "temp/atmos-ecr-1.2.3/bin");
  strictEqual(await runner.read("path"), `${bin}\n`);
  strictEqual(await runner.read("output"), `path=${bin}\n`);
  strictEqual(await Deno.readLink(join(bin, "docker-credential-atmos-ecr")), "atmos-ecr");
});

scriptTest("installs nothing that the sums do not confirm, and no version that is none", async () => {
  await using runner = await Runner.start(new Uint8Array([1]));
  const tampered = await runner.run("install.sh");
  strictEqual(tampered.code, 1);
  match(tampered.stdout, /^::error .*is not what SHA256SUMS says/);
  for (
    const [extra, said] of [
      [{ ACTION_VERSION: "../evil" }, /is not of the form 1\.2\.3/],
      [{ ACTION_VERSION: "9.9.9" }, /Cannot download .*9\.9\.9/],
      [{ RUNNER_ARCH: "RISCV" }, /no release for Linux on RISCV/],
      [{ ACTION_SERVER: "http://localhost:1" }, /is not an https:\/\/ address/],
      [{ ACTION_SERVER: "file:///etc" }, /is not an https:\/\/ address/],
      [{ ACTION_SERVER: "https://x/?a" }, /is not an https:\/\/ address/],
      [{ ACTION_SERVER: "https://user:word@x" }, /is not an https:\/\/ address/],
      [{ ACTION_REPOSITORY: "acme/../evil/x" }, /is not of the form OWNER\/NAME/],
      [{ ACTION_ATTESTATION: "no" }, /must be verify or skip/],
    ] as const
  ) {
    const { code, stdout } = await runner.run("install.sh", extra);
    strictEqual(code, 1);
    match(stdout, said);
  }
  strictEqual(await runner.read("path"), "");
});

scriptTest("gives the job a Docker configuration of its own, with all that was there", async () => {
  await using runner = await Runner.start();
  const { sandbox } = runner;
  await sandbox.writeDockerConfig('{"auths":{"other.example":{}}}');
  await Deno.mkdir(join(sandbox.dockerDirectory, "cli-plugins"));
  for (const _again of [1, 2]) strictEqual((await runner.run("job_directories.sh")).code, 0);
  const job = join(sandbox.root, "temp/atmos-ecr-job");
  strictEqual(
    await runner.read("env"),
    `DOCKER_CONFIG=${job}/docker\nATMOS_XDG_CACHE_HOME=${job}/cache\nATMOS_XDG_STATE_HOME=${job}/state\n`,
  );
  strictEqual(await Deno.readTextFile(`${job}/docker/config.json`), '{"auths":{"other.example":{}}}');
  strictEqual(await Deno.readLink(`${job}/docker/cli-plugins`), join(sandbox.dockerDirectory, "cli-plugins"));
  strictEqual(((await Deno.stat(`${job}/docker`)).mode ?? 0) & 0o777, 0o700);
});

scriptTest("installs the credential helper for every integration, or for what is named", async () => {
  for (
    const [input, expected] of [["true", "docker|install|--all|"], [
      " a.example\n--identity $(id) *",
      "docker|install|a.example|--identity|$(id)|*|",
    ]] as const
  ) {
    await using runner = await Runner.start();
    await runner.program("atmos-ecr", 'printf "%s|" "$@"; echo; exit 3');
    const { code, stdout, stderr } = await runner.run("docker_install.sh", { ACTION_DOCKER_INSTALL: input });
    strictEqual(code, 3);
    const [stop, printed, resume] = stdout.trimEnd().split("\n");
    strictEqual(printed, expected, stderr);
    strictEqual(resume, stop?.replace("::stop-commands::", "::").concat("::"));
  }
});

scriptTest("passes the arguments of a login on as they are, and runs nothing in them", async () => {
  await using runner = await Runner.start();
  await runner.program("atmos-ecr", 'printf "%s|" "$@"; echo; exit 3');
  const { code, stdout, stderr } = await runner.run("login.sh", {
    ACTION_LOGIN: "dev/ecr  prod/ecr\n--identity $(id) *\n",
  });
  strictEqual(code, 3);
  const [stop, printed, resume] = stdout.trimEnd().split("\n");
  strictEqual(printed, "login|dev/ecr|prod/ecr|--identity|$(id)|*|", stderr);
  const token = /^::stop-commands::(atmos-ecr-[0-9a-f]{32})$/.exec(stop ?? "")?.[1];
  strictEqual(resume, `::${token}::`);
});

/** What a program prints → what is text to the runner, and which commands it is given. */
const PRINTED: readonly (readonly [line: string, isCommand: boolean])[] = [
  [annotationLine({ severity: "error", message: "x\ny", code: "AWS_DENIED" }).trimEnd(), true],
  [
    annotationLine({
      severity: "warning",
      message: "x: y",
      code: "CONFIG_INVALID",
      position: { file: "a:b, c.yaml", line: 1, column: 2 },
    }).trimEnd(),
    true,
  ],
  [annotationLine({ severity: "warning", message: "x" }).trimEnd(), true],
  ["::error title=other::x", false],
  ["::set-env name=PATH::title=atmos-ecr::x", false],
  ["::add-path::/evil", false],
  ["::stop-commands::x", false],
  [" ::error title=atmos-ecr::x", false],
  ["✗ it failed", false],
];

scriptTest("gives the runner the annotations of the program, and no other command", async () => {
  const lines = (wanted: boolean): string[] =>
    PRINTED.filter(([, isCommand]) => isCommand === wanted).map(([line]) => line);
  for (const script of ["login.sh", "docker_install.sh"]) {
    await using runner = await Runner.start();
    const printing = PRINTED.map(([line]) => `echo '${line}' >&2`).join("\n");
    await runner.program("atmos-ecr", `${printing}\nprintf 'no line end'\nexit 5`);
    const { code, stdout, stderr } = await runner.run(script, {
      ACTION_LOGIN: "--all",
      ACTION_DOCKER_INSTALL: "true",
      TMPDIR: runner.sandbox.root,
    });
    deepStrictEqual([code, stderr], [5, ""]);
    const [stop, ...rest] = stdout.trimEnd().split("\n");
    const resume = stop?.replace("::stop-commands::", "::").concat("::") ?? "";
    match(resume, /^::atmos-ecr-[0-9a-f]{32}::$/);
    deepStrictEqual(rest, [...lines(false), "no line end", resume, ...lines(true)]);
    deepStrictEqual((await runner.sandbox.files()).filter((file) => file.startsWith("tmp")), []);
  }
});

for (
  const name of ["ACTION_VERSION", "ACTION_REPOSITORY", "ACTION_SERVER", "ACTION_ATTESTATION", "RUNNER_ARCH"]
) {
  scriptTest(`${name} gives the runner no command`, async () => {
    await using runner = await Runner.start();
    for (const line of ["\n::add-path::/evil", "\r\n::warning::x", "%0A::debug::x", "##[add-path]/evil"]) {
      const { code, stdout } = await runner.run("install.sh", { [name]: `1.2.3${line}` });
      strictEqual(code, 1);
      match(stdout, /^::error title=atmos-ecr::[^\r\n]*\n$/);
      ok(!stdout.includes("%0A::debug") || stdout.includes("%250A::debug"), stdout);
      ok(!stdout.includes("##["), stdout);
    }
  });
}

/** A gh that says what it was asked, and what it found. */
const GH = `case "$*" in *--help) exit 0 ;; esac
echo "$GH_HOST $GH_TOKEN $*" > "$RUNNER_TEMP/asked"
[ "$RESULT" = good ] || { printf "no attestations\\n::add-path::/evil\\n" >&2; exit 1; }`;

scriptTest("a release without the repository's attestation is not installed, where gh is there", async () => {
  await using runner = await Runner.start();
  await runner.program("gh", GH);
  const env = { GH_TOKEN: "the-token", RESULT: "bad" };
  const bad = await runner.run("install.sh", env);
  deepStrictEqual([bad.code, await runner.read("path")], [1, ""]);
  match(
    bad.stdout,
    /^::error .*no valid attestation of acme\/atmos-ecr: no attestations%0A::add-path[^\n]*\n$/,
  );
  const skipped = await runner.run("install.sh", { ...env, ACTION_ATTESTATION: "skip" });
  strictEqual(skipped.code, 0, skipped.stdout);
  const good = await runner.run("install.sh", { ...env, RESULT: "good" });
  deepStrictEqual([good.code, good.stdout], [0, "--version|"]);
  const asked = await runner.read("temp/asked");
  match(
    asked,
    /^localhost:\d+ the-token attestation verify atmos-ecr-1\.2\.3-\S+\.tar\.gz --repo acme\/atmos-ecr\n$/,
  );
});

Deno.test("action.yml runs scripts that are there, and gives them inputs as variables only", async () => {
  const action = parse(await Deno.readTextFile(fromFileUrl("../action.yml")));
  strictEqual(action.runs.using, "composite");
  for (const { run, shell } of action.runs.steps) {
    strictEqual(shell, "bash");
    ok(!run.includes("${{"), run);
    const { mode } = await Deno.stat(fromFileUrl(`../${/\$GITHUB_ACTION_PATH\/([\w/.]+)/.exec(run)?.[1]}`));
    ok(WINDOWS || ((mode ?? 0) & 0o111) !== 0, run);
  }
});
