import type { FieldTable } from "../model/known_fields.ts";

/**
 * Top-level sections that Atmos decodes for every command, and their types.
 *
 * Reference: `AtmosConfiguration` in `pkg/schema/schema.go` of Atmos.
 */
export const TOP_LEVEL: FieldTable = {
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
