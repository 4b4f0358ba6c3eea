import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import { PROXY_ROWS, PROXY_SECRET, PROXY_VARIABLES } from "../../../support/proxy_values.ts";
import { Lab } from "../lab.ts";

Deno.test("any value of a proxy variable results in a message that names what is wrong, without its password", async (t) => {
  for (const [index, [value, says]] of PROXY_ROWS.entries()) {
    const name = PROXY_VARIABLES[index % PROXY_VARIABLES.length] ?? "";
    await t.step(`${name}=${value}`, async () => {
      const variables = {
        AWS_ENDPOINT_URL: "https://ecr.proxied.invalid",
        AWS_MAX_ATTEMPTS: "1",
        [name]: value,
      };
      await using lab = await Lab.open({ variables });
      const { code, message, hint = "" } = await lab.failure("ecr");
      strictEqual(code, "AWS_UNREACHABLE", message);
      match(message, new RegExp(says.source.replace("NAME", name)));
      doesNotMatch(message + hint, new RegExp(PROXY_SECRET));
      strictEqual(lab.aws.requests.length, 0);
    });
  }
});
