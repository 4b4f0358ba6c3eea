import { listReply } from "../domain/helper/verbs.ts";
import type { HelperPorts } from "./helper_ports.ts";
import type { HelperExitCode } from "./serve.ts";

/** `list`: the registries with a token that has not ended, from the cache alone. Standard input means nothing. */
export async function serveList({ cache, clock, streams }: HelperPorts): Promise<HelperExitCode> {
  const now = clock();
  const logins = (await cache.list()).flatMap(({ host, token }) =>
    token !== undefined && token.expiresAt > now ? [{ host, username: token.username }] : []
  );
  streams.out(`${listReply(logins)}\n`);
  return 0;
}
