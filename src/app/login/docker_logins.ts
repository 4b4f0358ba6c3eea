import { hostOfKey } from "../../domain/docker/auth_entry.ts";
import { answeringSource } from "../../domain/docker/docker_answer.ts";
import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import {
  type LoginDestination,
  loginDestination,
  storeWithLogin,
} from "../../domain/docker/login_destination.ts";
import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import { parseHost, type Registry } from "../../domain/registry/registry.ts";
import type { Secret } from "../../domain/secret.ts";
import { type EcrToken, encodeDockerAuth } from "../../domain/token/ecr_token.ts";
import { isCredibleExpiry, passwordExpiry } from "../../domain/token/password_expiry.ts";
import type { AppContext } from "../../ports/context.ts";
import type { CredentialStores, DockerConfigStore } from "../../ports/docker.ts";
import type { LoginClocks } from "../../ports/state.ts";
import { asExpectedError, reportedElsewhere } from "../expected_error.ts";

/** Where the logins of some hosts are stored, by host. */
export type Destinations = ReadonlyMap<string, LoginDestination>;

/** Failures by host; a host that is absent succeeded. */
export type Failures = ReadonlyMap<string, AtmosEcrError>;

/** Docker's logins, in its configuration or in a credential store. */
export class DockerLogins {
  readonly #config: DockerConfigStore;
  #last: DockerConfigDocument | undefined;
  readonly #stores: CredentialStores;
  readonly #clocks: LoginClocks | undefined;

  /** @param clocks Determines the expiry of logins if the clocks differed; not used if absent. */
  constructor(config: DockerConfigStore, stores: CredentialStores, clocks?: LoginClocks) {
    this.#config = config;
    this.#stores = stores;
    this.#clocks = clocks;
  }

  /** Path of Docker's configuration. */
  get path(): string {
    return this.#config.path;
  }

  /** Docker's directory, for `DOCKER_CONFIG`. */
  get directory(): string {
    return this.path.replace(/[\\/][^\\/]*$/, "");
  }

  /**
   * Where logins of these hosts would be stored.
   *
   * @throws {DockerError} `DOCKER_CONFIG_INVALID`, `DOCKER_CONFIG_UNWRITABLE`, before AWS is called.
   */
  async destinations(hosts: readonly string[]): Promise<Destinations> {
    const document = await this.#document();
    return new Map(hosts.map((host) => [host, loginDestination(document, host)]));
  }

  /** Fails early if logins that go to the file could not be written. @throws {DockerError} `DOCKER_CONFIG_UNWRITABLE`. */
  async checkWritable(destinations: Destinations): Promise<void> {
    if ([...destinations.values()].some(({ kind }) => kind === "file")) await this.#config.checkWritable();
  }

