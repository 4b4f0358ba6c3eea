/** Calls three services of AWS as any program does that is given nothing but its environment. */
import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { ECRPUBLICClient, GetAuthorizationTokenCommand as Public } from "@aws-sdk/client-ecr-public";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** Makes the calls, and ends. */
export async function run(): Promise<void> {
  await new ECRClient({}).send(new GetAuthorizationTokenCommand({}));
  await new ECRPUBLICClient({}).send(new Public({}));
  await new STSClient({}).send(new GetCallerIdentityCommand({}));
  Deno.exit(0);
}

if (import.meta.main) await run();
