/** The types that Atmos expects at the keys of its configuration. */

/** The type that Atmos expects at a key: a structure with these keys, a map with entries of one type, or one of the words. */
export type Shape =
  /** A text whose interpretation by Atmos matters. */
  | "text"
  /** A text of which only the type matters. */
  | "word"
  | "flag"
  | "number"
  /** A map of anything whose interpretation by Atmos matters. */
  | "map"
  | "list"
  /** A list of texts. */
  | "texts"
  /** A list of structures. */
  | "structures"
  | "any"
  | { readonly [key: string]: Shape }
  | readonly [entries: Shape];

const VIA: Shape = { identity: "text", provider: "text" };

const PROVIDER: Shape = {
  kind: "text",
  start_url: "text",
  url: "text",
  region: "text",
  username: "text",
  password: "text",
  driver: "text",
  provider_type: "text",
  download_browser_driver: "flag",
  browser_type: "text",
  browser_executable_path: "text",
  auto_provision_identities: "flag",
  session: { duration: "text" },
  console: { session_duration: "text" },
  default: "flag",
  spec: "map",
  tags: "texts",
};

const IDENTITY: Shape = {
  kind: "text",
  default: "flag",
  required: "flag",
  provider: "text",
  via: VIA,
  principal: "map",
  credentials: "map",
  spec: "map",
  alias: "text",
  env: "list",
  session: { duration: "text" },
  emulator: "text",
  tags: "texts",
};

const INTEGRATION: Shape = {
  kind: "text",
  via: VIA,
  spec: {
    auto_provision: "flag",
    registry: { account_id: "text", region: "text", name: "text", tenant_id: "text" },
    cluster: {
      name: "text",
      region: "text",
      resource_group: "text",
      subscription_id: "text",
      project_id: "text",
      location: "text",
      alias: "text",
      kubeconfig: { path: "text", mode: "text", update: "text" },
    },
    repos: "list",
    policy_name: "text",
    git_config_mode: "text",
    revoke_on_exit: "flag",
    token_env: "text",
  },
};

/**
 * Top-level sections that Atmos decodes for every command, and their types.
 *
 * Reference: `AtmosConfiguration` in `pkg/schema/schema.go` of Atmos.
 */
export const AUTH: Shape = {
  realm: "text",
  logs: { level: "text", file: "text" },
  keyring: { type: "text", spec: "map" },
  console: { isolated: "flag" },
  providers: [PROVIDER],
  identities: [IDENTITY],
  integrations: [INTEGRATION],
};

/**
 * Top-level sections that Atmos decodes with every command, and what it wants there.
 *
 * Reference: `AtmosConfiguration` in `pkg/schema/schema.go` of Atmos.
 */
export const TOP_LEVEL: Readonly<Record<string, Shape>> = {
  base_path: "text",
  components: {
    terraform: {
      base_path: "word",
      apply_auto_approve: "flag",
      append_user_agent: "word",
      deploy_run_init: "flag",
      init_run_reconfigure: "flag",
      auto_generate_backend_file: "flag",
      command: "word",
      shell: { prompt: "word" },
      init: { pass_vars: "flag" },
      plan: { skip_planfile: "flag" },
    },
    helmfile: {
      base_path: "word",
      use_eks: "flag",
      kubeconfig_path: "word",
      helm_aws_profile_pattern: "word",
      cluster_name_pattern: "word",
      command: "word",
    },
    packer: { base_path: "word", command: "word" },
  },
  stacks: {
    base_path: "word",
    included_paths: "texts",
    excluded_paths: "texts",
    name_pattern: "word",
    name_template: "word",
  },
  workflows: { base_path: "word" },
  logs: { level: "text", file: "text" },
  commands: "structures",
  integrations: {},
  schemas: "map",
  templates: {
    settings: {
      enabled: "flag",
      sprig: { enabled: "flag" },
      gomplate: { enabled: "flag", timeout: "number" },
      delimiters: "texts",
      evaluations: "number",
    },
  },
  settings: {
    list_merge_strategy: "word",
    terminal: { max_width: "number", pager: "word", unicode: "flag", color: "flag", no_color: "flag" },
    docs: { "max-width": "number", pagination: "flag" },
    inject_github_token: "flag",
    telemetry: { enabled: "flag", endpoint: "word", token: "word", logging: "flag" },
  },
  stores: [{ type: "word", options: ["any"] }],
  vendor: { base_path: "word" },
  docs: { "max-width": "number", pagination: "flag", generate: ["any"] },
  version: {
    check: { enabled: "flag", timeout: "number", frequency: "word" },
    constraint: { require: "word", enforcement: "word", message: "word" },
    use: "word",
  },
  validate: { editorconfig: { dry_run: "flag", format: "word", init: "flag" } },
  profiles: { base_path: "text", default: "text" },
  imports: {},
  describe: { settings: { include_empty: "flag" } },
  aliases: "map",
  env: "map",
  toolchain: { install_path: "word", file_path: "word", tools_dir: "word", versions_file: "word" },
  devcontainer: ["any"],
};
