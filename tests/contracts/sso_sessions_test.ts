import { join } from "node:path";
import { SsoSessionFiles } from "../../src/adapters/sessions/sso_session_files.ts";
import { NO_NOTES } from "../../src/ports/terminal.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemorySsoSessions } from "../fakes/memory_sso_sessions.ts";
import { testSsoSessions } from "./sso_sessions_contract.ts";

testSsoSessions("MemorySsoSessions", () => {
  const sessions = new MemorySsoSessions();
  return Promise.resolve({
    sessions,
    makeUnwritable: () => {
      sessions.unwritable = true;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testSsoSessions("SsoSessionFiles", async () => {
  const dir = await tempDirectory();
  return {
    sessions: new SsoSessionFiles(join(dir.path, "atmos/aws-sso/sessions"), { notes: NO_NOTES }),
    // Root may write into any directory, but not into a file.
    makeUnwritable: () => Deno.writeTextFile(join(dir.path, "atmos"), ""),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
});
