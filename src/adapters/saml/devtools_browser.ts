import type { SamlBrowser, SamlSignIn, SamlSignInRequest } from "../../ports/browser.ts";
import type { Environment } from "../../ports/process.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { withTimeLimit } from "../process/time_limit.ts";
import { DevtoolsPipe } from "./devtools_pipe.ts";
import { DevtoolsSignIn } from "./devtools_sign_in.ts";
import { browserCandidates, firstFile } from "./installed_browsers.ts";

/** Time limit in milliseconds for a browser to start, and to end. */
const START_MS = 20_000;
const END_MS = 3000;

/** Milliseconds for which the last page stays visible. */
const CLOSE_GRACE_MS = 700;

/** Variables that the browser must not get: credentials, and those that could make it load code. */
const HIDDEN_REGEXP = /^(?:AWS_|ATMOS_|GITHUB_|ACTIONS_|CI_JOB_|LD_PRELOAD$|DYLD_INSERT_LIBRARIES$)/i;

const FLAGS = ["--no-first-run", "--no-default-browser-check", "--disable-sync", "--new-window"] as const;

/** What the driver needs to know about the machine. */
export interface DevtoolsBrowserOptions {
  readonly environment: Environment;
  /** All variables of this process. */
  variables(): Readonly<Record<string, string>>;
  /** Where profiles are stored; undefined without a home directory. */
  readonly profiles: string | undefined;
}

/** Chrome, Chromium, Edge or Brave, with a separate profile per identity provider. Nothing is downloaded. */
export class DevtoolsBrowser implements SamlBrowser {
  readonly #options: DevtoolsBrowserOptions;

  constructor(options: DevtoolsBrowserOptions) {
    this.#options = options;
  }

  async signIn(request: SamlSignInRequest): Promise<SamlSignIn> {
    const { environment, profiles } = this.#options;
    request.signal.throwIfAborted();
    const looked = request.browserPath === undefined ? browserCandidates(environment) : [request.browserPath];
    const program = await firstFile(looked);
    if (program === undefined) return { kind: "no-browser", looked };
    if (profiles === undefined) return failed("there is no home directory for its profile");
    const profile = `${profiles}/${await profileName(request.url)}`;
    await ensurePrivateDirectory(profile);
    const args = [`--user-data-dir=${profile}`, ...FLAGS, "about:blank"];
    const variables = Object.entries(this.#options.variables()).filter(([name]) => !HIDDEN_REGEXP.test(name));
    const pipe = await DevtoolsPipe.start(program, args, Object.fromEntries(variables)).catch(() =>
      undefined
    );
    if (pipe === undefined) return failed("it could not be started");
    const signIn = new DevtoolsSignIn((...command) => pipe.send(...command));
    pipe.listen((event) => signIn.receive(event));
    try {
      return await drive(pipe, signIn, request);
    } finally {
      await pipe.end(END_MS);
    }
  }
}

async function drive(
  pipe: DevtoolsPipe,
  signIn: DevtoolsSignIn,
  { url, timeoutMs, signal }: SamlSignInRequest,
): Promise<SamlSignIn> {
  const version = await withTimeLimit(
    pipe.send("Browser.getVersion"),
    { timeoutMs: START_MS, signal },
    "silent",
  );
  // If a policy forbids remote control, Chromium keeps running and does not respond.
  if (version === "silent") return failed("it does not respond, or a policy forbids remote control");
  if (version === undefined) {
    return failed(
      "it exited immediately: it is already open with this profile, or a policy forbids remote control",
    );
  }
  void signIn.begin(url);
  const closed = Promise.race([signIn.allClosed, pipe.closed]);
  const first = Promise.race([
    signIn.response.then((response) => ({ kind: "response", response }) as const),
    closed.then(() => ({ kind: "closed" }) as const),
  ]);
  const end = await withTimeLimit(first, { timeoutMs, signal }, { kind: "late" });
  if (end.kind === "response") await withTimeLimit(closed, { timeoutMs: CLOSE_GRACE_MS, signal }, undefined);
  return end;
}

function failed(state: string): SamlSignIn {
  return { kind: "failed", state };
}

/** A profile per identity provider, so that one learns nothing about another. */
async function profileName(url: string): Promise<string> {
  const origin = URL.parse(url)?.origin ?? url;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(origin));
  return new Uint8Array(digest, 0, 8).toHex();
}
