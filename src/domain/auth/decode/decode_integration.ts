import type { MappingEntry } from "../../config/config_node.ts";
import { PUBLIC_HOST } from "../../registry/registry.ts";
import { registryHost } from "../../registry/parse_registry.ts";
import type { Entry, Integration, Via } from "../model/auth_config.ts";
import { readAccountId, readRegion, shown } from "./aws_values.ts";
import { checkKeys } from "./check_keys.ts";
import { decodeEntry, readVia } from "./decode_entry.ts";
import { definedFields, FieldReader } from "./field_reader.ts";
import { INTEGRATION_KINDS, LEGACY_REGISTRY_FIELDS } from "../model/known_fields.ts";
import {
  legacyLink,
  type LegacyLinks,
  readLegacyIdentity,
  readLegacyRegistries,
  reportLegacyRegistries,
  reportOverruledLinks,
  reportOverruledRegistries,
} from "./legacy_spellings.ts";

/** The regions with an ECR Public API. Reference: https://docs.aws.amazon.com/general/latest/gr/ecr-public.html */
const PUBLIC_REGIONS: readonly string[] = ["us-east-1", "us-west-2"];

/** Decodes an entry of `auth.integrations`. */
export function decodeIntegration(entry: MappingEntry, links: LegacyLinks): Entry<Integration> {
  return decodeEntry<Integration>(entry, {
    noun: "integration",
    kinds: INTEGRATION_KINDS,
    decode: ({ value: kind }, reader) => {
      const base = readBase(reader, entry, readLink(reader, entry, links));
      return kind === "aws/ecr"
        ? { ...base, kind, hosts: readHosts(reader) }
        : { ...base, kind: "aws/ecr-public", hosts: readPublicHosts(reader) };
    },
    decodeOther: (kind, reader) => ({
      ...readBase(reader, entry, readVia(reader, { required: false })),
      kind: "other",
      writtenKind: kind.value,
    }),
  });
}

function readBase(
  reader: FieldReader,
  entry: MappingEntry,
  via: Via | undefined,
): Pick<Integration, "name" | "origin" | "via" | "autoProvision"> {
  return {
    name: entry.key,
    origin: entry.keyOrigin,
    autoProvision: reader.section("spec").flag("auto_provision") ?? true,
    ...definedFields({ via }),
  };
}

function readLink(reader: FieldReader, entry: MappingEntry, links: LegacyLinks): Via | undefined {
  const legacy = readLegacyIdentity(reader) ??
    (reader.node("via") === undefined ? legacyLink(links, entry) : undefined);
  const via = legacy ?? readVia(reader, { required: true });
  if (via !== undefined) reportOverruledLinks(reader, links, entry, via);
  return via;
}

function readHosts(reader: FieldReader): readonly string[] {
  const legacy = reader.section("spec").node("registry") === undefined
    ? readLegacyRegistries(reader)
    : undefined;
  if (legacy === undefined) {
    reportOverruledRegistries(reader, "spec.registry");
    const host = readRegistry(reader.section("spec").section("registry"))?.host;
    return host === undefined ? [] : [host];
  }
  if (reader.node("registries") !== undefined) reportOverruledRegistries(reader, "registries");
  const registries = legacy.items.flatMap((item, index) => {
    const path = `registries[${index}].`;
    if (item.kind !== "mapping") {
      reader.subject.refuse(`"registries[${index}]" must be a mapping`, item.origin);
      return [];
    }
    checkKeys(reader.subject, item, { fields: LEGACY_REGISTRY_FIELDS, path });
    const place = { path, fields: LEGACY_REGISTRY_FIELDS, at: item.origin };
    return readRegistry(new FieldReader(reader.subject, item, place)) ?? [];
  });
  if (registries[0] !== undefined) reportLegacyRegistries(reader.subject, legacy, registries[0]);
  return [...new Set(registries.map(({ host }) => host))];
}

function readRegistry(reader: FieldReader): { account: string; region: string; host: string } | undefined {
  const account = readAccountId(
    reader,
    "account_id",
    "Add the 12 digits of the account that owns the registry, in quotes",
  );
  const region = readRegion(reader, { missing: `Add the region of the registry, such as "eu-west-1"` })
    ?.value;
  if (account === undefined || region === undefined) return undefined;
  return { account, region, host: registryHost(account, region) };
}

function readPublicHosts(reader: FieldReader): readonly string[] {
  const registry = reader.section("spec").section("registry");
  const region = registry.text("region");
  if (region !== undefined && !PUBLIC_REGIONS.includes(region.value)) {
    registry.wrong(
      "region",
      `is "${shown(region.value)}", where ECR Public has no API`,
      `Remove it, or write ${PUBLIC_REGIONS.map((name) => `"${name}"`).join(" or ")}`,
    );
  }
  return [PUBLIC_HOST];
}
