import { definitionText } from "../../../src/domain/identity/definition.ts";
import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { type SessionPlace, sessionPlace } from "../../../src/domain/identity/session_place.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

function places(identities: Record<string, Plain>, target: string): SessionPlace[] {
  const auth = authConfig({
    providers: {
      "Acme-SSO": {
        kind: "aws/iam-identity-center",
        start_url: "https://acme.awsapps.com/start",
        region: "us-east-1",
      },
    },
    identities,
  });
  const chain = resolveChain(auth, target);
  return chain.identities.map((identity) => sessionPlace(chain, identity, "acme"));
}

function role(via: string, arn: string, over: Record<string, Plain> = {}): Plain {
  return { kind: "aws/assume-role", via: { identity: via }, principal: { assume_role: arn, ...over } };
}

const DEV = "arn:aws:iam::222233334444:role/dev";
const OTHER = "arn:aws:iam::222233334444:role/other";

function user(key: string): Plain {
  return { kind: "aws/user", credentials: { access_key_id: key, secret_access_key: "s" } };
}

Deno.test("a session is stored under the root of its chain, by names in lower case", () => {
  const named = (found: SessionPlace[]): unknown =>
    found.map(({ realm, root, identity }) => [realm, root, identity]);
  deepStrictEqual(named(places({ Me: user("AKIA1"), "Dev/Ecr": role("Me", DEV) }, "dev/ecr")), [
    ["acme", "aws-user", "me"],
    ["acme", "me", "dev/ecr"],
  ]);
  deepStrictEqual(
    named(places({
      Admin: {
        kind: "aws/permission-set",
        via: { provider: "acme-sso" },
        principal: { name: "Admin", account: { id: "222233334444" } },
      },
      deploy: role("admin", DEV),
    }, "deploy")),
    [["acme", "acme-sso", "admin"], ["acme", "acme-sso", "deploy"]],
  );
  deepStrictEqual(named(places({ Env: { kind: "aws/ambient" }, deploy: role("env", DEV) }, "deploy")), [
    ["acme", "env", "env"],
    ["acme", "env", "deploy"],
  ]);
});

Deno.test("the definition changes exactly with the principal", () => {
  const definition = (key: string, arn: string, over?: Record<string, Plain>): string => {
    const [, place] = places({ me: user(key), dev: role("me", arn, over) }, "dev");
    return place === undefined ? "" : definitionText(place.definition);
  };
  const usual = definition("AKIA1", DEV);
  notStrictEqual(definition("AKIA2", DEV), usual);
  notStrictEqual(definition("AKIA1", OTHER), usual);
  notStrictEqual(definition("AKIA1", DEV, { external_id: "x" }), usual);
  strictEqual(definition("AKIA1", DEV, { duration: "30m", region: "eu-west-1" }), usual);
  strictEqual(usual.includes(`"s"`), false);
});
