import { type AuthEntry, hostOfKey, keysOfHost, readAuthEntry } from "./auth_entry.ts";
import {
  formatNewConfig,
  type HostPart,
  removeEdits,
  setEdits,
  type ShapedText,
  type ValueByHost,
} from "./docker_config_edits.ts";
import { type DockerConfigShape, findMember, membersOf, readShape, stringOf } from "./docker_config_shape.ts";
import { rejectionOf, rejectionSentence } from "./docker_rejection.ts";
import { type JsonMember, type JsonString, stringsIn } from "./json/json_reader.ts";
import { applyEdits, type TextEdit } from "./json/text_edit.ts";

const BYTE_ORDER_MARK = "\uFEFF";
/** JSON's white space: a file with nothing else is an empty configuration. */
const BLANK_REGEXP = /^[ \t\r\n]*$/;

/**
 * Docker's `config.json` as a text that can be queried and edited losslessly: an edit only changes the bytes of its value, and one without
 * effect returns the same document. Immutable.
 *
 * @example Log in to a registry
 * ```ts
 * const document = DockerConfigDocument.parse('{"auths": {}}', "config.json");
 * const { text } = document.setAuths([["registry.example", btoa("user:example")]]);
 * if (text?.includes("registry.example") !== true) throw new Error("unexpected");
 * ```
 */
export class DockerConfigDocument {
  /** The whole text; undefined if there is no file. */
  readonly text: string | undefined;
  /** The path of the file, for errors. */
  readonly path: string;
  /** Undefined if there is no file, or a blank one. */
  readonly #shape: DockerConfigShape | undefined;
  #auths: ReadonlyMap<string, AuthEntry> | undefined;
  #byHost: ReadonlyMap<string, readonly JsonMember[]> | undefined;
  #credHelpers: ReadonlyMap<string, string> | undefined;

  private constructor(text: string | undefined, path: string) {
    this.text = text;
    this.path = path;
    const start = text?.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    this.#shape = text === undefined || BLANK_REGEXP.test(text.slice(start))
      ? undefined
      : readShape({ text, path }, start);
  }

  /**
   * Parses a configuration strictly. A missing file, a blank one, and `"auths": null` are empty configurations.
   *
   * @param path Path of the file, for errors.
   * @throws {DockerError} `DOCKER_CONFIG_INVALID`, with `path:line:column`, if the text is not JSON, a part that affects logins does not
   * have the type that Docker expects, or a key in the root, `auths`, an entry or `credHelpers` appears twice.
   */
  static parse(text: string | undefined, path: string): DockerConfigDocument {
    return new DockerConfigDocument(text, path);
  }

  /** Whether the file starts with a byte-order mark. It is kept, but Docker rejects such a file, which deserves a warning. */
  get hasByteOrderMark(): boolean {
    return this.text?.startsWith(BYTE_ORDER_MARK) ?? false;
  }

  /** Why Docker ignores the logins in the file, as the end of a sentence; undefined if it accepts the file, apart from a byte-order mark. */
  get rejection(): string | undefined {
    return this.#shape === undefined ? undefined : rejectionOf(this.#shape);
  }

  /** Why Docker ignores the file or logins in it, with what to do, as sentences; for commands that change it. */
  get unreadNotes(): string[] {
    const { hasByteOrderMark, path, rejection } = this;
    const mark = `Docker cannot read ${path}: it starts with a byte-order mark. Save it without one`;
    const state = rejection === undefined ? [] : [`${rejectionSentence(path, rejection)}. Correct it`];
    return hasByteOrderMark ? [mark, ...state] : state;
  }

