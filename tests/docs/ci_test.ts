/** The recipes of docs/ci.md: what each runs of this program, with credentials as that place has them. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { CREDENTIAL_SOURCES } from "../program/credential_sources.ts";
import { openSource } from "../program/opened_source.ts";
import { World } from "../program/world.ts";
import { documents, fencesOf } from "./markdown.ts";

/** Heading → the sources of credentials that a job has there. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  "GitLab CI": ["a web identity of variables"],
  "Jenkins on EC2": ["instance metadata by IPv4"],
  "Buildkite": ["a web identity of variables", "instance metadata by IPv4"],
  "AWS CodeBuild": ["a task of ECS"],
};

const TEXT = (await documents()).get("docs/ci.md") ?? "";
const SECTIONS = new Map(
  TEXT.split(/^### /m).slice(1).map((section) =>
    [section.split("\n")[0] ?? "", section.split(/^## /m)[0] ?? ""] as const
  ),
);

Deno.test("every recipe of docs/ci.md is run here", () => {
  deepStrictEqual([...SECTIONS.keys()].toSorted(), Object.keys(PLACES).toSorted());
});

for (const [place, sources] of Object.entries(PLACES)) {
  for (const source of CREDENTIAL_SOURCES.filter(({ name }) => sources.includes(name))) {
    Deno.test({
      name: `docs/ci.md, ${place}: with ${source.name}`,
      ignore: source.ignore ?? false,
      fn: async () => {
        const config = fencesOf("docs/ci.md", TEXT).find(({ text }) => text.includes("role/pull"))?.text ??
          "";
        await using world = await World.create(config);
        world.aws.role({ account: "123456789012", name: "pull", trusts: ["*"] });
        await using opened = await openSource(source, world);
        const calls = [...(SECTIONS.get(place) ?? "").matchAll(/^[ -]*(?:sh ')?atmos-ecr ([^'\n]+)'?$/gm)]
          .map(([, args = ""]) => args.split(" "));
        ok(calls.length > 0);
        for (const args of calls) {
          const env = { ...world.aws.environment(), ...opened.env, CI: "true" };
          const { code, stderr } = await world.run(args, { env });
          strictEqual(code, 0, stderr);
        }
        const host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        match(await world.principalOf(host) ?? "", /:assumed-role\/pull\//);
      },
    });
  }
}
