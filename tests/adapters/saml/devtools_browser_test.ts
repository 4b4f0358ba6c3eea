/** A real browser, driven to a fake identity provider. */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DevtoolsBrowser } from "../../../src/adapters/saml/devtools_browser.ts";
import type { SamlSignIn } from "../../../src/ports/browser.ts";
import { FakeIdp, type FakeIdpOptions } from "../../fakes/saml/fake_idp.ts";
import { headlessBrowser, installedChromium } from "../../support/chromium.ts";
import { writeProgram } from "../../support/write_program.ts";

const OFFER = { roles: ["arn:aws:iam::222233334444:role/dev,arn:aws:iam::222233334444:saml-provider/corp"] };
const LOGIN_PAGES = ["GET /app/aws/sso", "POST /login", "POST /mfa"];
const chromium = await installedChromium();

class Desk implements AsyncDisposable {
  readonly idp: FakeIdp;
  readonly root: string;

  constructor(idp: FakeIdp, root: string) {
    this.idp = idp;
    this.root = root;
  }

  static async create(options: Partial<FakeIdpOptions> = {}): Promise<Desk> {
    return new Desk(new FakeIdp({ ...OFFER, ...options }), await Deno.makeTempDir());
  }

  signIn(
    browserPath: string | undefined,
    options: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<SamlSignIn> {
    const browser = new DevtoolsBrowser({
      environment: { get: () => undefined, cwd: this.root, os: "linux" },
      variables: () => ({
        ...Deno.env.toObject(),
        HOME: this.root,
        AWS_SECRET_ACCESS_KEY: "not for the browser",
      }),
      profiles: join(this.root, "profiles"),
    });
    return browser.signIn({
      url: this.idp.url,
      browserPath,
      timeoutMs: options.timeoutMs ?? 30_000,
      signal: options.signal ?? new AbortController().signal,
    });
  }

  async headless(more = ""): Promise<string> {
    return await headlessBrowser(this.root, chromium ?? "", more);
  }

  async script(lines: string): Promise<string> {
    const path = join(this.root, "script");
    await writeProgram(path, `#!/bin/sh\n${lines}\n`);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.idp[Symbol.asyncDispose]();
    await Deno.remove(this.root, { recursive: true }).catch(() => {});
  }
}

function browserTest(
  name: string,
  fn: (desk: Desk) => Promise<void>,
  options: Partial<FakeIdpOptions> = {},
): void {
  Deno.test({
    name,
    ignore: chromium === undefined,
    fn: async () => {
      await using desk = await Desk.create(options);
      await fn(desk);
    },
  });
}

browserTest("a person logs in once; the next time the identity provider remembers", async (desk) => {
  const browser = await desk.headless(
    `env > "${desk.root}/environment"; echo "$@" > "${desk.root}/arguments"`,
  );
  const first = await desk.signIn(browser);
  strictEqual(first.kind, "response");
  deepStrictEqual(desk.idp.requests.splice(0), LOGIN_PAGES);
  const second = await desk.signIn(browser);
  ok(second.kind === "response");
  ok(atob(second.response.expose()).startsWith("<samlp:Response"));
  deepStrictEqual(desk.idp.requests, ["GET /app/aws/sso"]);
  // Neither the page nor a debugging port is in the argument list, and no credential in the environment.
  const [args, env] = await Promise.all(
    ["arguments", "environment"].map((name) => Deno.readTextFile(join(desk.root, name))),
  );
  ok(!args?.includes("http"), args);
  ok(!args?.includes("--remote-debugging-port"), args);
  ok(!env?.includes("AWS_SECRET_ACCESS_KEY"));
  strictEqual(((await Deno.stat(join(desk.root, "profiles"))).mode ?? 0) & 0o777, 0o700);
});

browserTest("a form of 200 kB is read", async (desk) => {
  strictEqual((await desk.signIn(await desk.headless())).kind, "response");
}, { padding: 200_000 });

browserTest("a form that is posted elsewhere is nobody's response", async (desk) => {
  strictEqual((await desk.signIn(await desk.headless(), { timeoutMs: 3000 })).kind, "late");
}, { postTo: "https://signin.aws.amazon.com.evil.example/saml" });

browserTest("a person who does nothing is late", async (desk) => {
  strictEqual((await desk.signIn(await desk.headless(), { timeoutMs: 2000 })).kind, "late");
}, { types: false });

browserTest("a response from a second tab is found", async (desk) => {
  strictEqual(
    (await desk.signIn(await desk.headless('set -- --disable-popup-blocking "$@"'))).kind,
    "response",
  );
}, {
  page:
    `<script>addEventListener("load",()=>{const f=document.createElement("form");f.method="post";f.action="/mfa";f.target="_blank";` +
    `f.innerHTML='<input name="code" value="123456">';document.body.append(f);f.submit()})</script>`,
});

browserTest("a browser that is closed ends the login", async (desk) => {
  const pid = join(desk.root, "pid");
  const signIn = desk.signIn(await desk.headless(`echo $$ > "${pid}"`));
  while (desk.idp.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  Deno.kill(Number(await Deno.readTextFile(pid)), "SIGTERM");
  strictEqual((await signIn).kind, "closed");
}, { types: false });

browserTest("Ctrl-C ends the browser", async (desk) => {
  const controller = new AbortController();
  const signIn = desk.signIn(await desk.headless(), { signal: controller.signal });
  while (desk.idp.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  controller.abort(new Error("interrupted"));
  await rejects(signIn, /interrupted/);
}, { types: false });

Deno.test({
  name: "a browser whose policy forbids remote control is reported",
  ignore: chromium === undefined || !await hasOwnMounts(),
  fn: async () => {
    await using desk = await Desk.create();
    const end = await desk.signIn(
      await desk.headless(
        'if [ -z "$POLICY" ]; then POLICY=set exec unshare --mount "$0" "$@"; fi\n' +
          "mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed\n" +
          `echo '{"RemoteDebuggingAllowed": false}' >/etc/chromium/policies/managed/policy.json`,
      ),
    );
    ok(end.kind === "failed", end.kind);
    match(end.state, /does not respond, or a policy forbids remote control/);
    strictEqual(desk.idp.requests.length, 0);
  },
});

/** Whether a program can have a file system that others do not see: root can. */
async function hasOwnMounts(): Promise<boolean> {
  try {
    const args = ["--mount", "mount", "-t", "tmpfs", "none", "/etc/chromium"];
    return (await new Deno.Command("unshare", { args, stdout: "null", stderr: "null" }).output()).success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "a browser that is missing, does not start, exits immediately or does not respond is reported",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    await using desk = await Desk.create();
    await t.step("none installed", async () => {
      strictEqual((await desk.signIn(undefined)).kind, "no-browser");
    });
    await t.step("not at the path", async () => {
      deepStrictEqual(await desk.signIn("/nowhere/chrome"), {
        kind: "no-browser",
        looked: ["/nowhere/chrome"],
      });
    });
    await t.step("no program", async () => {
      const path = join(desk.root, "text");
      await Deno.writeTextFile(path, "no program", { mode: 0o644 });
      strictEqual((await desk.signIn(path)).kind, "failed");
    });
    await t.step("ends at once", async () => {
      const end = await desk.signIn(await desk.script("exit 1"));
      ok(end.kind === "failed");
      match(end.state, /already open with this profile, or a policy/);
    });
  },
});