  /**
   * Stores each token in the file or the credential store; the file is written once for all hosts. Hosts that our own helper serves are
   * left to {@linkcode fillCache}.
   *
   * @returns `moved`: hosts whose logins Docker no longer reads from the file, as another process has just changed that. They are not stored.
   */
  async put(
    tokens: ReadonlyMap<string, EcrToken>,
    destinations: Destinations,
  ): Promise<{ readonly failures: Failures; readonly moved: readonly string[] }> {
    const failures = new Map<string, AtmosEcrError>();
    let moved: readonly string[] = [];
    const auths: [string, string][] = [];
    for (const [host, token] of tokens) {
      const destination = destinations.get(host);
      if (destination?.kind === "helper") continue;
      if (destination?.kind !== "store") {
        auths.push([host, encodeDockerAuth(token)]);
        await this.#clocks?.note(token.password, token.expiresAt);
        continue;
      }
      // One after another: keychains lose logins if several programs write at once (docker-credential-helpers#333).
      await collect(failures, [host], () =>
        this.#stores.store(destination.name, {
          serverUrl: host,
          username: token.username,
          password: token.password,
        }));
    }
    await collect(
      failures,
      auths.map(([host]) => host),
      () =>
        this.#edit((document) => {
          const isHere = (host: string): boolean => loginDestination(document, host).kind === "file";
          moved = auths.flatMap(([host]) => isHere(host) ? [] : [host]);
          return document.setAuths(auths.filter(([host]) => isHere(host)));
        }),
    );
    return { failures, moved: moved.filter((host) => !failures.has(host)) };
  }

  /**
   * Removes the logins of these hosts from the file, and from the default store if one is set, even if Docker uses a helper for a host now:
   * an earlier login is still in the store, and Docker would use it again without the helper.
   */
  async remove(hosts: readonly string[]): Promise<Failures> {
    const failures = new Map<string, AtmosEcrError>();
    const document = await this.#document();
    for (const host of hosts) {
      const store = storeWithLogin(document, host);
      if (store === undefined) continue;
      const mayFailToStart = loginDestination(document, host).kind !== "store";
      await collect(failures, [host], () => this.#stores.erase(store, host, { mayFailToStart }));
    }
    await collect(failures, hosts, () => this.#edit((document) => document.removeAuths(hosts)));
    return failures;
  }

  /** The logins in the file that Docker uses for these hosts, by host: after {@linkcode remove}, those under other keys. */
  async keysInUse(hosts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const document = await this.#document();
    return new Map(hosts.flatMap((host) => {
      const source = answeringSource(document, host);
      return source.kind === "auths" ? [[host, source.key]] : [];
    }));
  }

  /** Which of these hosts have a login in the file or, as far as can be determined, in the default store. */
  async present(hosts: readonly string[]): Promise<string[]> {
    const document = await this.#document();
    const inFile = document.authHosts;
    return hosts.filter((host) => storeWithLogin(document, host) !== undefined || inFile.has(host));
  }

  /** Every ECR registry with a login in the file or, as far as can be determined, in the default store. */
  async registries(): Promise<readonly Registry[]> {
    const document = await this.#document();
    const store = storeWithLogin(document);
    // One that cannot list its logins has none that could be found.
    const stored = store === undefined ? [] : await this.#stores.list?.(store).catch(reportedElsewhere) ?? [];
    return [...document.authHosts, ...stored.map(hostOfKey)].flatMap((host) => parseHost(host) ?? []);
  }

  /** Which of these hosts Docker can log in to at a time, as far as can be determined; our own helper takes care of its hosts. */
  async lasting(hosts: readonly string[], now: Date): Promise<string[]> {
    const document = await this.#document();
    const lasting: string[] = [];
    for (const host of hosts) {
      if (loginDestination(document, host).kind !== "file" || await this.#lasts(document, host, now)) {
        lasting.push(host);
      }
    }
    return lasting;
  }

  async #lasts(document: DockerConfigDocument, host: string, now: Date): Promise<boolean> {
    for (const { login } of document.authsOf(host)) {
      if (login === undefined) continue;
      if (passwordExpiry(login.password) === undefined) return true;
      const end = await loginEnd(login.password, { clock: () => now, loginClocks: this.#clocks });
      if (end !== undefined && end > now) return true;
    }
    return false;
  }

  /** Why Docker ignores the file or logins in it, as sentences. */
  async notes(): Promise<string[]> {
    return (await this.#document()).unreadNotes;
  }

  async #document(): Promise<DockerConfigDocument> {
    return this.#parse(await this.#config.read());
  }

  /** The document of a text; that of the last one, if it is the same: parsing takes most of the time for a large file. */
  #parse(text: string | undefined): DockerConfigDocument {
    if (this.#last === undefined || this.#last.text !== text) {
      this.#last = DockerConfigDocument.parse(text, this.#config.path);
    }
    return this.#last;
  }

  async #edit(change: (document: DockerConfigDocument) => DockerConfigDocument): Promise<void> {
    await this.#config.update((text) => change(this.#parse(text)).text);
  }
}

/** What determines the expiry of a login; without stored clock differences, only the login itself. */
export interface LoginEndPorts extends Pick<AppContext, "clock"> {
  readonly loginClocks?: LoginClocks | undefined;
}

/** The expiry of a login in Docker's configuration, by this machine's clock; undefined if unknown. */
export async function loginEnd(
  password: Secret,
  { clock, loginClocks }: LoginEndPorts,
): Promise<Date | undefined> {
  const awsEnd = passwordExpiry(password);
  if (awsEnd === undefined) return undefined;
  const known = await loginClocks?.ownEnd(password, awsEnd);
  return known ?? (isCredibleExpiry(awsEnd, clock()) ? awsEnd : undefined);
}

/** Runs work for some hosts, and records its failure for each of them. */
async function collect(
  failures: Map<string, AtmosEcrError>,
  hosts: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  if (hosts.length === 0) return;
  try {
    await work();
  } catch (error) {
    const failure = asExpectedError(error);
    for (const host of hosts) failures.set(host, failure);
  }
}
