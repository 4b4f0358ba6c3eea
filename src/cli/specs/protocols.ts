import { HELPER_VERBS } from "../../domain/helper/verbs.ts";
import { argument, type Command, defineCommand, option } from "../command/define_command.ts";

/**
 * The help of `atmos-ecr credential`. The program runs it and `kubelet` before it loads the command line, so that Docker does not wait for
 * that.
 */
export const CREDENTIAL: Command = defineCommand({
  name: "credential",
  summary: "run the Docker credential helper protocol",
  description:
    "Implements Docker's credential helper protocol on standard input and output. Uses the identity that the registry is pinned " +
    "to, otherwise the environment's credentials. Does not accept global options.",
  takesGlobalOptions: false,
  arguments: [argument("<verb>", "the action", { choices: HELPER_VERBS })],
  notes: [{
    heading: "Set-up",
    rows: [
      ["atmos-ecr docker install", "registers the helper in Docker's config.json:"],
      [
        '{"credHelpers": {"HOST": "atmos-ecr"}}',
        "Docker then runs docker-credential-atmos-ecr from the PATH",
      ],
    ],
  }],
  examples: [
    ["echo 123456789012.dkr.ecr.eu-west-1.amazonaws.com | atmos-ecr credential get", "what Docker runs"],
  ],
});

/** The help of `atmos-ecr kubelet`. */
export const KUBELET: Command = defineCommand({
  name: "kubelet",
  summary: "run the kubelet image credential provider protocol",
  description:
    "Reads a CredentialProviderRequest from standard input and writes a CredentialProviderResponse. Uses the role of the pod's " +
    "service account, otherwise the identity that the registry is pinned to, otherwise the node's own credentials. " +
    "Does not accept global options.",
  takesGlobalOptions: false,
  options: [option("--check <image>", "show which identity would pull an image, and why; does not call AWS")],
  notes: [{
    heading: "Set-up",
    rows: [["docs/kubernetes/credential-provider-config.yaml", "an example of the kubelet configuration"]],
  }],
  examples: [
    ["atmos-ecr kubelet <request.json", "what the kubelet runs"],
    [
      "atmos-ecr kubelet --check 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app",
      "which identity would pull the image",
    ],
  ],
});
