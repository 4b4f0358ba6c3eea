import { deepStrictEqual } from "node:assert/strict";
import { selectRunMode } from "../../../src/domain/helper/protocol.ts";

Deno.test("selectRunMode() uses the program's name, regardless of directory and extension", () => {
  const named: [string, string][] = [
    ["docker-credential-atmos-ecr", "docker-credential-atmos-ecr"],
    ["docker-credential-ecr-login", "docker-credential-ecr-login"],
    ["/usr/local/bin/docker-credential-ecr-login", "docker-credential-ecr-login"],
    ["./docker-credential-atmos-ecr", "docker-credential-atmos-ecr"],
    ["C:\\Program Files\\docker-credential-ecr-login.exe", "docker-credential-ecr-login"],
    ["docker-credential-ecr-login.EXE", "docker-credential-ecr-login"],
    ["docker-credential-my-ecr", "docker-credential-my-ecr"],
  ];
  for (const [argv0, name] of named) {
    deepStrictEqual(selectRunMode(argv0, ["get"]), { kind: "helper", name, args: ["get"] }, argv0);
    // Docker's protocol has no options: what looks like one is an unknown verb.
    deepStrictEqual(selectRunMode(argv0, ["login"]), { kind: "helper", name, args: ["login"] });
    deepStrictEqual(selectRunMode(argv0, []), { kind: "helper", name, args: [] });
  }
});

Deno.test("selectRunMode() otherwise uses the first argument", () => {
  for (
    const argv0 of [
      "",
      "atmos-ecr",
      "/usr/bin/deno",
      "atmos-ecr.exe",
      "not-docker-credential-x",
      "docker-credential-",
    ]
  ) {
    deepStrictEqual(selectRunMode(argv0, ["credential", "get"]), {
      kind: "helper",
      name: "atmos-ecr credential",
      args: ["get"],
    });
    deepStrictEqual(selectRunMode(argv0, ["credential"]), {
      kind: "helper",
      name: "atmos-ecr credential",
      args: [],
    });
    deepStrictEqual(selectRunMode(argv0, ["kubelet"]), { kind: "kubelet", args: [] });
    deepStrictEqual(selectRunMode(argv0, ["kubelet", "x"]), { kind: "kubelet", args: ["x"] });
    for (
      const args of [
        [],
        ["login"],
        ["login", "credential"],
        ["get"],
        ["-v", "credential", "get"],
        ["credential", "--help"],
        ["kubelet", "-h"],
        ["help", "credential"],
      ]
    ) deepStrictEqual(selectRunMode(argv0, args), { kind: "cli" }, args.join(" "));
  }
});

Deno.test("selectRunMode() prints the version for its option only, unless the name selects the helper", () => {
  deepStrictEqual(selectRunMode("atmos-ecr", ["--version"]), { kind: "version" });
  deepStrictEqual(selectRunMode("atmos-ecr", ["--version", "login"]), { kind: "cli" });
  deepStrictEqual(selectRunMode("docker-credential-atmos-ecr", ["--version"]).kind, "helper");
});

Deno.test("selectRunMode() accepts the name of a launcher, and no other", () => {
  for (const name of ["docker-credential-atmos-ecr", "docker-credential-ecr-login"]) {
    deepStrictEqual(selectRunMode("deno", ["credential", "--called-as", name, "get"]), {
      kind: "helper",
      name,
      args: ["get"],
    });
  }
  for (
    const rest of [["--called-as", "atmos-ecr", "get"], ["--called-as"], [
      "get",
      "--called-as",
      "docker-credential-x",
    ]]
  ) {
    deepStrictEqual(selectRunMode("deno", ["credential", ...rest]), {
      kind: "helper",
      name: "atmos-ecr credential",
      args: rest,
    });
  }
});
