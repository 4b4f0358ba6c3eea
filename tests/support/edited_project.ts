import { dirname, join } from "node:path";

/** The account of the roles. */
const DEV = "222233334444";

/** The ARN of a role. */
export const ROLE = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

/** Files of a project in which everything that decides a principal is said in another place. */
export const FILES: Readonly<Record<string, string>> = {
  "atmos.yaml": `import: [imported.yaml]
auth:
  identities:
    builder: {kind: aws/user, credentials: {access_key_id: !env BUILDER_KEY, secret_access_key: !env BUILDER_SECRET}}
    other: {kind: aws/user, credentials: {access_key_id: !env OTHER_KEY, secret_access_key: !env OTHER_SECRET}}
    env: {kind: aws/ambient}
    role:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "${ROLE(DEV, "deploy")}", session_name: me, tags: {team: a}}
    hop: {kind: aws/assume-role, via: {identity: role}, principal: {assume_role: "${ROLE(DEV, "hop")}"}}
    by-env: {kind: aws/assume-role, via: {identity: env}, principal: {assume_role: "${ROLE(DEV, "deploy")}"}}
    by-variable: {kind: aws/assume-role, via: {identity: builder}, principal: {assume_role: !env ATMOS_ROLE}}
    by-include: {kind: aws/assume-role, via: {identity: builder}, principal: !include included.yaml}
    by-drop-in: {kind: aws/assume-role, via: {identity: builder}}
`,
  "imported.yaml":
    `auth: {identities: {by-import: {kind: aws/assume-role, via: {identity: builder}, principal: {assume_role: "${
      ROLE(DEV, "deploy")
    }"}}}}\n`,
  "included.yaml": `assume_role: "${ROLE(DEV, "deploy")}"\n`,
  ".atmos.d/role.yaml": `auth: {identities: {by-drop-in: {principal: {assume_role: "${
    ROLE(DEV, "deploy")
  }"}}}}\n`,
  "profiles/ci/atmos.yaml": "{}\n",
};

/** Writes files below a directory; undefined for one that goes. */
export async function writeFiles(
  directory: string,
  files: Readonly<Record<string, string | undefined>> | undefined,
): Promise<void> {
  for (const [name, content] of Object.entries(files ?? {})) {
    const path = join(directory, name);
    if (content === undefined) await Deno.remove(path);
    else {
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, content);
    }
  }
}
