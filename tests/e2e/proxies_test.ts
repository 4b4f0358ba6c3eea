/** Everything that AWS is asked goes through the company's proxy, of Debian's own; metadata of the machine never does. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import type { RunOptions } from "../support/sandbox.ts";
import { DEV, DEV_HOST, PROD_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import type { Lab } from "./lab/lab.ts";
import { PROXIES, type RunningProxy } from "./lab/proxies.ts";

const START_URL = "https://acme.awsapps.com/start";
const SSO_YAML = `auth:
  providers:
    acme: {kind: aws/iam-identity-center, start_url: "${START_URL}", region: us-east-1}
  identities:
    person:
      kind: aws/permission-set
      default: true
      via: {provider: acme}
      principal: {name: Deploy, account: {id: "${DEV}"}}
  integrations:
    person/ecr:
      kind: aws/ecr
      via: {identity: person}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
`;

/** Reference: Amazon EC2 user guide, "Use IMDS"; Amazon ECS developer guide, "Task IAM role". */
const METADATA = "169.254.169.254";

/** The environment of a company's machine: all variables, both cases, and the proxy's certificate beside AWS'. */
async function behind(lab: Lab, proxy: RunningProxy, url = proxy.url): Promise<Record<string, string>> {
  const bundle = join(lab.sandbox.root, "bundle.pem");
  const own = lab.environment()["AWS_CA_BUNDLE"] ?? "";
  await Deno.writeTextFile(bundle, await Deno.readTextFile(own) + proxy.certificate);
  return { HTTPS_PROXY: url, HTTP_PROXY: url, AWS_CA_BUNDLE: bundle, SSL_CERT_FILE: bundle };
}

/** Asks the program, which must succeed. */
async function run(
  lab: Lab,
  args: readonly string[],
  env: RunOptions["env"],
  stdin?: string,
): Promise<string> {
  const options = { env: lab.environment(env), ...(stdin === undefined ? {} : { stdin }) };
  const { code, stdout, stderr } = await lab.sandbox.run(args, options);
  strictEqual(code, 0, stderr);
  return stdout;
}

