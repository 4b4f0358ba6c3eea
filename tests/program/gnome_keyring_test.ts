/** A real GNOME Keyring on a D-Bus of its own. Needs Debian's libsecret-tools, gnome-keyring, dbus-daemon and libglib2.0-bin. */
import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { hostOf, HUB, World } from "./world.ts";

const isRequired = Deno.env.get("ATMOS_ECR_E2E") === "required";

const YAML = `auth:
  realm: acme
  identities:
    Builder: {kind: aws/user, default: true}
  integrations:
    hub/ecr: {kind: aws/ecr, via: {identity: Builder}, spec: {registry: {account_id: "${HUB}", region: us-east-1}}}
`;

/** A bus with a keyring that is unlocked. Both end with it. */
class KeyringBus implements AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  readonly #children: readonly Deno.ChildProcess[];

  private constructor(env: Readonly<Record<string, string>>, children: readonly Deno.ChildProcess[]) {
    this.env = env;
    this.#children = children;
  }

  static async start(root: string): Promise<KeyringBus> {
    const home = join(root, "desktop");
    await Deno.mkdir(join(home, ".local/share"), { recursive: true, mode: 0o700 });
    const env = {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: home,
      XDG_DATA_HOME: join(home, ".local/share"),
      XDG_RUNTIME_DIR: home,
    };
    const options = { clearEnv: true, stdin: "null", stdout: "piped", stderr: "null" } as const;
    const bus = new Deno.Command("dbus-daemon", {
      ...options,
      env,
      args: ["--session", "--nofork", "--print-address=1"],
    })
      .spawn();
    const reader = bus.stdout.getReader();
    const address = new TextDecoder().decode((await reader.read()).value).trim();
    await reader.cancel();
    const onBus = { ...env, DBUS_SESSION_BUS_ADDRESS: address };
    const daemon = new Deno.Command("gnome-keyring-daemon", {
      ...options,
      env: onBus,
      stdin: "piped",
      stdout: "null",
      args: ["--unlock", "--foreground", "--components=secrets"],
    }).spawn();
    const writer = daemon.stdin.getWriter();
    await writer.write(new TextEncoder().encode("desktop password"));
    await writer.close();
    const keyring = new KeyringBus(onBus, [daemon, bus]);
    for (
      let attempt = 0;
      !(await keyring.#call(
        "org.freedesktop.DBus",
        "/",
        "org.freedesktop.DBus.NameHasOwner",
        "org.freedesktop.secrets",
      )).includes("true");
      attempt++
    ) {
      if (attempt === 100) throw new Error("GNOME Keyring does not start");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return keyring;
  }

  async lock(): Promise<void> {
    await this.#call(
      "org.freedesktop.secrets",
      "/org/freedesktop/secrets",
      "org.freedesktop.Secret.Service.Lock",
      "['/org/freedesktop/secrets/collection/login']",
    );
  }

  /** Makes the keyring answer nothing any more. */
  stop(): void {
    this.#children[0]?.kill("SIGSTOP");
  }

  async #call(name: string, path: string, method: string, argument: string): Promise<string> {
    const args = ["call", "--session", "--dest", name, "--object-path", path, "--method", method, argument];
    const { stdout } = await new Deno.Command("gdbus", { args, env: this.env, clearEnv: true }).output();
    return new TextDecoder().decode(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await Promise.all(this.#children.map((child) => child.status));
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

Deno.test({
  name:
    "keys stored by auth user configure in a real GNOME Keyring are used by a login; a locked, stopped or missing one times out",
  ignore: !isRequired,
  async fn(): Promise<void> {
    await using world = await World.create(YAML);
    await using bus = await KeyringBus.start(world.sandbox.root);
    const address = bus.env["DBUS_SESSION_BUS_ADDRESS"] ?? "";
    const env = { DBUS_SESSION_BUS_ADDRESS: address };
    const { accessKeyId, secretAccessKey } = world.user;
    const configure = (env: Record<string, string>): ReturnType<World["run"]> =>
      world.run(["auth", "user", "configure", "--access-key-id", accessKeyId], {
        env,
        stdin: secretAccessKey,
      });
    // Twice: what is there is replaced.
    for (let time = 0; time < 2; time++) {
      const { code, stderr } = await configure(env);
      strictEqual(code, 0, stderr);
    }
    const shown = await new Deno.Command("secret-tool", {
      args: ["search", "--all", "service", "atmos_acme_builder", "username", "atmos-auth"],
      env: bus.env,
      clearEnv: true,
    }).output();
    const items = new TextDecoder().decode(shown.stdout);
    strictEqual(items.match(/^secret = /gm)?.length, 1, "one item");
    match(items, /^secret = \{"type":"aws","data":\{"access_key_id":"/m);
    const login = await world.run(["auth", "login"], { env });
    strictEqual(login.code, 0, login.stderr);
    strictEqual(await world.principalOf(hostOf(HUB)), `arn:aws:iam::${HUB}:user/builder`);
    strictEqual((await world.run(["auth", "logout"], { env })).code, 0);

    await bus.lock();
    const locked = await timed(() => world.run(["auth", "login"], { env }));
    strictEqual(locked.result.code, 4, locked.result.stderr);
    match(locked.result.stderr, /The system's keyring is not read: it is locked/);
    const refused = await configure(env);
    strictEqual(refused.code, 3, refused.stderr);
    match(refused.stderr, /it is locked[\s\S]*KEYRING_UNUSABLE/);

    bus.stop();
    const stopped = await timed(() => world.run(["auth", "login"], { env }));
    strictEqual(stopped.result.code, 4, stopped.result.stderr);
    match(stopped.result.stderr, /did not respond within 5 s/);

    const absent = await timed(() => world.run(["auth", "login"]));
    strictEqual(absent.result.code, 4, absent.result.stderr);
    match(absent.result.stderr, /The system's keyring is not read: /);
    for (const { seconds } of [locked, stopped, absent]) ok(seconds < 15, `${seconds} s`);
  },
});
