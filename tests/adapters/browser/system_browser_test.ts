import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join, relative } from "node:path";
import { SystemBrowser } from "../../../src/adapters/browser/system_browser.ts";
import type { Environment } from "../../../src/ports/process.ts";
import { tempDirectory } from "../fs/temp_directory.ts";
import { writeProgram } from "../../support/write_program.ts";

function environment(variables: Record<string, string>, os: Environment["os"] = "linux"): Environment {
  return { get: (name) => variables[name], cwd: "/", os };
}

const AT_HAND: readonly (readonly [boolean, Environment["os"], Record<string, string>])[] = [
  [false, "linux", {}],
  [false, "linux", { DISPLAY: "" }],
  [true, "linux", { DISPLAY: ":0" }],
  [true, "linux", { WAYLAND_DISPLAY: "wayland-0" }],
  [true, "linux", { BROWSER: "firefox" }],
  [true, "darwin", {}],
  [true, "windows", {}],
  [false, "darwin", { SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" }],
  [false, "linux", { DISPLAY: "localhost:10.0", SSH_TTY: "/dev/pts/1" }],
  [false, "other", {}],
];

for (const [expected, os, variables] of AT_HAND) {
  Deno.test(`a browser is ${expected ? "" : "not "}at hand on ${os} with ${JSON.stringify(variables)}`, () => {
    strictEqual(new SystemBrowser(environment(variables, os)).available, expected);
  });
}

/** A browser that writes its arguments into a file, which appears when they are all there. */
async function recorder(directory: string): Promise<{ program: string; opened: () => Promise<string> }> {
  const program = join(directory, "browser");
  const record = join(directory, "record");
  await writeProgram(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${record}.part' && mv '${record}.part' '${record}'\n`,
  );
  return {
    program,
    opened: async () => {
      for await (const { kind } of Deno.watchFs(directory)) {
        if (kind === "access") continue;
        try {
          return await Deno.readTextFile(record);
        } catch {
          // Not yet.
        }
      }
      return "";
    },
  };
}

const PAGE = "https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH&x=$HOME;touch+evil";

Deno.test({
  name: "a page is opened as one argument, by no shell",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    for (
      const [options, expected] of [["", `${PAGE}\n`], [" --new --page=%s %s", `--new\n--page=%s\n${PAGE}\n`]]
    ) {
      await using dir = await tempDirectory();
      const { program, opened } = await recorder(dir.path);
      const record = opened();
      const browser = new SystemBrowser(environment({ BROWSER: `${program}${options}:/other/browser` }));
      strictEqual(await browser.open(PAGE), true);
      strictEqual(await record, expected);
    }
  },
});

Deno.test("a missing browser opens nothing, and is reported", async () => {
  const browser = new SystemBrowser(environment({ BROWSER: "/nonexistent/browser" }));
  strictEqual(await browser.open(PAGE), false);
});

Deno.test({
  name: "a browser in a relative directory of the PATH is not opened",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using dir = await tempDirectory();
    await writeProgram(join(dir.path, "browser"), "#!/bin/sh\n");
    const opened = ["", `${dir.path}:`].map((before) => {
      const PATH = `${before}${relative(Deno.cwd(), dir.path)}`;
      return new SystemBrowser(environment({ BROWSER: "browser", PATH })).open(PAGE);
    });
    deepStrictEqual(await Promise.all(opened), [false, true]);
  },
});

Deno.test({
  name: "nothing but pages is opened",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const browser = new SystemBrowser(environment({ BROWSER: "/bin/true" }));
    const opened = [];
    for (
      const url of [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://acme.awsapps.com/",
        "https://user@acme.awsapps.com/",
        "https://acme.awsapps.com/ x",
        'https://acme.awsapps.com/"x',
        "--help",
        "",
      ]
    ) opened.push(await browser.open(url));
    deepStrictEqual(opened, opened.map(() => false));
    strictEqual(await browser.open("http://127.0.0.1:8080/authorize?x=1"), true);
  },
});