for (const { name, program, start } of PROXIES) {
  inLab(`${name}: logins and the helper go through it`, [program], async (lab) => {
    await using proxy = await start();
    const env = await behind(lab, proxy);
    await run(lab, ["login", "dev/ecr"], env);
    deepStrictEqual(
      new Set(await proxy.asked()),
      new Set(["sts.us-east-1.amazonaws.com:443", "api.ecr.us-east-1.amazonaws.com:443"]),
    );
    await run(lab, ["docker", "install", "--link", lab.bin, PROD_HOST], env);
    const got = JSON.parse(await run(lab, ["credential", "get"], env, PROD_HOST));
    strictEqual(got.Username, "AWS");
    const asked = await proxy.asked();
    ok(asked.includes("api.ecr.eu-west-1.amazonaws.com:443"), asked.join());
  });

  inLab(`${name}: an IAM Identity Center session is refreshed through it`, [program], async (lab) => {
    await using proxy = await start();
    const center = lab.aws.identityCenter({ startUrl: START_URL });
    center.assign({ id: DEV, name: "dev" }, "Deploy");
    await lab.sandbox.write("atmos.yaml", SSO_YAML);
    const sessions = join(lab.sandbox.home, ".cache", "atmos", "aws-sso", "sessions");
    await Deno.mkdir(sessions, { recursive: true, mode: 0o700 });
    const digest = createHash("sha1").update(`${START_URL}|us-east-1`).digest("hex");
    const session = JSON.stringify(center.issueSession({ lifeSeconds: -60 }));
    await Deno.writeTextFile(join(sessions, `${digest}.json`), session, { mode: 0o600 });
    await run(lab, ["token", DEV_HOST], await behind(lab, proxy));
    deepStrictEqual(
      new Set(await proxy.asked()),
      new Set(["oidc", "portal.sso", "api.ecr"].map((service) => `${service}.us-east-1.amazonaws.com:443`)),
    );
    strictEqual(lab.aws.count("sso-oidc", "CreateToken"), 1);
  });

  inLab(`${name}: an AWS profile's web identity and SSO go through it, by AWS_CA_BUNDLE alone`, [
    program,
  ], async (lab) => {
    await using proxy = await start();
    await using issuer = await startFakeActionsOidc();
    const audience = "sts.amazonaws.com";
    const provider = lab.aws.oidcProvider({ account: DEV, issuer: issuer.issuer, audiences: [audience] });
    const pod = lab.aws.role({ account: DEV, name: "pod", trusts: [provider] });
    const center = lab.aws.identityCenter({ startUrl: START_URL });
    center.assign({ id: DEV, name: "dev" }, "Deploy");
    const expired = JSON.stringify(center.issueSession({ lifeSeconds: -60 }));
    const cache = join(lab.sandbox.home, ".aws", "sso", "cache");
    await Deno.mkdir(cache, { recursive: true });
    await Deno.writeTextFile(join(cache, `${createHash("sha1").update("acme").digest("hex")}.json`), expired);
    const tokenFile = join(lab.sandbox.root, "token");
    await Deno.writeTextFile(tokenFile, await issuer.token(audience));
    await Deno.writeTextFile(
      join(lab.sandbox.home, ".aws", "config"),
      `[profile pod]\nrole_arn = ${pod.arn}\nweb_identity_token_file = ${tokenFile}\n` +
        `[profile sso]\nsso_session = acme\nsso_account_id = ${DEV}\nsso_role_name = Deploy\n` +
        `[sso-session acme]\nsso_start_url = ${START_URL}\nsso_region = us-east-1\n`,
    );
    const env = { ...await behind(lab, proxy), SSL_CERT_FILE: undefined };
    const asked: string[] = [];
    for (const [profile, services] of [["pod", ["sts"]], ["sso", ["oidc", "portal.sso"]]] as const) {
      const password = (await run(lab, ["token", DEV_HOST, "--aws-profile", profile], env)).trim();
      match(
        lab.aws.describePassword(password)?.principal ?? "",
        /assumed-role\/(?:pod|AWSReservedSSO_Deploy_)/,
      );
      for (const service of [...services, "api.ecr"]) asked.push(`${service}.us-east-1.amazonaws.com:443`);
    }
    deepStrictEqual(new Set(await proxy.asked()), new Set(asked));
    strictEqual(lab.aws.count("sso-oidc", "CreateToken"), 1);
  });

  inLab(`${name}: metadata does not go through it`, [program], async (lab) => {
    await using proxy = await start();
    await using _metadata = await serveMetadata(lab);
    const env = { ...await behind(lab, proxy), AWS_EC2_METADATA_DISABLED: "false" };
    await lab.sandbox.write("atmos.yaml", "auth: {}\n");
    const got = JSON.parse(await run(lab, ["credential", "get"], env, DEV_HOST));
    strictEqual(got.Username, "AWS");
    deepStrictEqual(new Set(await proxy.asked()), new Set(["api.ecr.us-east-1.amazonaws.com:443"]));
  });
}

for (const { name, program, start } of PROXIES.filter(({ name }) => name.includes("password"))) {
  inLab(`${name}: a wrong one is named, and shown to nobody`, [program], async (lab) => {
    await using proxy = await start();
    const wrong = proxy.url.replace(proxy.password ?? "", "wr0ng-pass");
    const env = lab.environment(await behind(lab, proxy, wrong));
    const { code, stdout, stderr } = await lab.sandbox.run(["login", "dev/ecr"], { env });
    strictEqual(code, 3, stderr);
    // Tinyproxy answers a wrong password with 401, of which the runtime says no more than that there is no tunnel.
    match(stderr, program === "squid" ? /HTTP 407/ : /the proxy did not open a connection/);
    match(stderr, /hint: .*HTTPS_PROXY.*password|hint: .*USER:PASSWORD/i);
    doesNotMatch(stdout + stderr, /wr0ng-pass/);
    deepStrictEqual(lab.aws.requests.length, 0);
  });
}

/** The metadata service of an instance, at its own address, on the loopback device of the tests' network. */
async function serveMetadata(lab: Lab): Promise<AsyncDisposable> {
  const role = lab.aws.role({ account: DEV, name: "machine", trusts: [] });
  const keys = lab.aws.session(role, { name: "i-1" });
  const { success } = await new Deno.Command("ip", {
    args: ["address", "replace", `${METADATA}/32`, "dev", "lo"],
  }).output();
  ok(success);
  const roles = "/latest/meta-data/iam/security-credentials/";
  return Deno.serve({ hostname: METADATA, port: 80, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/latest/api/token" && request.method === "PUT") return new Response("imds-token");
    if (request.headers.get("x-aws-ec2-metadata-token") !== "imds-token") {
      return new Response(null, { status: 401 });
    }
    if (pathname === roles) return new Response("machine");
    if (pathname !== `${roles}machine`) return new Response(null, { status: 404 });
    return Response.json({
      Code: "Success",
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      Token: keys.sessionToken,
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    });
  });
}
