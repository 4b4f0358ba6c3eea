import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { archiveName, TARGETS } from "../../../scripts/build/targets.ts";
import { homebrewFormula } from "../../../scripts/release/homebrew.ts";
import { releaseNotes } from "../../../scripts/release/release_notes.ts";
import { scoopManifest } from "../../../scripts/release/scoop.ts";
import { hasProgram } from "../has_program.ts";

const SUMS = new Map(
  TARGETS.map((target, index) => [archiveName("1.2.3", target), `${index + 1}`.repeat(64)]),
);
const RELEASE = { repository: "acme/atmos-ecr", version: "1.2.3", sums: SUMS };
const DOWNLOADS = "https://github.com/acme/atmos-ecr/releases/download/v1.2.3";

Deno.test("the formula has each platform of Homebrew with its checksum", () => {
  const formula = homebrewFormula(RELEASE);
  const found = Array.from(
    formula.matchAll(/on_(\w+) do\n +url "(.+)"\n +sha256 "(\d)\d{63}"/g),
    ([, arch, url, digit]) => [arch, url, digit],
  );
  deepStrictEqual(found, [
    ["intel", `${DOWNLOADS}/atmos-ecr-1.2.3-x86_64-apple-darwin.tar.gz`, "3"],
    ["arm", `${DOWNLOADS}/atmos-ecr-1.2.3-aarch64-apple-darwin.tar.gz`, "4"],
    ["intel", `${DOWNLOADS}/atmos-ecr-1.2.3-x86_64-unknown-linux-gnu.tar.gz`, "1"],
    ["arm", `${DOWNLOADS}/atmos-ecr-1.2.3-aarch64-unknown-linux-gnu.tar.gz`, "2"],
  ]);
  match(formula, /"atmos-ecr" => "docker-credential-atmos-ecr"/);
  for (const name of ["atmos-ecr.1", "atmos-ecr.bash", "_atmos-ecr", "atmos-ecr.fish"]) {
    ok(formula.includes(name));
  }
  const starts = formula.match(/\bdo$|^class|\bdef /gm)?.length;
  strictEqual(formula.match(/^ *end$/gm)?.length, starts, "every block ends");
});

Deno.test({
  name: "the formula is Ruby",
  ignore: !await hasProgram("ruby"),
  fn: async () => {
    const child = new Deno.Command("ruby", { args: ["-c"], stdin: "piped", stdout: "null" }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(homebrewFormula(RELEASE)));
    await writer.close();
    ok((await child.status).success);
  },
});

Deno.test("the manifest has the archive for Windows with its sum, and updates itself by the next release's", () => {
  const manifest = JSON.parse(scoopManifest(RELEASE));
  deepStrictEqual(manifest.architecture["64bit"], {
    url: `${DOWNLOADS}/atmos-ecr-1.2.3-x86_64-pc-windows-msvc.zip`,
    hash: "5".repeat(64),
  });
  strictEqual(
    manifest.autoupdate.architecture["64bit"].url,
    "https://github.com/acme/atmos-ecr/releases/download/v$version/atmos-ecr-$version-x86_64-pc-windows-msvc.zip",
  );
  match(manifest.post_install[0], /docker-credential-atmos-ecr\.exe/);
});

Deno.test("a sum that is missing is an error, not an empty field", () => {
  throws(
    () => homebrewFormula({ ...RELEASE, sums: new Map() }),
    /Cannot find atmos-ecr-1\.2\.3-x86_64-apple-darwin/,
  );
  throws(() => scoopManifest({ ...RELEASE, sums: new Map() }), /Cannot find .*\.zip/);
});

Deno.test("the release notes contain the changes, and how to verify the files", () => {
  const notes = releaseNotes(RELEASE, "- Something new.");
  match(notes, /^- Something new\.\n/);
  match(notes, /gh attestation verify FILE --repo acme\/atmos-ecr/);
});
