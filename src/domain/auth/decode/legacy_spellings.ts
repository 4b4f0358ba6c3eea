/**
 * The spellings of the first published draft of the ECR integration, each accepted with a warning that shows the current form:
 *
 * 1. `integrations.<n>.identity: NAME` for `via: {identity: NAME}`;
 * 2. `integrations.<n>.registries:` and `.spec.registries:`, lists, for one integration per registry with `spec.registry`;
 * 3. `identities.<n>.integrations: [NAME, …]` for `via: {identity: …}` in those integrations;
 * 4. `principal.account: NAME` or `ID` for `principal.account: {name: NAME}` or `{id: ID}`, as in Atmos' page about ECR.
 *
 * Reference: "Original PR schema" in `docs/prd/ecr-authentication.md` of Atmos.
 *
 * @module
 */
import {
  child,
  type ConfigNode,
  entriesOf,
  foldName,
  type MappingEntry,
  writtenText,
} from "../../config/config_node.ts";
import type { Origin } from "../../config/origin.ts";
import { nearest } from "../../text/nearest.ts";
import type { Entry, Identity, Located, PermissionSetIdentity, Via } from "../model/auth_config.ts";
import { FieldReader } from "./field_reader.ts";
import { Subject, typeName } from "../model/problem_list.ts";

/** The identity of an integration in the spelling of number 1. */
export function readLegacyIdentity(reader: FieldReader): Via | undefined {
  const identity = reader.text("identity");
  if (identity === undefined) return undefined;
  const via = reader.node("via");
  reader.subject.warn({
    message: via === undefined
      ? `Reading "identity" of ${reader.subject.label} as "via.identity": this spelling is deprecated`
      : `Ignoring "identity" of ${reader.subject.label}: there is a "via"`,
    hint: via === undefined ? `Use via: {identity: ${yamlText(identity.value)}}` : "Remove it",
    at: identity.origin,
  });
  return via === undefined ? { kind: "identity", name: identity.value, origin: identity.origin } : undefined;
}

/** The account of a permission set in the spelling of number 4: 12 digits are an id, anything else is a name. */
export function readLegacyAccount(principal: FieldReader): PermissionSetIdentity["account"] | undefined {
  const node = principal.node("account");
  if (node?.kind !== "scalar" || node.refusal?.severity === "error" || node.raw === "") return undefined;
  const value = node.raw;
  const key = /^\d{12}$/.test(value) ? "id" : "name";
  // A value from another file or a variable is not shown.
  const shown = node.source !== undefined ? "VALUE" : yamlText(value);
  const path = principal.pathOf("account");
  principal.subject.warn({
    message: `Reading "${path}" of ${principal.subject.label} as its ${key}: Atmos takes a mapping only`,
    hint: `Use account: {${key}: ${shown}}`,
    at: node.origin,
  });
  return { [key]: value };
}

/** A list of number 2, and the position of its key. */
export interface LegacyRegistries {
  readonly items: readonly ConfigNode[];
  readonly at: Origin;
}

/** The list of number 2, if there is one; an empty one is reported. */
export function readLegacyRegistries(reader: FieldReader): LegacyRegistries | undefined {
  const spec = reader.section("spec");
  for (const [place, path] of [[reader, "registries"], [spec, "spec.registries"]] as const) {
    const node = place.node("registries");
    if (node === undefined) continue;
    const at = place.keyOriginOf("registries");
    if (node.kind === "sequence") {
      if (node.items.length === 0) reader.subject.refuse(`"${path}" is empty`, at);
      return { items: node.items, at };
    }
    if (node.kind === "function") reader.subject.refuseFunction(node, path);
    else reader.subject.refuse(`"${path}" must be a list, not ${typeName(node)}`, node.origin);
    return { items: [], at };
  }
  return undefined;
}

/** The warning about number 2, with the new form of the first registry. */
export function reportLegacyRegistries(
  subject: Subject,
  list: LegacyRegistries,
  first: { readonly account: string; readonly region: string },
): void {
  const registry = `spec: {registry: {account_id: "${first.account}", region: ${first.region}}}`;
  const each = list.items.length > 1 ? ", one integration for each registry" : "";
  subject.warn({
    message: `Reading "registries" of ${subject.label} as "spec.registry": this spelling is deprecated`,
    hint: `Use ${registry}${each}`,
    at: list.at,
  });
}

