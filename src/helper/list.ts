import { listReply } from "../domain/helper/verbs.ts";
import type { HelperPorts } from "./helper_ports.ts";
import type { HelperExitCode } from "./serve.ts";

/** The user name of every login of ECR. Reference: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
const USER_NAME = "AWS";

/**
 * `list`: the registries that are pinned, and those with a token that has not ended. Nobody is asked for one: clients such as regctl
 * look here for what they may ask about. Standard input means nothing.
 */
export async function serveList({ cache, pins, streams }: HelperPorts): Promise<HelperExitCode> {
  const cached = (await cache.hosts()).map((host) => ({ host, username: USER_NAME }));
  // A pin that cannot be used is no reason to hide the others; who asks for its registry is told.
  const pinned = (await pins.survey()).pins.map(({ host }) => ({ host, username: USER_NAME }));
  streams.out(`${listReply([...pinned, ...cached])}\n`);
  return 0;
}
