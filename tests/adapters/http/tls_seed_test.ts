import { strictEqual } from "node:assert/strict";
import { seedTls } from "../../../src/adapters/http/tls_seed.ts";

Deno.test("TLS is seeded where AWS is called over TLS", async (t) => {
  for (
    const [url, expected] of [
      [undefined, 1],
      ["", 1],
      ["https://localhost:4566", 1],
      ["http://localhost:4566", 0],
    ] as const
  ) {
    await t.step(`${url}`, async () => {
      let keys = 0;
      const get = (name: string): string | undefined => name === "AWS_ENDPOINT_URL" ? url : undefined;
      // What fails is not heard of: the key is not used.
      const generateKey = (): Promise<never> => {
        keys++;
        return Promise.reject(new Error("no entropy"));
      };
      seedTls({ get }, { generateKey });
      await Promise.resolve();
      strictEqual(keys, expected);
    });
  }
});
