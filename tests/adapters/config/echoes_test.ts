import { ok } from "node:assert/strict";
import { Machine } from "./hostile_repository.ts";

Deno.test("no error repeats what came from a variable or another file", async (t) => {
  const rows: Readonly<Record<string, string>> = {
    realm: "auth: {realm: !env MINE}",
    kind: "auth: {identities: {a: {kind: !env MINE}}}",
    region:
      "auth: {providers: {p: {kind: aws/iam-identity-center, start_url: 'https://a.awsapps.com/start', region: !env MINE}}}",
    start_url:
      "auth: {providers: {p: {kind: aws/iam-identity-center, start_url: !env MINE, region: us-east-1}}}",
    import: "import: [!env MINE]",
    "import list": "import: !env MINE",
    profile: "profiles: {default: !env MINE}",
    "profiles.base_path": "profiles: {base_path: !env MINE, default: p}",
    via:
      "auth: {identities: {a: {kind: aws/assume-role, via: {identity: !env MINE}, principal: {assume_role: 'arn:aws:iam::111122223333:role/x'}}}}",
    "logs.level": "logs: {level: !env MINE}",
    "auth.logs.level": "auth: {logs: {level: !env MINE}}",
    "a file": "auth: {realm: !include mine.txt}",
    "a role":
      "auth: {identities: {a: {kind: aws/assume-role, via: {identity: b}, principal: {assume_role: !env MINE}}}}",
    "a session name":
      "auth: {identities: {a: {kind: aws/assume-role, via: {identity: b}, principal: {assume_role: 'arn:aws:iam::111122223333:role/x', session_name: !env MINE}}}}",
    "a tag":
      "auth: {identities: {a: {kind: aws/assume-role, via: {identity: b}, principal: {assume_role: 'arn:aws:iam::111122223333:role/x', tags: {x: !env MINE}}}}}",
  };
  for (const trusted of [true, false]) {
    for (const [name, text] of Object.entries(rows)) {
      await t.step(`${name}, ${trusted ? "trusted" : "untrusted"}`, async () => {
        await using machine = await Machine.create({
          "project/atmos.yaml": `${text}\n`,
          "project/mine.txt": "S3cret+Of/Mine",
        });
        machine.env.set("MINE", "S3cret+Of/Mine");
        if (trusted) await machine.trusts("project/atmos.yaml");
        const said = await machine.loadAll().then(
          ({ problems }) => problems.map(({ message, hint }) => `${message} ${hint}`).join("\n"),
          (error) => `${error} ${error.hint}`,
        );
        ok(!/S3cret/.test(said), said);
      });
    }
  }
});
