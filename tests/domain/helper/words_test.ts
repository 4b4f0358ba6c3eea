import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import {
  AwsError,
  ConfigError,
  LoginError,
  LookupError,
  UsageError,
} from "../../../src/domain/errors/errors.ts";
import { pinnedOtherwise } from "../../../src/domain/helper/pin_conflict.ts";
import {
  defectLine,
  failureLine,
  installCommand,
  loginCommand,
  notPinnedLine,
  requestLine,
  staleLine,
} from "../../../src/domain/helper/words.ts";
import { HOST, pin, tokenLeft } from "../../support/helper_fixtures.ts";

const REMEDY = { hint: "Run `aws sso login`" };

Deno.test("pinnedOtherwise() names the command that pins the registry to the principal of the login", () => {
  const files = { configFile: "/home/user/.aws/config", credentialsFile: "/home/user/.aws/credentials" };
  const { integration: _none, ...byHand } = pin({ identity: "ops", profiles: ["ci"] });
  for (
    const [wanted, command] of [
      [pin(), `docker install ${HOST} --chdir /home/user/infra --repin\``],
      [byHand, `docker install ${HOST} --identity ops --chdir /home/user/infra --profile ci --repin\``],
      [
        { kind: "aws-profile", host: HOST, profile: "my work", ...files },
        `docker install ${HOST} --aws-profile 'my work' --repin\``,
      ],
      [{ kind: "environment", host: HOST }, `docker install ${HOST} --repin\` outside of a project`],
    ] as const
  ) {
    const { hint } = pinnedOtherwise(HOST, pin({ identity: "other" }), wanted);
    strictEqual(hint, `Run \`atmos-ecr ${command} to pin it to this one`);
  }
});

Deno.test("failureLine() names the command that logs in to a pinned registry", () => {
  strictEqual(
    failureLine(new AwsError("AWS_CREDENTIALS_EXPIRED", "The session has expired", REMEDY), pin()),
    "atmos-ecr: The session has expired. Run `atmos-ecr login dev/ecr --chdir /home/user/infra`",
  );
  // No login attaches a role to an instance, or sets a variable of Docker's.
  strictEqual(
    failureLine(new AwsError("AWS_CREDENTIALS_MISSING", "x", { hint: "Attach an instance profile" }), pin()),
    "atmos-ecr: x. Attach an instance profile",
  );
  strictEqual(
    failureLine(new AwsError("AWS_CREDENTIALS_MISSING", "x"), pin()),
    "atmos-ecr: x. Run `atmos-ecr login dev/ecr --chdir /home/user/infra`",
  );
  strictEqual(
    failureLine(new AwsError("AWS_CREDENTIALS_MISSING", "There are none", REMEDY), undefined),
    "atmos-ecr: There are none. Run `aws sso login`",
  );
  strictEqual(
    failureLine(
      new LoginError("LOGIN_REQUIRED", "x", { hint: "Run `atmos-ecr auth login --provider sso`" }),
      pin(),
    ),
    "atmos-ecr: x. Run `atmos-ecr login dev/ecr --chdir /home/user/infra`",
  );
  // Only the profile tells by which of its commands the AWS CLI logs in.
  for (const login of [pin(), { kind: "environment", host: HOST } as const]) {
    strictEqual(
      failureLine(
        new LoginError("LOGIN_REQUIRED", "x", { hint: "Run `aws login --profile dev`, then try again" }),
        login,
      ),
      "atmos-ecr: x. Run `aws login --profile dev`, then try again",
    );
  }
  // A profile that does not exist, or has keys, is not helped by a login of the AWS CLI.
  strictEqual(
    failureLine(new AwsError("AWS_CREDENTIALS_MISSING", "x", { hint: "Use an existing profile" }), {
      kind: "aws-profile",
      host: HOST,
      profile: "work",
      configFile: "/c",
      credentialsFile: "/d",
    }),
    `atmos-ecr: x. Use an existing profile. To use another profile, run \`atmos-ecr docker install ${HOST} --aws-profile NAME\``,
  );
  // A hint that names a command of ours knows better.
  match(
    failureLine(
      new AwsError("AWS_CREDENTIALS_EXPIRED", "x", { hint: "Run `atmos-ecr auth login -i sso`" }),
      pin(),
    ),
    /x\. Run `atmos-ecr auth login -i sso`$/,
  );
});

