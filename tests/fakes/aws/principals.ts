/**
 * Who may sign requests: the fake's IAM.
 *
 * @module
 */
import { randomId, randomSecret, randomSessionToken } from "./access_keys.ts";
import type { Partition } from "./partitions.ts";

/** An identity that a request can be made as. */
export interface Principal {
  readonly kind: "user" | "role-session" | "root-session";
  readonly account: string;
  /** As `GetCallerIdentity` shows it. */
  readonly arn: string;
  readonly userId: string;
  /** The role behind a role session, as IAM names it. */
  readonly roleArn?: string;
}

/** A role: not a principal itself, it is assumed. */
export interface Role {
  readonly account: string;
  readonly name: string;
  readonly arn: string;
  readonly roleId: string;
  /** ARNs of users, roles, role sessions or account roots, account IDs, or `*`. */
  readonly trusts: readonly string[];
  readonly externalId: string | undefined;
  readonly requiresMfa: boolean;
  readonly subjects: readonly string[] | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** Tags of a session, and which of them go on to the sessions that it opens. */
export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

/** A session without tags. */
const NO_TAGS: SessionTags = { tags: {}, transitiveTagKeys: [] };

/** What signs a request. */
export interface Credential extends SessionTags {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only of temporary credentials. */
  readonly sessionToken: string | undefined;
  readonly principal: Principal;
  /** How it came to be: a key that a person made, or the STS action. */
  readonly origin:
    | "long-lived"
    | "GetSessionToken"
    | "AssumeRole"
    | "AssumeRoleWithWebIdentity"
    | "AssumeRoleWithSAML"
    | "AssumeRoot";
  /** Whether a second factor was shown for it. */
  readonly hasMfa: boolean;
  /** Milliseconds since the epoch; never for long-lived keys. */
  readonly expiresAt: number | undefined;
}

/** What is said of a new session; without a word of them it has neither a second factor nor tags. */
export type SessionFacts =
  & { readonly origin: Credential["origin"]; readonly expiresAt: number }
  & Partial<Pick<Credential, "hasMfa" | keyof SessionTags>>;

/** Which role to make. */
export interface RoleOptions {
  readonly account: string;
  readonly name: string;
  /** ARNs of users, roles, role sessions, account roots or OIDC providers, account IDs, or `*`. */
  readonly trusts: readonly string[];
  readonly externalId?: string;
  /** Refuses callers without a second factor. @default {false} */
  readonly requiresMfa?: boolean;
  /** Which subjects of a trusted OIDC provider may come in, `*` for any text. @default {all} */
  readonly subjects?: readonly string[];
  /** Seconds, 3600 to 43200. @default {3600} */
  readonly maxSessionDuration?: number;
}

/** Users, roles, sessions, and what each may do. Everything is allowed until it is denied. */
export class Principals {
  readonly #partitions = new Map<string, Partition>();
  readonly #roles = new Map<string, Role>();
  readonly #credentials = new Map<string, Credential>();
  readonly #denied = new Set<string>();
  readonly #organizations: { readonly management: string; readonly members: readonly string[] }[] = [];
  readonly #registryReaders = new Map<string, Set<string>>();

  /** Sets the partition of an account; accounts that are not named lie in `aws`. */
  setPartition(account: string, partition: Partition): void {
    this.#partitions.set(account, partition);
  }

  partitionOf(account: string): Partition {
    return this.#partitions.get(account) ?? "aws";
  }

