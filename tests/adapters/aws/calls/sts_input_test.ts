import { match } from "node:assert/strict";
import { webIdentityHint } from "../../../../src/adapters/aws/calls/sts_input.ts";

Deno.test("webIdentityHint() names what only GitHub Actions has for those jobs alone", () => {
  const hint = (name: string): string => webIdentityHint({ name, message: "", fromService: true }) ?? "";
  match(hint("InvalidIdentityToken"), /the token's audience \(for github\/oidc: spec\.audience\)/);
  match(hint("ExpiredTokenException"), /^Get a new token, .*\. In GitHub Actions, .*ACTIONS_ID_TOKEN$/);
});
