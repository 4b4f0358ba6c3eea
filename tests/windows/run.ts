/**
 * Runs the tests of this folder: on Windows as they are, elsewhere under wine, for which Linux and root are needed. Arguments go to
 * `deno test`; others than options name the files to run in place of this folder's.
 *
 *     deno task test:windows
 *     deno task test:windows tests/domain
 *     deno task test:windows --units       the suites that were written for every system, but for what `units.json` has
 *
 * @module
 */
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import { compare, failedTests, readExcuses, UNIT_SUITES } from "./units.ts";

/** Where wine is kept between runs. */
const WINE_DIRECTORY = Deno.env.get("ATMOS_ECR_WINE") ?? "/var/tmp/atmos-ecr-wine";
const ROOT = fromFileUrl("..");
const STORE = "docker-credential-stub.exe";

Deno.exit(Deno.build.os === "windows" ? await onWindows(Deno.args) : await underWine(Deno.args));

async function onWindows(args: readonly string[]): Promise<number> {
  const directory = await Deno.makeTempDir();
  try {
    const env = await buildStore(join(directory, STORE))
      ? { ATMOS_ECR_TEST_STORE: join(directory, STORE) }
      : {};
    return await runTests(args, ROOT, (command) => run(Deno.execPath(), command, { env }));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function underWine(args: readonly string[]): Promise<number> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) {
    say(
      "Windows' tests need Windows, or root on Linux for wine: sudo -E env PATH=$PATH deno task test:windows",
    );
    return 1;
  }
  const wine = fromFileUrl("windows/wine.sh");
  if (await run(wine, [WINE_DIRECTORY]) !== 0) return 1;
  // What is tested has to be below the directory that the chroot sees.
  const copy = join(WINE_DIRECTORY, "repository");
  await Deno.remove(copy, { recursive: true }).catch(() => undefined);
  await Deno.mkdir(copy);
  for (
    const name of [
      ".github",
      "deno.json",
      "deno.lock",
      "docs",
      "fixtures",
      "README.md",
      "scripts",
      "src",
      "tests",
    ]
  ) {
    if (await run("cp", ["-R", join(ROOT, name), copy]) !== 0) return 1;
  }
  const certificates = Deno.env.get("SSL_CERT_FILE");
  if (certificates !== undefined) await Deno.copyFile(certificates, join(WINE_DIRECTORY, "certificates.pem"));
  const hasStore = await buildStore(join(WINE_DIRECTORY, STORE));
  const env = {
    WINE_ENV: [
      `DENO_DIR=${onDrive(join(WINE_DIRECTORY, "cache"))}`,
      "DENO_NO_UPDATE_CHECK=1",
      "NO_COLOR=1",
      `WINEPATH=${onDrive(join(WINE_DIRECTORY, "node"))}`,
      ...(certificates === undefined
        ? []
        : [`DENO_CERT=${onDrive(join(WINE_DIRECTORY, "certificates.pem"))}`]),
      ...(hasStore ? [`ATMOS_ECR_TEST_STORE=${onDrive(join(WINE_DIRECTORY, STORE))}`] : []),
    ].join(" "),
  };
  const deno = onDrive(join(WINE_DIRECTORY, "deno", "package", "deno.exe"));
  const inWine = (command: readonly string[]): Promise<number> =>
    run(wine, [WINE_DIRECTORY, deno, ...command], { env, cwd: copy });
  return await inWine(["install", "--quiet"]) || await runTests(args, copy, inWine);
}

/** Runs the tests that arguments name, or compares the suites with what is known of them. @param root Where the repository is. */
async function runTests(
  args: readonly string[],
  root: string,
  deno: (command: readonly string[]) => Promise<number>,
): Promise<number> {
  if (args[0] !== "--units") return await deno(testArguments(args));
  const report = "windows-units.xml";
  await deno(testArguments([`--junit-path=${report}`, "--quiet", ...UNIT_SUITES]));
  const text = await Deno.readTextFile(join(root, report));
  await Deno.remove(join(root, report));
  const { unexpected, needless } = compare(failedTests(text), await readExcuses());
  for (const test of unexpected) say(`!!! ${test}`);
  for (const test of needless) say(`It passes, and tests/windows/units.json says that it cannot: ${test}`);
  say(`${text.split("<testcase ").length - 1} tests, ${unexpected.length} unexpected failures`);
  return text.includes("<testcase ") && unexpected.length === 0 ? 0 : 1;
}

function testArguments(args: readonly string[]): string[] {
  const named = args.some((arg) => !arg.startsWith("-"));
  return ["test", "-A", "--no-check", ...args, ...(named ? [] : ["tests/windows/"])];
}

/** A path of this machine as wine shows it. */
function onDrive(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}

/** Builds the credential store where there is Go. Its test is left out elsewhere. */
async function buildStore(path: string): Promise<boolean> {
  try {
    return await run("go", ["build", "-o", path, fromFileUrl("windows/store/main.go")], {
      env: { GOOS: "windows", GOARCH: "amd64", CGO_ENABLED: "0" },
    }) === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function run(
  program: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<number> {
  const { code } = await new Deno.Command(program, { args: [...args], cwd: ROOT, ...options }).spawn().status;
  return code;
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
}