  /** The program suffix of the default credential store; undefined if none is set. */
  get credsStore(): string | undefined {
    return stringOf(this.#shape?.credsStore) || undefined;
  }

  /** Program suffix by host. An empty one means that this host's login is in the file, regardless of `credsStore`. */
  get credHelpers(): ReadonlyMap<string, string> {
    return this.#credHelpers ??= new Map(
      membersOf(this.#shape?.credHelpers).map((member) => [member.key.value, stringOf(member) ?? ""]),
    );
  }

  /** The keys of the file as written, in order. */
  get rootKeys(): readonly string[] {
    return this.#shape?.root.members.map(({ key }) => key.value) ?? [];
  }

  /** Every text in the file that is not a key, in order. */
  get texts(): readonly JsonString[] {
    return this.#shape === undefined ? [] : stringsIn(this.#shape.root);
  }

  /** The entries of `auths` by key as written, usable or not, in order. */
  get auths(): ReadonlyMap<string, AuthEntry> {
    return this.#auths ??= new Map(
      membersOf(this.#shape?.auths).map((member) => [member.key.value, entryOf(member)]),
    );
  }

  /** The hosts of the entries of `auths`, usable or not, without decoding what is in them. */
  get authHosts(): ReadonlySet<string> {
    return new Set(this.#membersByHost().keys());
  }

  /** The entries of `auths` of a host, in any spelling, usable or not, in order. Others are not decoded: there may be thousands. */
  authsOf(host: string): readonly AuthEntry[] {
    return (this.#membersByHost().get(host) ?? []).map(entryOf);
  }

  #membersByHost(): ReadonlyMap<string, readonly JsonMember[]> {
    return this.#byHost ??= Map.groupBy(
      membersOf(this.#shape?.auths),
      ({ key }) => hostOfKey(key.value),
    );
  }

  /**
   * Sets `auths[host].auth` for each pair of host and base64 of `user:password`. Other fields of an entry are kept, except for
   * `identitytoken` and `registrytoken`, which Docker would prefer to the new login.
   */
  setAuths(logins: Iterable<readonly [host: string, auth: string]>): DockerConfigDocument {
    return this.#set("auths", new Map(logins));
  }

  /** Removes the entries of these hosts, including those under `http://host` and `https://host`, like `docker logout`. */
  removeAuths(hosts: Iterable<string>): DockerConfigDocument {
    return this.#remove("auths", new Set(Array.from(hosts, keysOfHost).flat()));
  }

  /** Sets `credHelpers[host]` for each pair of host and program suffix (`atmos-ecr` for `docker-credential-atmos-ecr`). */
  setCredHelpers(helpers: Iterable<readonly [host: string, name: string]>): DockerConfigDocument {
    return this.#set("credHelpers", new Map(helpers));
  }

  /** Removes `credHelpers[host]` of these hosts. */
  removeCredHelpers(hosts: Iterable<string>): DockerConfigDocument {
    return this.#remove("credHelpers", new Set(hosts));
  }

  #set(part: HostPart, values: ValueByHost): DockerConfigDocument {
    if (values.size === 0) return this;
    const source = this.#source();
    if (source !== undefined) return this.#edited(source, setEdits(source, part, values));
    const mark = this.hasByteOrderMark ? BYTE_ORDER_MARK : "";
    return new DockerConfigDocument(mark + formatNewConfig(part, values), this.path);
  }

  #remove(part: HostPart, keys: ReadonlySet<string>): DockerConfigDocument {
    const source = this.#source();
    return source === undefined ? this : this.#edited(source, removeEdits(source, part, keys));
  }

  #source(): ShapedText | undefined {
    const [text, shape] = [this.text, this.#shape];
    return text === undefined || shape === undefined ? undefined : { text, shape };
  }

  /** The edited text is parsed again, so that an edit that broke the file cannot leave this class. */
  #edited({ text }: ShapedText, edits: readonly TextEdit[]): DockerConfigDocument {
    return edits.length === 0 ? this : new DockerConfigDocument(applyEdits(text, edits), this.path);
  }
}

function entryOf(member: JsonMember): AuthEntry {
  const { value } = member;
  if (value.kind !== "object") return readAuthEntry(member.key.value, {});
  const field = (name: string): string | undefined => stringOf(findMember(value, name));
  return readAuthEntry(member.key.value, {
    auth: field("auth"),
    username: field("username"),
    password: field("password"),
    identitytoken: field("identitytoken"),
    registrytoken: field("registrytoken"),
  });
}
