import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { World } from "./world.ts";

/** An input that must be refused: the files of the project, the arguments, and what the program has to say. */
export interface BadInput {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly exit: number;
  readonly code: string;
  /** `line:column` in atmos.yaml. */
  readonly at?: string;
  readonly says: RegExp;
}

const ROLE = `    deploy:
      kind: aws/assume-role
      via: {identity: user}
      principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}
    user:
      kind: aws/user
      credentials: {access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: canary-secret}
`;

/** An auth section with one integration, `dev`, of the given fields, beginning at line 11. */
export function integration(fields: string): Readonly<Record<string, string>> {
  return { "atmos.yaml": `auth:\n  identities:\n${ROLE}  integrations:\n    dev:\n${fields}` };
}

/** One that is right. */
export const GOOD = integration(
  "      kind: aws/ecr\n      via: {identity: deploy}\n      spec: {registry: {account_id: '222233334444', region: us-east-1}}\n",
);

/** Tests that inputs are refused: by exit code, error code and place, with nothing asked of AWS and nothing written. */
export function testBadInputs(inputs: readonly BadInput[]): void {
  for (const { name, files = {}, args, env = {}, exit, code, at, says } of inputs) {
    Deno.test(`${name}: exit ${exit}, ${code}, nothing asked and nothing written`, async () => {
      await using world = await World.create("");
      for (const [path, content] of Object.entries(files)) await world.sandbox.write(path, content);
      const text = await world.run(args, { env });
      strictEqual(text.code, exit, text.stderr);
      strictEqual(text.stdout, "");
      match(text.stderr, says);
      ok(text.stderr.includes(code), text.stderr);
      if (at !== undefined) ok(text.stderr.includes(`atmos.yaml:${at}: `), `${at} in:\n${text.stderr}`);
      ok(!text.stderr.includes("canary-secret"), "no secret is shown");
      ok(!/\bat .*:\d+:\d+\)?$/m.test(text.stderr), "no stack trace is shown");
      strictEqual(world.aws.requests.length, 0);
      deepStrictEqual(await world.sandbox.files(), []);
    });
  }
}
