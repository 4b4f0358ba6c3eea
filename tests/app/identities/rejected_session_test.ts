import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { session } from "../../contracts/identity_sessions_contract.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { AUTH, CONTEXT, FAR, HOST, minutes, placeOf, Process, refusal } from "./chain_process.ts";

Deno.test("a stored step that AWS rejects is dropped, and the walk restarts one step earlier, once", async () => {
  for (
    const error of [
      refusal("AWS_DENIED", true),
      refusal("AWS_CREDENTIALS_EXPIRED", false),
      refusal("AWS_DENIED", false),
    ]
  ) {
    const sessions = new MemoryIdentitySessions();
    sessions.keepMarked(placeOf("me"), session("me", { expiresAt: minutes(60) }));
    sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
    const process = new Process(sessions);
    process.sts.failure = ({ accessKeyId }) => accessKeyId === "ASIADEV" ? error : undefined;
    await process.take("far");
    deepStrictEqual(process.asked, ["AssumeRole far", "AssumeRole dev", "AssumeRole far"]);
    strictEqual((await sessions.read(placeOf("dev")))?.accessKeyId === "ASIADEV", false);
  }
});

Deno.test("a session that another process has stored since the rejected one was read is kept", async () => {
  const sessions = new MemoryIdentitySessions();
  sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
  const process = new Process(sessions);
  const newer = session("newer", { expiresAt: minutes(60) });
  process.sts.failure = ({ accessKeyId, action }) => {
    if (accessKeyId === "ASIADEV") sessions.keepMarked(placeOf("dev"), newer);
    // Nor can a new one be had.
    return accessKeyId === "ASIADEV" || action === "GetSessionToken"
      ? refusal("AWS_DENIED", true)
      : undefined;
  };
  await rejects(process.take("far"), { code: "AWS_DENIED" });
  strictEqual((await sessions.read(placeOf("dev")))?.accessKeyId, newer.accessKeyId);
});

Deno.test("a denial that a fresh step gets too is final", async () => {
  const sessions = new MemoryIdentitySessions();
  sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
  const process = new Process(sessions);
  process.sts.failure = ({ subject }) => subject === FAR ? refusal("AWS_DENIED", false) : undefined;
  await rejects(process.take("far"), { code: "AWS_DENIED" });
  deepStrictEqual(process.asked, [
    "AssumeRole far",
    "GetSessionToken AKIAME",
    "AssumeRole dev",
    "AssumeRole far",
  ]);
});

Deno.test("a failure other than a refusal drops nothing", async () => {
  for (const code of ["AWS_CLOCK_SKEW", "AWS_UNREACHABLE", "AWS_THROTTLED"] as const) {
    const sessions = new MemoryIdentitySessions();
    sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
    const process = new Process(sessions);
    process.sts.failure = () => refusal(code, false);
    await rejects(process.take("far"), { code });
    strictEqual(process.asked.length, 1);
    ok(await sessions.read(placeOf("dev")) !== undefined);
  }
});

Deno.test("a token denied to a stored session is requested once more with a new one", async () => {
  const sessions = new MemoryIdentitySessions();
  sessions.keepMarked(placeOf("far"), session("far", { expiresAt: minutes(60) }));
  const process = new Process(sessions);
  process.tokens.failure = ({ accessKeyId }) =>
    accessKeyId === "ASIAFAR" ? refusal("AWS_DENIED", false) : undefined;
  const chain = resolveChain(AUTH, "far");
  // Two registries that are refused at the same time share the fresh session.
  await Promise.all([1, 2].map(() => process.issuer.issue(HOST, chain, CONTEXT)));
  deepStrictEqual(process.asked, ["GetSessionToken AKIAME", "AssumeRole dev", "AssumeRole far"]);
  strictEqual(process.tokens.requests.length, 4);
});

Deno.test("a token that AWS denies to a fresh session is denied", async () => {
  const process = new Process(new MemoryIdentitySessions());
  process.tokens.failure = () => refusal("AWS_DENIED", true);
  await rejects(process.issuer.issue(HOST, resolveChain(AUTH, "far"), CONTEXT), { code: "AWS_DENIED" });
  strictEqual(process.tokens.requests.length, 1);
});

Deno.test("a failed step is remembered, unless AWS throttled one without prompts", async () => {
  for (
    const [failing, code, asked] of [
      [FAR, "AWS_DENIED", ["GetSessionToken AKIAME", "AssumeRole dev", "AssumeRole far"]],
      [FAR, "AWS_THROTTLED", [
        "GetSessionToken AKIAME",
        "AssumeRole dev",
        "AssumeRole far",
        "AssumeRole far",
      ]],
      ["AKIAME", "AWS_THROTTLED", ["GetSessionToken AKIAME"]],
    ] as const
  ) {
    const process = new Process(new MemoryIdentitySessions());
    process.sts.failure = ({ subject }) => subject === failing ? refusal(code, false) : undefined;
    await rejects(process.take("far"), { code });
    await rejects(process.take("far"), { code });
    deepStrictEqual(process.asked, asked);
  }
});

Deno.test("a renewal that AWS throttled is taken again by whoever needs it next", async () => {
  const sessions = new MemoryIdentitySessions();
  sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
  const process = new Process(sessions);
  let throttled = 0;
  process.sts.failure = ({ accessKeyId, subject }) =>
    accessKeyId === "ASIADEV"
      ? refusal("AWS_CREDENTIALS_EXPIRED", false)
      : subject !== FAR && subject !== "AKIAME" && throttled++ === 0
      ? refusal("AWS_THROTTLED", false)
      : undefined;
  await rejects(process.take("far"), { code: "AWS_THROTTLED" });
  await process.take("far");
  deepStrictEqual(process.asked.slice(-2), ["AssumeRole dev", "AssumeRole far"]);
});
