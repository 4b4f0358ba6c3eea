import type { AwsFiles } from "../../domain/aws_files/aws_files.ts";
import type { AmbientCredentials, CallerIdentities } from "../../ports/aws.ts";
import type { ConfigDrafts } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";
import type { SsoPortal } from "../../ports/sso.ts";
import type { ConfigPorts } from "../config/load_auth.ts";
import type { SsoLogin } from "../identities/identity_center/sso_login.ts";

/** The AWS ports, created only if AWS is called. */
export interface InitAws {
  readonly login: Pick<SsoLogin, "session">;
  readonly portal: SsoPortal;
  readonly ambient: AmbientCredentials;
  readonly callers: CallerIdentities;
}

/** What `init` needs. */
export interface InitPorts extends ConfigPorts, Pick<AppContext, "environment" | "prompter" | "deadlines"> {
  readonly drafts: ConfigDrafts;
  awsFiles(): Promise<AwsFiles>;
  aws(): Promise<InitAws>;
}
