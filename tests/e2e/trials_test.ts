/** New users, from nothing to a `docker pull` by a real engine, at a real terminal, by typing what the docs and the screens say. */
import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Keys } from "../fakes/aws/fake_aws.ts";
import { OidcIssuer } from "../fakes/oidc/issuer.ts";
import { Desk, type Seat } from "./lab/desk.ts";
import { Engine } from "./lab/engine.ts";
import { DEV, DEV_HOST, PROD, PROD_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import type { Lab } from "./lab/lab.ts";
import type { ClientProgram } from "./requirements.ts";

const START_URL = "https://acme.awsapps.com/start";
const NEEDS: readonly ClientProgram[] = ["docker", "dockerd", "tmux"];

/** Seconds of typing that a trial may take. */
const TYPING_LIMIT = 120;

/** What a person has of AWS: a user in each account, and permission sets by one start URL. */
interface World {
  readonly lab: Lab;
  readonly desk: Desk;
  readonly dev: Keys;
  readonly prod: Keys;
}

function trial(
  name: string,
  { needs = NEEDS, file, ...seat }: Seat & {
    readonly needs?: readonly ClientProgram[];
    readonly file: string;
  },
  test: (world: World) => Promise<void>,
): void {
  inLab(`a new user ${name}`, needs, async (lab) => {
    const center = lab.aws.identityCenter({ startUrl: START_URL });
    center.intervalSeconds = 0.2;
    center.assign({ id: DEV, name: "dev" }, "DeveloperAccess");
    center.assign({ id: PROD, name: "prod" }, "DeveloperAccess");
    center.assign({ id: PROD, name: "prod" }, "AdministratorAccess");
    for (const host of [DEV_HOST, PROD_HOST]) await lab.registry(host).seed("app", ["1"]);
    const dev = lab.aws.user({ account: DEV, name: "ann" });
    const prod = lab.aws.user({ account: PROD, name: "ann-prod" });
    await using engine = await Engine.start(lab);
    await using desk = await Desk.sit(lab, engine, file, seat);
    await test({ lab, desk, dev, prod });
    ok(desk.effort.typing < TYPING_LIMIT, JSON.stringify(desk.effort));
  });
}

/** Pulls, and sees who the registry has let in. */
async function pulls({ lab, desk }: World, host: string, guest: RegExp): Promise<void> {
  const screen = await desk.run(`docker pull ${host}/app:1`);
  ok(screen.includes(`${host}/app:1`) && /Status: /.test(screen), screen);
  const guests = lab.guests(host);
  strictEqual(guests.length, 1, guests.join(" and "));
  match(guests[0] ?? "", guest);
}

async function writeAwsFiles(
  { lab }: World,
  profiles: Readonly<Record<string, { readonly keys: Keys; readonly region?: string }>>,
): Promise<void> {
  const directory = join(lab.sandbox.home, ".aws");
  await Deno.mkdir(directory);
  const credentials = Object.entries(profiles).map(([name, { keys }]) =>
    `[${name}]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`
  );
  const config = Object.entries(profiles).map(([name, { region }]) =>
    `[${name === "default" ? name : `profile ${name}`}]\n${
      region === undefined ? "" : `region = ${region}\n`
    }`
  );
  await Deno.writeTextFile(join(directory, "credentials"), credentials.join(""));
  await Deno.writeTextFile(join(directory, "config"), config.join(""));
}

/** From the offer after `init` to the first pull: the question about the link, if any, is answered by Enter. */
async function takesInstall({ desk }: World): Promise<void> {
  await desk.until("What next?");
  await desk.press("Enter");
  await desk.until("create it in");
  await desk.press("Enter");
}

for (const way of ["browser", "device code"] as const) {
  trial(`begins from a start URL, by the ${way}`, {
    file: `start_url_${way === "browser" ? way : "device"}`,
    columns: way === "browser" ? 80 : 100,
    env: way === "browser" ? { DISPLAY: ":0" } : {},
  }, async (world) => {
    const { desk } = world;
    await desk.enter("atmos-ecr init");
    await desk.until("start URL");
    await desk.enter(START_URL);
    await desk.until("Which region is IAM Identity Center in?");
    await desk.enter("us-east-1");
    await desk.until("Which accounts and permission sets?");
    await desk.press("Tab", "Down", "Down", "Tab");
    const asked = await desk.keep();
    // What a login waits for fits the terminal, and no word of it is broken.
    if (way === "browser") {
      match(
        asked,
        /up to 10 minutes; to use the browser of\s+another machine, pass --device; Ctrl-C cancels/,
      );
    } else match(asked, /Waiting for the login, up to \d+ minutes; Ctrl-C cancels/);
    await desk.press("Enter");
    await desk.until("Which registries?");
    await desk.press("Enter");
    await desk.until("Which regions are the registries in?");
    await desk.enter("us-east-1 eu-west-1");
    await desk.until("Write atmos.yaml?");
    await desk.keep();
    await desk.press("Enter");
    await takesInstall(world);
    match(await desk.ended(), /Next, pull: *\n? *`docker pull 123456789012\S+\/REPOSITORY:TAG`/);
    await pulls(
      world,
      DEV_HOST,
      new RegExp(`^arn:aws:sts::${DEV}:assumed-role/AWSReservedSSO_DeveloperAccess_`),
    );
    await pulls(
      world,
      PROD_HOST,
      new RegExp(`^arn:aws:sts::${PROD}:assumed-role/AWSReservedSSO_DeveloperAccess_`),
    );
    ok((await desk.run("atmos-ecr status")).includes(DEV_HOST));
  });
}

trial("begins from two AWS profiles", { file: "aws_profiles" }, async (world) => {
  const { desk, dev, prod } = world;
  await writeAwsFiles(world, {
    dev: { keys: dev, region: "us-east-1" },
    prod: { keys: prod, region: "eu-west-1" },
  });
  match(await desk.run("atmos-ecr login"), /atmos-ecr init/);
  await desk.enter("atmos-ecr init");
  await desk.until("What do you want to start from?");
  await desk.press("Enter");
  await desk.until("Which profiles?");
  await desk.enter("All");
  await desk.until("Which registries?");
  await desk.press("Enter");
  await desk.until("Write atmos.yaml?");
  ok((await desk.keep()).includes("2 selected: dev, prod"));
  await desk.press("Enter");
  await takesInstall(world);
  await desk.ended();
  await pulls(world, DEV_HOST, /:user\/ann$/);
  await pulls(world, PROD_HOST, /:user\/ann-prod$/);
  ok((await desk.run("atmos-ecr status")).includes(PROD_HOST));
});

trial("begins from a registry's name", { file: "registry_name" }, async (world) => {
  const { desk, dev } = world;
  match(await desk.run(`atmos-ecr login ${DEV_HOST}`), /AWS_CREDENTIALS_MISSING[\s\S]*atmos-ecr init/);
  await writeAwsFiles(world, { default: { keys: dev } });
  match(await desk.run(`atmos-ecr login https://${DEV_HOST}/app:1`), /✓ Logged in to/);
  await pulls(world, DEV_HOST, /:user\/ann$/);
  match(await desk.run("atmos-ecr list"), /atmos-ecr init/);
  await desk.enter(`atmos-ecr docker install ${DEV_HOST}`);
  await desk.until("create it in");
  await desk.press("Enter");
  await desk.ended();
  await desk.run(`docker rmi -f ${DEV_HOST}/app:1`);
  await pulls(world, DEV_HOST, /:user\/ann$/);
  match(await desk.run("atmos-ecr status"), /helper atmos-ecr/);
});

trial("has a profile for each registry, and no atmos.yaml", { file: "profile_each" }, async (world) => {
  const { desk, dev, prod } = world;
  await writeAwsFiles(world, { home: { keys: dev }, work: { keys: prod } });
  await desk.run(`atmos-ecr docker install --link --aws-profile home ${DEV_HOST}`);
  await desk.run(`atmos-ecr docker install --aws-profile work ${PROD_HOST}/app:1`);
  await pulls(world, DEV_HOST, /:user\/ann$/);
  await pulls(world, PROD_HOST, /:user\/ann-prod$/);
  const status = await desk.run("atmos-ecr status");
  match(status, /AWS profile home/);
  match(status, /AWS profile work/);
});

trial(
  "comes from aws ecr get-login-password",
  { file: "from_docker_login", needs: [...NEEDS, "aws"] },
  async (world) => {
    const { desk, dev } = world;
    await writeAwsFiles(world, { default: { keys: dev, region: "us-east-1" } });
    await desk.run(
      `aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin ${DEV_HOST}`,
    );
    match(await desk.run("atmos-ecr status"), /auths/);
    match(await desk.run(`atmos-ecr login ${DEV_HOST}`), /✓ Logged in to/);
    await desk.enter(`atmos-ecr docker install ${DEV_HOST}`);
    await desk.until("create it in");
    await desk.press("Enter");
    await desk.ended();
    await pulls(world, DEV_HOST, /:user\/ann$/);
  },
);

trial("comes from amazon-ecr-credential-helper", {
  file: "from_ecr_login",
  needs: [...NEEDS, "docker-credential-ecr-login"],
  env: { AWS_PROFILE: "home" },
}, async (world) => {
  const { lab, desk, dev, prod } = world;
  await writeAwsFiles(world, { home: { keys: dev }, work: { keys: prod } });
  await lab.sandbox.writeDockerConfig(
    JSON.stringify({ credHelpers: { [DEV_HOST]: "ecr-login", [PROD_HOST]: "ecr-login" } }),
  );
  await pulls(world, DEV_HOST, /:user\/ann$/);
  match(await desk.run(`docker pull ${PROD_HOST}/app:1`), /denied|403|no basic auth/i);
  match(await desk.run("atmos-ecr status"), /other-helper ecr-login/);
  // Without --force nothing is taken over, and the screen says how.
  match(await desk.run(`atmos-ecr docker install --link --aws-profile work ${PROD_HOST}`), /--force/);
  await desk.run(`atmos-ecr docker install --link --force --aws-profile work ${PROD_HOST}`);
  lab.forgetVisits();
  await pulls(world, PROD_HOST, /:user\/ann-prod$/);
  await desk.run(`docker rmi -f ${DEV_HOST}/app:1`);
  await pulls(world, DEV_HOST, /:user\/ann$/);
});

trial("sets a job up", { file: "ci_job", env: { CI: "true" } }, async (world) => {
  const { lab, desk, dev } = world;
  await Deno.writeTextFile(
    join(lab.sandbox.home, "atmos.yaml"),
    `auth:
  identities:
    ci: {kind: aws/ambient, default: true}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: ci}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`,
  );
  await desk.run("export DOCKER_CONFIG=~/job");
  match(await desk.run("atmos-ecr login; echo exit=$?"), /Set AWS_ACCESS_KEY_ID[\s\S]*exit=4/);
  await desk.run(`export AWS_ACCESS_KEY_ID=${dev.accessKeyId} AWS_SECRET_ACCESS_KEY=${dev.secretAccessKey}`);
  match(await desk.run("atmos-ecr login"), /✓ Logged in to/);
  await pulls(world, DEV_HOST, /:user\/ann$/);
  match(await desk.run("atmos-ecr logout --all"), /✓ Logged out/);
  strictEqual(await Deno.readTextFile(join(lab.sandbox.home, "job", "config.json")), `{\n\t"auths": {}\n}`);
});

trial("takes a role with a job's own token, by variables and by a profile", {
  file: "ci_token",
  env: { GITLAB_CI: "true" },
}, async (world) => {
  const { lab, desk } = world;
  const issuer = new OidcIssuer("https://gitlab.example.com");
  const provider = lab.aws.oidcProvider({ account: DEV, issuer, audiences: ["sts.amazonaws.com"] });
  const role = lab.aws.role({ account: DEV, name: "ci", trusts: [provider] });
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: "sts.amazonaws.com", sub: "project_path:acme/app", iat: now, exp: now + 3600 };
  const token = join(lab.sandbox.home, "token");
  await Deno.writeTextFile(token, issuer.sign(claims));
  await Deno.mkdir(join(lab.sandbox.home, ".aws"));
  await Deno.writeTextFile(
    join(lab.sandbox.home, ".aws", "config"),
    `[profile job]\nrole_arn = ${role.arn}\nweb_identity_token_file = ${token}\nregion = us-east-1\n`,
  );
  const guest = new RegExp(`^arn:aws:sts::${DEV}:assumed-role/ci/`);
  match(await desk.run(`atmos-ecr login ${DEV_HOST} --aws-profile job`), /✓ Logged in to/);
  await pulls(world, DEV_HOST, guest);
  await desk.run(`docker logout ${DEV_HOST}; docker rmi -f ${DEV_HOST}/app:1`);
  await desk.run(`export AWS_ROLE_ARN=${role.arn} AWS_WEB_IDENTITY_TOKEN_FILE=${token}`);
  match(await desk.run(`atmos-ecr login ${DEV_HOST}`), /✓ Logged in to/);
  await pulls(world, DEV_HOST, guest);
});

trial("has no directory to write on the PATH", { file: "no_own_bin", ownBin: false }, async (world) => {
  const { lab, desk, dev } = world;
  await writeAwsFiles(world, { default: { keys: dev } });
  const screen = await desk.run(`atmos-ecr docker install --link ${DEV_HOST}`);
  if (screen.includes("DOCKER_HELPER_MISSING")) {
    // From source there is nothing to be beside of.
    match(screen, /[Aa]dd ~\/\.local\/bin/);
    return;
  }
  ok(screen.includes(`Created ${join(lab.bin, "docker-credential-atmos-ecr")}`), screen);
  await pulls(world, DEV_HOST, /:user\/ann$/);
});
