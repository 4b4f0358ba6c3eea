import { join } from "node:path";
import { SignInLoginFiles } from "../../src/adapters/sessions/sign_in_login_files.ts";
import { NO_NOTES } from "../../src/ports/terminal.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemorySignIn } from "../fakes/memory_sign_in.ts";
import { testSignInLogins } from "./sign_in_logins_contract.ts";

testSignInLogins(
  "MemorySignIn",
  () => Promise.resolve({ logins: new MemorySignIn(), [Symbol.asyncDispose]: () => Promise.resolve() }),
);

testSignInLogins("SignInLoginFiles", async () => {
  const dir = await tempDirectory();
  return {
    logins: new SignInLoginFiles(join(dir.path, "atmos/sign-in"), { notes: NO_NOTES }),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
});
