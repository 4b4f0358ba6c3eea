import type { AwsCredentials } from "../../../src/domain/identity/credentials.ts";
import { Secret } from "../../../src/domain/secret.ts";
import type { Keys } from "../../fakes/aws/fake_aws.ts";

/** Keys of the fake AWS as the program carries them. */
export function credentialsOf({ accessKeyId, secretAccessKey, sessionToken }: Keys): AwsCredentials {
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(sessionToken === undefined ? {} : { sessionToken: new Secret(sessionToken) }),
  };
}
