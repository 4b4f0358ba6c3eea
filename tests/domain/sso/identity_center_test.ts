import { strictEqual } from "node:assert/strict";
import type { Provider } from "../../../src/domain/auth/model/auth_config.ts";
import { findIdentityCenter } from "../../../src/domain/sso/identity_center.ts";

const ORIGIN = { kind: "default" } as const;

/** Endpoints that a configuration names, and those that a login is bound to. */
const ENDPOINTS: readonly (readonly [written: string | undefined, bound: string | undefined])[] = [
  [undefined, undefined],
  ["https://oidc.us-east-1.amazonaws.com", undefined],
  ["https://portal.sso.eu-west-1.amazonaws.com/", undefined],
  ["https://oidc.cn-north-1.amazonaws.com.cn", undefined],
  ["http://oidc.us-east-1.amazonaws.com", "http://oidc.us-east-1.amazonaws.com"],
  ["https://oidc.s3.amazonaws.com", "https://oidc.s3.amazonaws.com"],
  ["https://sts.us-east-1.amazonaws.com", "https://sts.us-east-1.amazonaws.com"],
  ["https://oidc.us-east-1.amazonaws.com.evil.example", "https://oidc.us-east-1.amazonaws.com.evil.example"],
  ["http://127.0.0.1:4566", "http://127.0.0.1:4566"],
];

Deno.test("a login is bound to a configured endpoint, unless it is AWS' own", async (t) => {
  for (const [written, bound] of ENDPOINTS) {
    await t.step(written ?? "none", () => {
      const fields = new Map(
        Object.entries({
          "start_url": "https://acme.awsapps.com/start",
          "region": "us-east-1",
          ...(written === undefined ? {} : { "spec.endpoint_url": written }),
        }).map(([key, value]) => [key, { value, origin: ORIGIN }]),
      );
      const provider = { name: "sso", kind: "aws/iam-identity-center", fields } as unknown as Provider;
      const center = findIdentityCenter(provider);
      strictEqual(center?.endpoint, bound);
      strictEqual(center?.endpointUrl?.value, written);
    });
  }
});
