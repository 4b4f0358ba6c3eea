/** Files that variables and other tools name, and that are pipes to which nobody writes: nothing waits for them. */
import { match } from "node:assert/strict";
import { join } from "node:path";
import { hostOf, HUB, World } from "./world.ts";
import { promptly } from "../support/promptly.ts";

const HOST = hostOf(HUB);
const TOKEN = ["token", HOST] as const;

/** What is a pipe → the variables that name it, the arguments, and what is said. */
const ROWS: Readonly<
  Record<string, readonly [env: Readonly<Record<string, string>>, args: readonly string[], says: RegExp]>
> = {
  "the token of a web identity": [
    {
      AWS_WEB_IDENTITY_TOKEN_FILE: "PIPE",
      AWS_ROLE_ARN: `arn:aws:iam::${HUB}:role/x`,
      AWS_REGION: "us-east-1",
    },
    TOKEN,
    /web identity token file "[^"]*" cannot be read/,
  ],
  "the token of a container": [
    {
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "PIPE",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9/x",
    },
    TOKEN,
    /"[^"]*", set in AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, cannot be read/,
  ],
  "the bundle of certificates": [
    { AWS_CA_BUNDLE: "PIPE" },
    ["login", "dev/ecr"],
    /set in AWS_CA_BUNDLE/,
  ],
  "the AWS files": [
    { AWS_CONFIG_FILE: "PIPE", AWS_SHARED_CREDENTIALS_FILE: "PIPE" },
    TOKEN,
    /AWS_CREDENTIALS_MISSING/,
  ],
  "a file of podman": [{ REGISTRY_AUTH_FILE: "PIPE" }, ["status"], /REGISTRY_AUTH_FILE/],
  "the configuration": [{}, ["list", "--config", "PIPE"], /not a regular file/],
};

Deno.test({
  name: "a pipe in place of a file is refused, and not waited for",
  ignore: Deno.build.os === "windows",
  async fn(t): Promise<void> {
    await using world = await World.create();
    const pipe = join(world.sandbox.root, "pipe");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    for (const [name, [variables, args, says]] of Object.entries(ROWS)) {
      await t.step(name, async () => {
        const env = Object.fromEntries(
          Object.entries(variables).map(([key, value]) => [key, value.replace("PIPE", pipe)]),
        );
        const { stdout, stderr } = await promptly(
          6000,
          () => world.run(args.map((arg) => arg.replace("PIPE", pipe)), { env }),
        );
        match(stdout + stderr, says);
      });
    }
  },
});
