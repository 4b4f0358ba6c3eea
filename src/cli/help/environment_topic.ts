import type { HelpTopic } from "./help_topic.ts";

/** `help environment`: the variables that the program heeds. */
export const ENVIRONMENT_TOPIC: HelpTopic = {
  name: "environment",
  summary: "the variables that are heeded",
  description:
    "A flag goes before a variable, and a variable before what atmos.yaml says. The section `env` of atmos.yaml can set those " +
    "of ATMOS_* that the environment does not.",
  sections: [
    {
      heading: "Configuration",
      rows: [
        ["ATMOS_CONFIG", "files to read instead of looking for atmos.yaml, as --config"],
        ["ATMOS_CONFIG_PATH", "directories to read atmos.yaml in, as --config-path"],
        [
          "ATMOS_CLI_CONFIG_PATH",
          "one more directory in which atmos.yaml is looked for; goes over the others",
        ],
        ["ATMOS_BASE_PATH", "the base path, as --base-path"],
        ["ATMOS_PROFILE", "profiles, as --profile"],
        ["ATMOS_CHDIR", "the directory to work in, as --chdir"],
        ["ATMOS_IDENTITY", "the identity where none is named; false or off for the default one"],
        ["ATMOS_ECR_MFA_CODE", "the code of the MFA device, as --mfa-code"],
        ["ATMOS_AUTH_REALM", "the realm, which tells apart the sessions and tokens of several customers"],
        ["ATMOS_GIT_ROOT_BASEPATH", "false: do not look at the root of the git repository"],
        ["ATMOS_LOGS_LEVEL", "debug tells more, as --verbose; error leaves out warnings"],
        [
          "ATMOS_ECR_LOG",
          "an absolute path: the credential helper and the kubelet plug-in append a line for each answer, without secrets",
        ],
        ["ATMOS_ECR_TRUST", "all: trust every file of this run to run programs and lead elsewhere; for CI"],
        [
          "ATMOS_ECR_SYSTEM_CONFIG_PATH",
          "the system's directory of configurations; /usr/local/etc/atmos when unset",
        ],
        ["ATMOS_GITHUB_TOKEN, GITHUB_TOKEN", "for remote imports from GitHub"],
      ],
    },
    {
      heading: "Files",
      rows: [
        [
          "ATMOS_XDG_CACHE_HOME, XDG_CACHE_HOME",
          "where tokens are kept, below atmos/ecr; ~/.cache when unset",
        ],
        ["ATMOS_XDG_STATE_HOME, XDG_STATE_HOME", "where trust is kept; ~/.local/state when unset"],
        [
          "ATMOS_XDG_DATA_HOME, XDG_DATA_HOME",
          "where Atmos keeps a keyring in files; ~/.local/share when unset",
        ],
        [
          "ATMOS_XDG_CONFIG_HOME, XDG_CONFIG_HOME",
          "where the profiles of the user are, and the sessions shared with Atmos; ~/.config when unset",
        ],
        ["HOME, USERPROFILE", "the home directory; that of the password database when unset"],
      ],
    },
    {
      heading: "Docker",
      rows: [
        ["DOCKER_CONFIG", "the directory of Docker's config.json and of the pins; ~/.docker when unset"],
        [
          "REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR",
          "podman's own: where it has logins besides Docker's, which status and doctor say",
        ],
        ["NODE_TLS_REJECT_UNAUTHORIZED", "doctor warns of it"],
        ["DOCKER_AUTH_CONFIG", "Docker's own: it answers before config.json, which status and doctor say"],
        ["AWS_ECR_DISABLE_CACHE", "any value: the credential helper keeps no token"],
        ["AWS_ECR_CACHE_DIR", "where the credential helper keeps its tokens"],
        [
          "AWS_ECR_IGNORE_CREDS_STORAGE",
          "true: the credential helper ignores `docker login` instead of refusing it",
        ],
      ],
    },
    {
      heading: "AWS",
      rows: [
        [
          "AWS_*",
          "the credentials of aws/ambient and of registries without an identity, as the AWS CLI finds them",
        ],
        ["AWS_REGION, AWS_DEFAULT_REGION", "the region of the environment's credentials, for STS"],
        ["AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_*", "other endpoints; http is for loopback only"],
        ["AWS_CA_BUNDLE", "certificates to trust besides those of the system"],
        ["SSL_CERT_FILE, NODE_EXTRA_CA_CERTS", "more certificates to trust"],
        ["HTTPS_PROXY, ALL_PROXY, NO_PROXY", "the way out, as for curl"],
      ],
    },
    {
      heading: "Identities",
      rows: [
        ["ATMOS_KEYRING_TYPE", "where keys of users are: system (when unset), file or memory"],
        ["ATMOS_KEYRING_FILE_PATH", "the directory of file, below ~/.local/share when unset"],
        ["ATMOS_KEYRING_PASSWORD", "what opens its files; ATMOS_KEYRING_PASSWORD_ENV names another variable"],
        ["BROWSER", "the browser for IAM Identity Center"],
        [
          "ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN",
          "set by GitHub Actions for jobs that may have an identity token; ACTIONS_ID_TOKEN is one",
        ],
        ["GITHUB_ENV", "the file that `auth env --format github` adds to"],
        ["GITHUB_STEP_SUMMARY", "the file that `login` adds a table to"],
        ["ATMOS_SHELL, SHELL, COMSPEC", "the shell that `auth shell` starts"],
        ["ATMOS_SHLVL", "set by `auth shell`: how deep its shells are nested"],
      ],
    },
    {
      heading: "Terminal",
      rows: [
        ["NO_COLOR, CLICOLOR=0, TERM=dumb", "no colours, as --no-color"],
        ["CLICOLOR_FORCE, FORCE_COLOR", "colours, even where the output is no terminal"],
        ["CI, GITHUB_ACTIONS, GITLAB_CI, …", "nobody is asked anything"],
      ],
    },
  ],
};
