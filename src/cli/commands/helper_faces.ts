import type { Command } from "commander";
import { UsageError } from "../../domain/errors/errors.ts";

const CREDENTIAL_HELP = `
Verbs: get, store, erase, list, version

Docker runs this by itself once config.json says so:

  {"credHelpers": {"123456789012.dkr.ecr.eu-west-1.amazonaws.com": "atmos-ecr"}}

for which the program must be on PATH under the name docker-credential-atmos-ecr.

Examples:
  echo 123456789012.dkr.ecr.eu-west-1.amazonaws.com | atmos-ecr credential get
`;

const KUBELET_HELP = `
docs/kubernetes/credential-provider-config.yaml shows how the kubelet is told to run this.
`;

/**
 * `atmos-ecr credential` and `atmos-ecr kubelet`, as far as help goes: the program turns to them before it loads the command line, so
 * that Docker does not wait for it.
 */
export function addHelperFaces(program: Command): void {
  add(program, "credential")
    .summary("answer Docker as its credential helper")
    .description(
      "Speaks Docker's credential helper protocol on standard input and output. The identity is the one that the registry was pinned " +
        "to, else the environment's credentials.",
    )
    .argument("<verb>", "what to do")
    .addHelpText("after", CREDENTIAL_HELP);
  add(program, "kubelet")
    .summary("answer the kubelet as its image credential provider")
    .description(
      "Reads a CredentialProviderRequest from standard input and writes a CredentialProviderResponse.",
    )
    .addHelpText("after", KUBELET_HELP);
}

/** A command that is reached only where it does not come first. */
function add(program: Command, name: string): Command {
  return program.command(name).action(() => {
    throw new UsageError(`Cannot run ${name} after options`, {
      hint: `Run \`atmos-ecr ${name}\`: other programs run it, and no option applies to it`,
    });
  });
}
