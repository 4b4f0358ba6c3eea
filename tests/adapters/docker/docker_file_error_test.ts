import assert from "node:assert/strict";
import { toDockerError } from "../../../src/adapters/docker/docker_file_error.ts";
import { FileError } from "../../../src/adapters/fs/file_error.ts";
import { DockerError } from "../../../src/domain/errors/errors.ts";

const PATH = "/home/user/.docker/config.json";

function system(code: string): Error {
  return Object.assign(new Error(`Some text (os error 1): open '${PATH}'`), { code });
}

Deno.test("toDockerError() has a message and a hint for file system failures", () => {
  const cases = [
    ["EACCES", /permission denied/],
    ["EPERM", /not permitted/],
    ["EROFS", /read-only/],
    ["ENOSPC", /no space left/],
    ["EDQUOT", /quota/],
    ["ENOENT", /no such file or directory/],
    ["ENOTDIR", /not a directory/],
    ["EEXIST", /not a directory/],
    ["EISDIR", /is a directory/],
    ["ELOOP", /symbolic link to itself/],
    ["EBUSY", /mounted as a single file/],
    ["EIO", /system error EIO/],
  ] as const;
  for (const [code, words] of cases) {
    const cause = system(code);
    const error = toDockerError("write", PATH, cause);
    assert.ok(error instanceof DockerError);
    assert.equal(error.code, "DOCKER_CONFIG_UNWRITABLE");
    assert.ok(error.message.startsWith(`Cannot write Docker's configuration "${PATH}": `));
    assert.match(error.message, words);
    assert.ok(error.hint);
    assert.equal(error.cause, cause);
  }
});

Deno.test("toDockerError() recognises a system error by its number alone", () => {
  const error = toDockerError("read", PATH, new Error("No locks available (os error 37)"));
  assert.ok(error instanceof DockerError);
  assert.match(error.message, /^Cannot read .*: system error 37$/);
});

Deno.test("toDockerError() distinguishes a held lock, an invalid file and an unwritable one", () => {
  const codes = [
    ["lock-timeout", "DOCKER_CONFIG_LOCKED"],
    ["lock-refused", "DOCKER_CONFIG_UNWRITABLE"],
    ["lock-unsupported", "DOCKER_CONFIG_UNWRITABLE"],
    ["link-loop", "DOCKER_CONFIG_UNWRITABLE"],
    ["link-broken", "DOCKER_CONFIG_UNWRITABLE"],
    ["not-a-file", "DOCKER_CONFIG_UNWRITABLE"],
    ["too-large", "DOCKER_CONFIG_INVALID"],
    ["always-changing", "DOCKER_CONFIG_UNWRITABLE"],
  ] as const;
  for (const [reason, code] of codes) {
    const error = toDockerError("write", PATH, new FileError(reason, PATH, "some state"));
    assert.ok(error instanceof DockerError);
    assert.equal(error.code, code);
    assert.match(error.message, /: some state$/);
    assert.ok(error.hint);
  }
});

Deno.test("toDockerError() leaves anything else as it is", () => {
  for (const error of [new TypeError("x is not a function"), "text", undefined]) {
    assert.equal(toDockerError("write", PATH, error), error);
  }
});
