import { join } from "node:path";
import { SessionIniFiles } from "../../src/adapters/sessions/session_ini_files.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemoryIdentitySessions } from "../fakes/memory_identity_sessions.ts";
import { testIdentitySessions } from "./identity_sessions_contract.ts";

testIdentitySessions("MemoryIdentitySessions", () =>
  Promise.resolve({
    sessions: new MemoryIdentitySessions(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));

testIdentitySessions("SessionIniFiles", async () => {
  const dir = await tempDirectory();
  return {
    sessions: new SessionIniFiles(join(dir.path, "atmos"), {
      notes: {
        debug: () => {},
        warning: (sentence) => {
          throw new Error(sentence);
        },
      },
    }),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
});
