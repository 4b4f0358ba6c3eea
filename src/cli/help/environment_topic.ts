import type { HelpTopic } from "../command/define_command.ts";

/** `help environment`: the variables that the program uses. */
export const ENVIRONMENT_TOPIC: HelpTopic = {
  name: "environment",
  summary: "environment variables",
  description:
    "A flag takes precedence over a variable, and a variable over atmos.yaml. The `env` section of atmos.yaml can set ATMOS_* " +
    "variables that the environment does not set.",
  sections: [
    {
      heading: "Configuration",
      rows: [
        ["ATMOS_CONFIG", "files to read instead of atmos.yaml, like --config"],
        ["ATMOS_CONFIG_PATH", "directories to read atmos.yaml from, like --config-path"],
        ["ATMOS_CLI_CONFIG_PATH", "an additional directory to search for atmos.yaml; overrides the others"],
        ["ATMOS_BASE_PATH", "the base path, like --base-path"],
        ["ATMOS_PROFILE", "profiles, like --profile"],
        ["ATMOS_CHDIR", "the working directory, like --chdir"],
        [
          "ATMOS_IDENTITY",
          "the identity to use if none is specified; false or off selects the default identity",
        ],
        ["ATMOS_ECR_MFA_CODE", "the MFA code, like --mfa-code"],
        ["ATMOS_AUTH_REALM", "the realm, which isolates sessions and tokens between customers"],
        ["ATMOS_GIT_ROOT_BASEPATH", "false: do not search the root of the git repository"],
        ["ATMOS_LOGS_LEVEL", "debug prints details, like --verbose; error hides warnings"],
        [
          "ATMOS_ECR_LOG",
          "an absolute path: the credential helper and the kubelet plug-in log each call to this file, without secrets",
        ],
        [
          "ATMOS_ECR_TRUST",
          "all: trust all files in this run, including commands and custom endpoints; for CI",
        ],
        ["ATMOS_ECR_SYSTEM_CONFIG_PATH", "the system configuration directory; default /usr/local/etc/atmos"],
        ["ATMOS_GITHUB_TOKEN, GITHUB_TOKEN", "for remote imports from GitHub"],
      ],
    },
    {
      heading: "Files",
      rows: [
        [
          "ATMOS_XDG_CACHE_HOME, XDG_CACHE_HOME",
          "the cache directory, for tokens in atmos/ecr; default ~/.cache",
        ],
        [
          "ATMOS_XDG_STATE_HOME, XDG_STATE_HOME",
          "the state directory, for trusted files; default ~/.local/state",
        ],
        [
          "ATMOS_XDG_DATA_HOME, XDG_DATA_HOME",
          "the data directory, for Atmos' keyring files; default ~/.local/share",
        ],
        [
          "ATMOS_XDG_CONFIG_HOME, XDG_CONFIG_HOME",
          "the config directory, for user profiles and the sessions shared with Atmos; default ~/.config",
        ],
        ["HOME, USERPROFILE", "the home directory; default from the password database"],
      ],
    },
    {
      heading: "Docker",
      rows: [
        ["DOCKER_CONFIG", "the directory of Docker's config.json and of the pins; default ~/.docker"],
        ["REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR", "podman's auth file, which status and doctor check"],
        ["NODE_TLS_REJECT_UNAUTHORIZED", "doctor warns about it"],
        [
          "DOCKER_AUTH_CONFIG",
          "read by Docker, and takes precedence over config.json; status and doctor report it",
        ],
        ["AWS_ECR_DISABLE_CACHE", "any value: disables the token cache of the credential helper"],
        ["AWS_ECR_CACHE_DIR", "the token cache directory of the credential helper"],
        [
          "AWS_ECR_IGNORE_CREDS_STORAGE",
          "true: the credential helper ignores `docker login` instead of rejecting it",
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
        ["AWS_CA_BUNDLE", "CA certificates to trust in addition to the system's"],
        ["BOTO_CONFIG", "boto's file of keys, which the AWS CLI reads, too; default /etc/boto.cfg, ~/.boto"],
        ["SSL_CERT_FILE, NODE_EXTRA_CA_CERTS", "additional CA certificates to trust"],
        ["HTTPS_PROXY, ALL_PROXY, NO_PROXY", "proxies, as in curl"],
      ],
    },
    {
      heading: "Identities",
      rows: [
        ["ATMOS_KEYRING_TYPE", "the keyring for keys of users: system (default), file or memory"],
        ["ATMOS_KEYRING_FILE_PATH", "the directory of the file keyring; default in ~/.local/share"],
        [
          "ATMOS_KEYRING_PASSWORD",
          "the password of the file keyring; ATMOS_KEYRING_PASSWORD_ENV names another variable",
        ],
        ["BROWSER", "the browser for IAM Identity Center"],
        [
          "ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN",
          "set by GitHub Actions for jobs with the id-token permission; ACTIONS_ID_TOKEN contains a token",
        ],
        ["GITHUB_ENV", "the file that `auth env --format github` appends to"],
        ["GITHUB_STEP_SUMMARY", "the job summary that `login` appends to"],
        ["ATMOS_SHELL, SHELL, COMSPEC", "the shell that `auth shell` starts"],
        ["ATMOS_SHLVL", "set by `auth shell`: the nesting depth of its shells"],
      ],
    },
    {
      heading: "Terminal",
      rows: [
        ["NO_COLOR, CLICOLOR=0, TERM=dumb", "disable colors, like --no-color"],
        ["CLICOLOR_FORCE, FORCE_COLOR", "enable colors, even if the output is not a terminal"],
        ["CI, GITHUB_ACTIONS, GITLAB_CI, …", "disable interactive prompts"],
      ],
    },
  ],
};