  addUser(account: string, name: string): Credential {
    const arn = `arn:${this.partitionOf(account)}:iam::${account}:user/${name}`;
    const principal: Principal = { kind: "user", account, arn, userId: randomId("AIDA") };
    return this.#keep({
      accessKeyId: randomId("AKIA"),
      secretAccessKey: randomSecret(),
      sessionToken: undefined,
      principal,
      origin: "long-lived",
      hasMfa: false,
      ...NO_TAGS,
      expiresAt: undefined,
    });
  }

  addRole(options: RoleOptions): Role {
    const role: Role = {
      account: options.account,
      name: options.name,
      arn: `arn:${this.partitionOf(options.account)}:iam::${options.account}:role/${options.name}`,
      roleId: randomId("AROA"),
      trusts: [...options.trusts],
      externalId: options.externalId,
      requiresMfa: options.requiresMfa ?? false,
      subjects: options.subjects,
      maxSessionDuration: options.maxSessionDuration ?? 3600,
    };
    this.#roles.set(role.arn, role);
    return role;
  }

  findRole(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** The principal that a session of a role is. A path in the role's name is not part of it. */
  roleSession(role: Role, sessionName: string): Principal {
    const name = role.name.slice(role.name.lastIndexOf("/") + 1);
    return {
      kind: "role-session",
      account: role.account,
      arn: `arn:${this.partitionOf(role.account)}:sts::${role.account}:assumed-role/${name}/${sessionName}`,
      userId: `${role.roleId}:${sessionName}`,
      roleArn: role.arn,
    };
  }

  /** The principal that a privileged session of a member account is. */
  rootSession(account: string): Principal {
    const arn = `arn:${this.partitionOf(account)}:iam::${account}:root`;
    return { kind: "root-session", account, arn, userId: account };
  }

  issueSession(principal: Principal, facts: SessionFacts): Credential {
    return this.#keep({
      hasMfa: false,
      ...NO_TAGS,
      ...facts,
      accessKeyId: randomId("ASIA"),
      secretAccessKey: randomSecret(),
      sessionToken: randomSessionToken(),
      principal,
    });
  }

  findCredential(accessKeyId: string): Credential | undefined {
    return this.#credentials.get(accessKeyId);
  }

  /** Forgets credentials by access key ID, or all of a principal or role by ARN. @returns How many. */
  revoke(target: string): number {
    const matches = this.#credentialsOf(target);
    for (const credential of matches) this.#credentials.delete(credential.accessKeyId);
    return matches.length;
  }

  /** Ends temporary credentials at `now`, chosen as by {@linkcode revoke}. @returns How many. */
  expire(target: string, now: number): number {
    const matches = this.#credentialsOf(target).filter((credential) => credential.expiresAt !== undefined);
    for (const credential of matches) this.#keep({ ...credential, expiresAt: now });
    return matches.length;
  }

  deny(arn: string, action: string): void {
    this.#denied.add(`${arn} ${action}`);
  }

  allow(arn: string, action: string): void {
    this.#denied.delete(`${arn} ${action}`);
  }

  mayDo(principal: Pick<Principal, "arn" | "roleArn">, action: string): boolean {
    return !namesOf(principal).some((name) => this.#denied.has(`${name} ${action}`));
  }

  addOrganization(management: string, members: readonly string[]): void {
    this.#organizations.push({ management, members: [...members] });
  }

  /** Whether centralized root access lets one account act on another. */
  manages(account: string, member: string): boolean {
    return this.#organizations.some((each) => each.management === account && each.members.includes(member));
  }

  /** Lets a principal, a role's sessions or a whole account (by its id) use the registry of another account. */
  shareRegistry(account: string, reader: string): void {
    const readers = this.#registryReaders.get(account) ?? new Set<string>();
    this.#registryReaders.set(account, readers.add(reader));
  }

  mayUseRegistry(principal: Pick<Principal, "account" | "arn" | "roleArn">, account: string): boolean {
    if (principal.account === account) return true;
    const readers = this.#registryReaders.get(account);
    return readers !== undefined &&
      [principal.account, ...namesOf(principal)].some((name) => readers.has(name));
  }

  #credentialsOf(target: string): Credential[] {
    return [...this.#credentials.values()].filter((credential) =>
      credential.accessKeyId === target || namesOf(credential.principal).includes(target)
    );
  }

  #keep(credential: Credential): Credential {
    this.#credentials.set(credential.accessKeyId, credential);
    return credential;
  }
}

/** Every ARN that a policy can name the principal by. */
export function namesOf(principal: Pick<Principal, "arn" | "roleArn">): readonly string[] {
  return principal.roleArn === undefined ? [principal.arn] : [principal.arn, principal.roleArn];
}

/** Whether a role's trust policy lets the principal in. */
export function isTrusted(role: Role, principal: Principal): boolean {
  const names = [...namesOf(principal), principal.account];
  return role.trusts.some((trusted) =>
    trusted === "*" || names.includes(trusted) ||
    new RegExp(`^arn:[a-z-]+:iam::${principal.account}:root$`).test(trusted)
  );
}
