import type { HelpTopic } from "./help_topic.ts";

/** `help config`: where the configuration is from and what it says. */
export const CONFIG_TOPIC: HelpTopic = {
  name: "config",
  summary: "where atmos.yaml is found, and what is read in it",
  description:
    "Everything is in the auth section of atmos.yaml. Files are found and merged as Atmos does: maps deeply, lists are replaced, " +
    "a later source goes over an earlier one, and a file over what it imports.",
  sections: [
    {
      heading: "Sources, the later over the earlier",
      rows: [
        ["1", "the system's directory: /usr/local/etc/atmos"],
        ["2", "~/.atmos"],
        ["3", "the nearest directory above with an atmos.yaml, unless there is one here"],
        ["4", "the root of the git repository, likewise"],
        ["5", "the working directory"],
        ["6", "ATMOS_CLI_CONFIG_PATH"],
        ["7", "profiles: --profile, else ATMOS_PROFILE, else profiles.default"],
      ],
    },
    {
      heading: "Instead of all but the last",
      rows: [[
        "--config, --config-path",
        "or ATMOS_CONFIG, ATMOS_CONFIG_PATH: exactly these files and directories",
      ]],
    },
    {
      heading: "The auth section",
      rows: [
        ["auth.providers.NAME", "where first credentials come from"],
        ["auth.identities.NAME", "who one can be: kind, via (what it builds upon), principal, default"],
        [
          "auth.integrations.NAME",
          "what a login is for: kind aws/ecr or aws/ecr-public, via.identity, spec.registry",
        ],
        ["auth.realm", "what keeps the sessions of several customers apart"],
      ],
    },
    {
      heading: "To look into it",
      rows: [
        ["atmos-ecr config path", "which files are read"],
        ["atmos-ecr config show", "what they say together"],
        ["atmos-ecr config explain KEY", "where a value comes from, and what it overrode"],
        ["atmos-ecr config validate", "what is wrong, and where Atmos would make something else of it"],
      ],
    },
  ],
};