/** The lists of number 3: identities by folded name of an integration, in the order of the file. */
export type LegacyLinks = ReadonlyMap<string, readonly Located<string>[]>;

/** Reads the lists of number 3 of all identities. */
export function readLegacyLinks(identities: Iterable<MappingEntry>): LegacyLinks {
  const links = new Map<string, Located<string>[]>();
  for (const { key, value } of identities) {
    for (const { value: name, origin } of linkedNames(value)) {
      const others = links.get(foldName(name)) ?? [];
      links.set(foldName(name), others);
      others.push({ value: key, origin });
    }
  }
  return links;
}

/** With more names than this, no similar name is suggested: it takes too long. */
const MAX_COMPARED_NAMES = 200;

/** A decoded identity with warnings about its deprecated `integrations` list. @param integrations The names as written, by folded name. */
export function withLegacyLinks(
  decoded: Entry<Identity>,
  entry: MappingEntry,
  integrations: ReadonlyMap<string, string>,
): Entry<Identity> {
  const list = entriesOf(entry.value).get("integrations");
  if (list === undefined || (list.value.kind === "scalar" && list.value.value === null)) return decoded;
  const subject = new Subject(`identity "${entry.key}"`);
  subject.add(...decoded.problems);
  subject.warn({
    message:
      `Reading "integrations" of ${subject.label} as "via.identity" of each: this spelling is deprecated`,
    hint: `Use via: {identity: ${yamlText(entry.key)}} in each of these integrations`,
    at: list.keyOrigin,
  });
  for (const { value: name, origin } of linkedNames(entry.value)) {
    if (integrations.has(foldName(name))) continue;
    const near = integrations.size > MAX_COMPARED_NAMES ? undefined : nearest(name, integrations.values());
    subject.warn({
      message: `Ignoring integration "${name}" of ${subject.label}: it does not exist`,
      hint: near === undefined ? "Remove it" : `Did you mean "${near}"?`,
      at: origin,
    });
  }
  return { ...decoded, problems: subject.sorted() };
}

/** The identity of an integration by number 3, if it has none of its own. */
export function legacyLink(links: LegacyLinks, integration: MappingEntry): Via | undefined {
  const [identity] = links.get(foldName(integration.key)) ?? [];
  return identity && { kind: "identity", name: identity.value, origin: identity.origin };
}

/** Warns about lists of number 3 that name an integration with another identity. */
export function reportOverruledLinks(
  reader: FieldReader,
  links: LegacyLinks,
  entry: MappingEntry,
  via: Via,
): void {
  for (const { value: identity, origin } of links.get(foldName(entry.key)) ?? []) {
    if (via.kind === "identity" && foldName(via.name) === foldName(identity)) continue;
    reader.subject.warn({
      message:
        `Ignoring "integrations" of identity "${identity}" for ${reader.subject.label}: it is linked to ` +
        `${via.kind} "${via.name}"`,
      hint: `Remove it there, or write via: {identity: ${yamlText(identity)}} in the integration`,
      at: origin,
    });
  }
}

/** Warns about a list of number 2 beside its replacement. */
export function reportOverruledRegistries(reader: FieldReader, winner: "spec.registry" | "registries"): void {
  const places = [[reader, "registries"], [reader.section("spec"), "spec.registries"]] as const;
  for (const [place, path] of places) {
    if (path === winner || place.node("registries") === undefined) continue;
    reader.subject.warn({
      message: `Ignoring "${path}" of ${reader.subject.label}: there is "${winner}"`,
      hint: "Remove it",
      at: place.keyOriginOf("registries"),
    });
  }
}

function linkedNames(identity: ConfigNode): Located<string>[] {
  const list = child(identity, "integrations");
  const items = list?.kind === "sequence" ? list.items : list === undefined ? [] : [list];
  return items.flatMap((item) => {
    const value = writtenText(item);
    return value === undefined ? [] : [{ value, origin: item.origin }];
  });
}

/** A text for flow YAML. */
function yamlText(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) ? text : JSON.stringify(text);
}
