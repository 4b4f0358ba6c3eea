/** The scripts of `completion` in the shells that they are for. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";
import { installForwarded } from "../support/hosts/forwarding_program.ts";
import { isInstalled } from "../support/shells.ts";
import { hasTerminals, Terminal } from "../support/terminal.ts";

const YAML = `auth:
  identities:
    dev: {kind: aws/ambient}
    prod: {kind: aws/ambient}
    run: {kind: aws/user, credentials: {access_key_id: !exec "touch ran", secret_access_key: x}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
    prod:ecr: {kind: aws/ecr, via: {identity: prod}, spec: {registry: {account_id: "333344445555", region: us-east-1}}}
`;

/** What is typed before the key that completes → what stands there after it, without quotes. */
const LINES: readonly (readonly [typed: string, completed: string])[] = [
  ["atmos-ecr login de", "atmos-ecr login dev/ecr"],
  ["atmos-ecr login prod:", "atmos-ecr login prod:ecr"],
  ["atmos-ecr -C 'my dir' login --identity=p", "atmos-ecr -C my dir login --identity=prod"],
  ["atmos-ecr --config my\\ dir/at", "atmos-ecr --config my dir/atmos.yaml"],
  ["~/../bin/atmos-ecr login --aws-profile wo", "~/../bin/atmos-ecr login --aws-profile work"],
  ["atmos-ecr docker install --aws-profile=wo", "atmos-ecr docker install --aws-profile=work"],
];

/** As if the key were pressed behind `atmos-ecr login "de`: the end of such a line would be waited for. */
const OPEN_QUOTE_IN_BASH =
  `COMP_LINE='atmos-ecr login "de' COMP_POINT=19 COMP_CWORD=2 COMP_WORDS=(atmos-ecr login '"de'); _atmos_ecr; printf 'GOT <%s>\\n' "\${COMPREPLY[0]}"`;

/** Sends each line with the key that completes, then has the shell print it instead of running it: Ctrl-A goes to its beginning. */
function keysFor(command: string, typed: typeof LINES): string {
  const lines = typed.map(([typed]) => `${typed}\t\u0001printf 'GOT <%s>\\n' "$(echo \u0005)"\n`);
  return `${command}\n${lines.join("")}`;
}

/** Without the completions of a thousand other programs, to read which takes half a second; files are completed by two of them. */
const COMPINIT = "all=($fpath); fpath=(${fpath:#*/Completion/*} ${(M)all:#*/Base}); " +
  "autoload -Uz compinit; compinit -D; fpath=($all); autoload -Uz _files _path_files";

const bash = await isInstalled("bash") && await hasTerminals();
const zsh = await isInstalled("zsh") && await hasTerminals();
const fish = await isInstalled("fish");

async function createSandbox(): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ "atmos.yaml": YAML, "my dir/atmos.yaml": YAML });
  await Deno.mkdir(join(sandbox.home, ".aws"));
  await Deno.writeTextFile(join(sandbox.home, ".aws/config"), "[profile work]\nregion = us-east-1\n");
  return sandbox;
}

/** @param typed Commands, each with the lines that are completed after it. */
async function completedIn(
  shell: readonly string[],
  typed: readonly (readonly [command: string, lines: typeof LINES])[],
): Promise<string[]> {
  await using sandbox = await createSandbox();
  const env = { ATMOS_ECR_TRUST: "all" };
  await using installed = await installForwarded(sandbox, env);
  await using terminal = new Terminal(sandbox, {
    command: shell,
    columns: 200,
    env: { ...env, PATH: installed.path },
  });
  await terminal.type(`${typed.map(([command, lines]) => keysFor(command, lines)).join("")}exit\n`);
  strictEqual(await terminal.ended(), 0);
  strictEqual((await Array.fromAsync(Deno.readDir(sandbox.project))).length, 2, "nothing was run");
  return [...terminal.screen.matchAll(/^GOT <(.*?) ?>\r$/gm)].map(([, line = ""]) =>
    line.replace(sandbox.home, "~")
  );
}

Deno.test({
  name: "completion bash completes in bash",
  ignore: !bash,
  fn: async () => {
    deepStrictEqual(
      await completedIn(
        ["env", "PS1=", "bash", "--norc", "--noprofile", "-i"],
        [[
          `bind 'set enable-bracketed-paste off'; source <(atmos-ecr completion bash); ${OPEN_QUOTE_IN_BASH}`,
          LINES,
        ]],
      ),
      ["dev/ecr", ...LINES.map(([, completed]) => completed)],
    );
  },
});

Deno.test({
  name: "completion zsh completes in zsh, loaded before compinit or after it",
  ignore: !zsh,
  fn: async () => {
    const source = "source <(atmos-ecr completion zsh)";
    // As in a shell of its own: what the first one has registered is forgotten.
    const afresh = `compdef -d atmos-ecr; unfunction _atmos-ecr; ${source}`;
    const early = LINES.slice(0, 2);
    deepStrictEqual(
      await completedIn(["env", "PS1=", "zsh", "-f", "-i"], [
        [`unset zle_bracketed_paste; ${source}; ${COMPINIT}`, early],
        [afresh, LINES],
      ]),
      [...early, ...LINES].map(([, completed]) => completed),
    );
  },
});

Deno.test({
  name: "completion fish completes in fish",
  ignore: !fish,
  fn: async () => {
    await using sandbox = await createSandbox();
    await using installed = await installForwarded(sandbox);
    const { stdout } = await new Deno.Command("fish", {
      args: [
        "--no-config",
        "-c",
        `atmos-ecr completion fish | source; for line in $argv; complete -C "$line"; end`,
        ...LINES.map(([typed]) => typed),
        'atmos-ecr login "de',
        "atmos-ecr --config ~/.aws/co",
      ],
      cwd: sandbox.project,
      clearEnv: true,
      env: sandbox.environment({ PATH: installed.path }),
      stdin: "null",
      stderr: "null",
    }).output();
    deepStrictEqual(new TextDecoder().decode(stdout).trimEnd().split("\n"), [
      "dev/ecr\t222233334444.dkr.ecr.us-east-1.amazonaws.com, for dev",
      "prod:ecr\t333344445555.dkr.ecr.us-east-1.amazonaws.com, for prod",
      "--identity=prod\taws/ambient",
      "my dir/atmos.yaml",
      "work",
      "--aws-profile=work",
      "dev/ecr\t222233334444.dkr.ecr.us-east-1.amazonaws.com, for dev",
      "~/.aws/config",
    ]);
  },
});
