import { ActionsIdTokens } from "../../src/adapters/github/actions_id_tokens.ts";
import { FixedEnvironment } from "../adapters/aws/fixed_environment.ts";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { MemoryWebIdentityTokens } from "../fakes/memory_web_identity_tokens.ts";
import { testWebIdentityTokens } from "./web_identity_tokens_contract.ts";

testWebIdentityTokens("MemoryWebIdentityTokens", () =>
  Promise.resolve({
    job: new MemoryWebIdentityTokens("x.y.z"),
    elsewhere: new MemoryWebIdentityTokens(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));

testWebIdentityTokens("ActionsIdTokens", async () => {
  const actions = await startFakeActionsOidc();
  return {
    job: new ActionsIdTokens(new FixedEnvironment(actions.environment())),
    elsewhere: new ActionsIdTokens(new FixedEnvironment({})),
    [Symbol.asyncDispose]: () => actions[Symbol.asyncDispose](),
  };
});
