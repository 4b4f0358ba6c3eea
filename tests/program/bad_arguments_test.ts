/** Inputs that only the surroundings of the program make bad; others are in `tests/cli/bad_arguments_test.ts`. */
import { testBadInputs } from "./bad_input.ts";
import { DEV, hostOf } from "./world.ts";

testBadInputs([
  {
    name: "an endpoint in the environment that is not encrypted",
    args: ["login", "-r", hostOf(DEV)],
    env: {
      AWS_ENDPOINT_URL: "http://aws.example:4566",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "canary-secret",
    },
    exit: 2,
    code: "AWS_ENDPOINT_REFUSED",
    says: /AWS_ENDPOINT_URL/,
  },
  {
    name: "no AWS credentials",
    args: ["login", "-r", hostOf(DEV)],
    exit: 4,
    code: "AWS_CREDENTIALS_MISSING",
    says: /AWS_PROFILE|aws sso login/,
  },
  {
    name: "no home directory",
    args: ["login", "-r", hostOf(DEV)],
    env: { HOME: undefined },
    exit: 3,
    code: "HOME_NOT_FOUND",
    says: /DOCKER_CONFIG/,
  },
  {
    name: "a working directory that is not there",
    args: ["-C", "nowhere", "list"],
    exit: 2,
    code: "USAGE",
    says: /nowhere/,
  },
]);
