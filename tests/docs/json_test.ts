/** The shapes of docs/json.md are those that the program writes. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { DEV, hostOf, World } from "../program/world.ts";
import { fromFileUrl } from "../support/module_graph.ts";

/** Heading → a command that shows the shape. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "init": "init --config first.yaml --sso-start-url https://acme.awsapps.com/start --sso-region us-east-1"
    .concat(` --account ${DEV} --permission-set Admin --region us-east-1`).split(" "),
  "login, logout": ["login", "dev/ecr"],
  "token": ["token", hostOf(DEV)],
  "list": ["list"],
  "status": ["status", hostOf(DEV)],
  "explain": ["explain", hostOf(DEV)],
  "auth login": ["auth", "login", "dev-deploy"],
  "auth whoami": ["auth", "whoami"],
  "auth user configure": ["auth", "user", "configure", "--config", "keyless.yaml", "--access-key-id", "KEY"],
  "auth list": ["auth", "list"],
  "auth env": ["auth", "env"],
  "auth logout": ["auth", "logout", "prod-deploy"],
  "docker install, docker uninstall": ["docker", "install", hostOf(DEV), "--dry-run"],
  "config path": ["config", "path"],
  "config show": ["config", "show"],
  "config explain": ["config", "explain", "identities.dev-deploy.kind"],
  "config validate": ["config", "validate", "--config", "typo.yaml"],
  "trust, untrust": ["trust", "atmos.yaml"],
  "doctor": ["doctor", "--offline"],
  "help": ["help", "explain"],
  "completion": ["completion", "bash"],
  "Errors": ["login", "a", "--config", "cycle.yaml"],
};

/** The names and types of a shape: of a list, those of its first entry; null stands for any. */
function shapeOf(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((one) => shapeOf(one, depth + 1));
  if (typeof value !== "object" || value === null) return value === null ? "any" : typeof value;
  // What is below `auth` is the user's own.
  if (depth === 1 && "keyring" in value) return Object.keys(value).toSorted();
  return Object.fromEntries(
    Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1).map((
      [key, one],
    ) => [key, shapeOf(one, depth + 1)]),
  );
}

Deno.test("docs/json.md shows what the program writes", async (t) => {
  const text = await Deno.readTextFile(`${fromFileUrl("../")}docs/json.md`);
  const sections = new Map(
    text.split(/^## /m).slice(1).map((section): [string, string] => [section.split("\n")[0] ?? "", section]),
  );
  deepStrictEqual([...sections.keys()].toSorted(), Object.keys(COMMANDS).toSorted());
  await using world = await World.create();
  await world.sandbox.write("cycle.yaml", CYCLE);
  await world.sandbox.write("keyless.yaml", "auth: {identities: {builder: {kind: aws/user}}}\n");
  await world.sandbox.write("typo.yaml", "auth: {identities: {dev: {kind: aws/ambient, regoin: x}}}\n");
  for (const args of [["login", "dev/ecr"], ["auth", "login", "prod-deploy"]]) await world.run(args);
  for (const [heading, args] of Object.entries(COMMANDS)) {
    await t.step(heading, async () => {
      const documented = JSON.parse(/```json\n(.*?)```/s.exec(sections.get(heading) ?? "")?.[1] ?? "");
      const { stdout, stderr } = await world.run(
        [...args.map((arg) => arg === "KEY" ? world.user.accessKeyId : arg), "-o", "json"],
        args.includes("KEY") ? { env: KEYRING, stdin: world.user.secretAccessKey } : {},
      );
      ok(stdout !== "", `${heading}: ${stderr}`);
      const [real, shown] = [shapeOf(JSON.parse(stdout)), shapeOf(documented)];
      deepStrictEqual(withoutAny(real, shown), withoutAny(shown, real));
    });
  }
});

/** A shape in which whatever is null in either is left open. */
function withoutAny(shape: unknown, other: unknown): unknown {
  if (shape === "any" || other === "any") return "any";
  if (Array.isArray(shape)) {
    return shape.length === 0 || !Array.isArray(other) || other.length === 0
      ? []
      : [withoutAny(shape[0], other[0])];
  }
  if (typeof shape !== "object" || shape === null) return shape;
  const others = new Map(Object.entries(other ?? {}));
  return Object.fromEntries(
    Object.entries(shape).map(([key, value]) => [key, withoutAny(value, others.get(key))]),
  );
}

const KEYRING = { ATMOS_KEYRING_TYPE: "file", ATMOS_KEYRING_PASSWORD: "correct horse" };

const CYCLE = `auth:
  identities:
    a: {kind: aws/assume-role, via: {identity: b}, principal: {assume_role: "arn:aws:iam::${DEV}:role/deploy"}}
    b: {kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::${DEV}:role/deploy"}}
  integrations:
    a: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`;
