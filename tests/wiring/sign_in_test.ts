/** A sign-in at AWS' page with the adapters of this machine: the service, and the page on loopback that the browser comes back to. */
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { HttpSignIn } from "../../src/adapters/aws/calls/http_sign_in.ts";
import { LoopbackCallbacks } from "../../src/adapters/browser/loopback_callbacks.ts";
import { webFlow, type WebFlowPorts } from "../../src/app/identities/web_flow.ts";
import type { Question } from "../../src/ports/terminal.ts";
import { MemorySignIn } from "../fakes/memory_sign_in.ts";
import { PatientDeadline } from "../fakes/patient_deadline.ts";
import { ScriptedPrompter } from "../fakes/scripted_prompter.ts";
import { FakeSignIn } from "../fakes/sign_in/fake_sign_in.ts";
import { FixedEnvironment } from "../adapters/aws/fixed_environment.ts";

const REQUEST = {
  identity: {
    kind: "aws/user",
    name: "me",
    default: false,
    origin: { kind: "file", file: "atmos.yaml", line: 3, column: 5 },
  },
  realm: "acme",
  region: "us-east-1",
  deadline: new PatientDeadline(),
  reasons: [],
} as const;

const KEYS = { accessKeyId: "ASIA1", secretAccessKey: "secret", sessionToken: "session", arn: "" };

function ports(fake: FakeSignIn, logins: MemorySignIn): WebFlowPorts {
  const environment = new FixedEnvironment({ AWS_ENDPOINT_URL_SIGNIN: fake.url });
  const open = async (url: string): Promise<boolean> => {
    await (await fetch(url)).body?.cancel();
    return true;
  };
  return {
    service: new HttpSignIn({ environment, clock: () => new Date() }),
    logins,
    browser: { available: true, open },
    callbacks: new LoopbackCallbacks(),
    prompter: new ScriptedPrompter(),
    clock: () => new Date(),
    options: { device: false },
  };
}

/** A person with a browser on another machine, who types the code that it shows; nobody else may see it. */
class PersonElsewhere extends ScriptedPrompter {
  readonly #fake: FakeSignIn;

  constructor(fake: FakeSignIn) {
    super();
    this.#fake = fake;
  }

  override async ask({ text, hidden, check }: Question): Promise<string> {
    deepStrictEqual([text, hidden], ["Code:", true]);
    const [page = ""] = /http:\/\/127\.0\.0\.1:\d+\/v1\/authorize\S+/.exec(this.told) ?? [];
    await (await fetch(page)).body?.cancel();
    const code = this.#fake.shown.at(-1) ?? "";
    strictEqual(check?.(code), undefined);
    strictEqual(check?.(btoa("code=x&state=another")), "This code belongs to another login");
    return code;
  }
}

Deno.test("what a person decides at AWS' page comes back by the browser", async (t) => {
  await using fake = new FakeSignIn(() => KEYS);
  const logins = new MemorySignIn();
  await t.step("denied: an error, and nothing is stored", async () => {
    fake.person = "denies";
    await rejects(webFlow(REQUEST, ports(fake, logins)), { code: "SSO_DENIED", exitCode: 1 });
    deepStrictEqual([fake.requests.splice(0), logins.kept.size], [["GET /v1/authorize"], 0]);
  });
  await t.step("allowed: credentials, and a login that is stored", async () => {
    fake.person = "allows";
    strictEqual((await webFlow(REQUEST, ports(fake, logins))).accessKeyId, "ASIA1");
    deepStrictEqual([fake.requests, logins.kept.size], [["GET /v1/authorize", "authorization_code"], 1]);
  });
  await t.step("allowed on another machine: the code is typed here, and not shown", async () => {
    fake.requests.splice(0);
    const device = { prompter: new PersonElsewhere(fake), options: { device: true } };
    strictEqual(
      (await webFlow(REQUEST, { ...ports(fake, new MemorySignIn()), ...device })).accessKeyId,
      "ASIA1",
    );
    deepStrictEqual(fake.requests, ["GET /v1/authorize", "authorization_code"]);
  });
});
