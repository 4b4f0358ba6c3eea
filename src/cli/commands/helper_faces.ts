import { Argument, type Command } from "commander";
import { UsageError } from "../../domain/errors/errors.ts";
import { HELPER_VERBS } from "../../domain/helper/verbs.ts";
import { addExamples, addSection, type HelpSection } from "../help/help_sections.ts";

const SET_UP: HelpSection = {
  heading: "Set-up",
  rows: [
    ["atmos-ecr docker install", "writes this into Docker's config.json, and more:"],
    ['{"credHelpers": {"HOST": "atmos-ecr"}}', "Docker then runs docker-credential-atmos-ecr from the PATH"],
  ],
};

const KUBELET_SET_UP: HelpSection = {
  heading: "Set-up",
  rows: [["docs/kubernetes/credential-provider-config.yaml", "shows how the kubelet is told to run this"]],
};

/**
 * `atmos-ecr credential` and `atmos-ecr kubelet`, as far as help goes: the program turns to them before it loads the command line, so
 * that Docker does not wait for it.
 */
export function addHelperFaces(program: Command): void {
  const credential = add(program, "credential")
    .summary("answer Docker as its credential helper")
    .description(
      "Speaks Docker's credential helper protocol on standard input and output. The identity is the one that the registry was pinned " +
        "to, else the environment's credentials.",
    )
    .addArgument(new Argument("<verb>", "what to do").choices(HELPER_VERBS));
  addExamples(addSection(credential, SET_UP), [
    ["echo 123456789012.dkr.ecr.eu-west-1.amazonaws.com | atmos-ecr credential get", "what Docker asks"],
  ]);
  const kubelet = add(program, "kubelet")
    .summary("answer the kubelet as its image credential provider")
    .description(
      "Reads a CredentialProviderRequest from standard input and writes a CredentialProviderResponse. The role that the pod's " +
        "service account names answers, else the identity that the registry was pinned to, else the node's own credentials.",
    )
    .option("--check <image>", "say who would pull an image, and why, and ask nobody");
  addExamples(addSection(kubelet, KUBELET_SET_UP), [
    ["atmos-ecr kubelet <request.json", "what the kubelet asks"],
    ["atmos-ecr kubelet --check 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app", "who would pull it"],
  ]);
}

/** A command that is reached only where it does not come first. */
function add(program: Command, name: string): Command {
  return program.command(name).action(() => {
    throw new UsageError(`Cannot run ${name} after options`, {
      hint: `Run \`atmos-ecr ${name}\`: other programs run it, and no option applies to it`,
    });
  });
}