Deno.test("failureLine() names the command to pin again if the configuration has changed", () => {
  strictEqual(
    failureLine(
      new LookupError("IDENTITY_NOT_FOUND", 'Cannot find identity "x"', { hint: "Is it y" }),
      pin(),
    ),
    `atmos-ecr: Cannot find identity "x". Is it y, or run \`atmos-ecr docker install ${HOST} --chdir /home/user/infra\``,
  );
  match(
    failureLine(new LookupError("IDENTITY_NOT_FOUND", "Cannot find it"), pin({ integration: undefined })),
    /run `atmos-ecr docker install \S+ --identity NAME --chdir \/home\/user\/infra`$/,
  );
  match(
    failureLine(new ConfigError("CONFIG_NOT_FOUND", "Cannot find it", { hint: "Restore it" }), pin()),
    /Restore it, or run `atmos-ecr docker install \S+` in the directory where its atmos\.yaml is now$/,
  );
  match(
    failureLine(
      new ConfigError("CONFIG_SYNTAX", "Cannot read", { position: { file: "/a.yaml", line: 3, column: 4 } }),
      pin(),
    ),
    /^atmos-ecr: \/a\.yaml:3:4: Cannot read\. Correct it, or run `atmos-ecr docker install /,
  );
  match(failureLine(new AwsError("AWS_DENIED", "AWS refused", { hint: "Ask" }), pin()), /AWS refused\. Ask$/);
});

Deno.test("every line is one line, safe for a terminal, and not endless", () => {
  const nasty = `a\nb\r\u001b]0;x\u0007\u202e${"z".repeat(5000)}`;
  for (
    const line of [
      failureLine(new UsageError(nasty, { hint: nasty }), undefined),
      staleLine(new AwsError("AWS_UNREACHABLE", nasty), tokenLeft(100)),
      failureLine(
        new AwsError("AWS_CREDENTIALS_EXPIRED", "x"),
        pin({ integration: nasty, files: [`/${nasty}`] }),
      ),
      requestLine(nasty),
      defectLine(Object.assign(new Error("secret"), { name: nasty })),
    ]
  ) {
    doesNotMatch(line, /[\p{Cc}\u202e]/u);
    strictEqual(line.length < 1100, true);
  }
  strictEqual(
    defectLine(new TypeError("a secret")),
    "atmos-ecr: Unexpected TypeError: this is a bug in atmos-ecr",
  );
  strictEqual(defectLine("a secret"), "atmos-ecr: Unexpected failure: this is a bug in atmos-ecr");
});

Deno.test("staleLine() contains the expiry of the token", () => {
  strictEqual(
    staleLine(new AwsError("AWS_UNREACHABLE", "AWS did not answer"), tokenLeft(3600)),
    "atmos-ecr: AWS did not answer. Using the cached token, which is valid until 2026-03-01 13:00 UTC",
  );
});

Deno.test("loginCommand() can be pasted into a shell", () => {
  const { integration: _none, ...byHand } = pin({
    identity: "it's; rm -rf /",
    files: ["/a b/atmos.yaml", "/c.yaml"],
    named: true,
    profiles: ["ci"],
  });
  strictEqual(
    loginCommand(byHand),
    `atmos-ecr login --registry ${HOST} --identity 'it'\\''s; rm -rf /' --config '/a b/atmos.yaml' --config /c.yaml ` +
      "--profile ci",
  );
  strictEqual(
    installCommand(byHand),
    `atmos-ecr docker install ${HOST} --identity 'it'\\''s; rm -rf /' --config '/a b/atmos.yaml' --config /c.yaml ` +
      "--profile ci",
  );
  const profile = {
    kind: "aws-profile",
    host: HOST,
    profile: "my work",
    configFile: "/c",
    credentialsFile: "/d",
  } as const;
  // Without the profile, it would be the environment's credentials where the registry is not pinned yet.
  strictEqual(loginCommand(profile), `atmos-ecr login ${HOST} --aws-profile 'my work'`);
  strictEqual(loginCommand(profile, "Run `aws login --profile x`, then try again"), "aws login --profile x");
  strictEqual(installCommand(profile), `atmos-ecr docker install ${HOST} --aws-profile 'my work'`);
  strictEqual(installCommand({ kind: "environment", host: HOST }), `atmos-ecr docker install ${HOST}`);
});

Deno.test("notPinnedLine() names the directory and the solutions", () => {
  strictEqual(
    notPinnedLine(HOST, { directory: "/home/me/.docker/atmos-ecr", isVariableSet: false }),
    `atmos-ecr: ${HOST} is not pinned in /home/me/.docker/atmos-ecr (DOCKER_CONFIG is unset): ` +
      `run atmos-ecr docker install ${HOST}, set DOCKER_CONFIG, or use the helper's name ecr-login`,
  );
  match(
    notPinnedLine(HOST, { directory: "/d/atmos-ecr", isVariableSet: true }),
    /in \/d\/atmos-ecr \(DOCKER_CONFIG\): /,
  );
  match(notPinnedLine(HOST, { directory: undefined, isVariableSet: false }), /no home directory/);
});
