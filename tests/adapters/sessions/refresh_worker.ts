/**
 * One of several processes in which many logins need the same session at once. Arguments: the directory of sessions, the address of
 * AWS, how many logins. Prints the access tokens that they got, one a line.
 *
 * @module
 */
import { SdkSsoOidc } from "../../../src/adapters/aws/calls/sdk_sso_oidc.ts";
import { SdkSsoPortal } from "../../../src/adapters/aws/calls/sdk_sso_portal.ts";
import { SsoSessionFiles } from "../../../src/adapters/sessions/sso_session_files.ts";
import { SsoLogin } from "../../../src/app/identities/identity_center/sso_login.ts";
import { DEFAULT_LOGIN_OPTIONS } from "../../../src/app/identities/contract/identity_step.ts";
import { NO_NOTES } from "../../../src/ports/terminal.ts";
import { memorySso } from "../../fakes/memory_sso.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import { FixedEnvironment } from "../aws/fixed_environment.ts";

const [directory = "", url = "", count = ""] = Deno.args;
const adapter = { environment: new FixedEnvironment({ AWS_ENDPOINT_URL: url }), clock: () => new Date() };
const center = {
  name: "acme-sso",
  startUrl: "https://acme.awsapps.com/start",
  region: "us-east-1",
  autoProvision: false,
};

/** As a process of its own would: nothing is shared but the directory. */
async function logIn(): Promise<string> {
  const login = new SsoLogin({
    ...memorySso(),
    ...adapter,
    oidc: new SdkSsoOidc(adapter),
    portal: new SdkSsoPortal(adapter),
    sessions: new SsoSessionFiles(directory, { notes: NO_NOTES }),
    prompter: NON_INTERACTIVE_PROMPTER,
    options: DEFAULT_LOGIN_OPTIONS,
  });
  return (await login.session(center, { deadline: new PatientDeadline() })).accessToken.expose();
}

const tokens = await Promise.all(Array.from({ length: Number(count) }, logIn));
await Deno.stdout.write(new TextEncoder().encode(tokens.join("\n")));
