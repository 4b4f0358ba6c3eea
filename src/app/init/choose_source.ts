import { settingText } from "../../domain/aws_files/aws_files.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { askStartUrl } from "./ask_texts.ts";
import { factsOf, usableProfiles } from "./gather_profiles.ts";
import type { InitPorts } from "./init_ports.ts";
import type { InitSource } from "./init_request.ts";

const START_URL = "an IAM Identity Center start URL";
const PROFILES = "profiles in the AWS files";

/** What the user is told where IAM Identity Center is the only choice. */
const NO_AWS_FILES =
  "The AWS files contain no SSO sessions and no profiles with credentials. Without IAM Identity Center, press " +
  "Ctrl-C and run `aws configure` first, or log in to a registry: `atmos-ecr login HOST`";

/**
 * Prompts for what to start from: the AWS files, or a start URL.
 *
 * @throws {UsageError} `SELECTION_REQUIRED` without a terminal.
 * @throws {AwsError} `AWS_PROFILE_INVALID` for files that the AWS CLI rejects.
 */
export async function chooseSource(ports: InitPorts): Promise<InitSource> {
  const { prompter } = ports;
  if (!prompter.interactive) {
    throw new UsageError("No source specified for the configuration", {
      code: "SELECTION_REQUIRED",
      hint:
        "Specify --sso-start-url URL --sso-region REGION --account ID --permission-set NAME --region REGION, " +
        "or --from-aws-profiles [NAME...], or run the command in a terminal",
    });
  }
  const files = await ports.awsFiles();
  const sessions = [...files.ssoSessions].flatMap(([name, section]) => {
    const startUrl = settingText(section, "sso_start_url") ?? "";
    const region = settingText(section, "sso_region") ?? "";
    return startUrl === "" || region === "" ? [] : [{ name, startUrl, region }];
  });
  const { usable } = usableProfiles(factsOf(files, ports));
  const sessionChoice = (name: string): string => `sso-session ${name}`;
  const choices = [
    ...sessions.map(({ name, startUrl }) => ({ name: sessionChoice(name), detail: startUrl })),
    ...(usable.length === 0 ? [] : [{
      name: PROFILES,
      detail: usable.map(({ profile }) => profile.name).slice(0, 5).join(", "),
    }]),
    { name: START_URL },
  ];
  if (choices.length === 1) prompter.tell(`${NO_AWS_FILES}\n`);
  const answer = choices.length === 1
    ? START_URL
    : await prompter.choose("What do you want to start from?", choices);
  if (answer === PROFILES) return { kind: "profiles", names: "all" };
  const session = sessions.find(({ name }) => sessionChoice(name) === answer);
  const sso = { kind: "sso", sets: [], accounts: [] } as const;
  return session === undefined
    ? { ...sso, startUrl: await askStartUrl(ports), region: undefined }
    : { ...sso, startUrl: session.startUrl, region: session.region, session: session.name };
}
