import { strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { AmbientHome } from "./ambient_home.ts";

const SESSION = "arn:aws:iam::111122223333:user/me";

/** A home with a session of `aws login` that has life left. */
async function loggedIn(accessKeyId: string): Promise<AmbientHome> {
  const home = await AmbientHome.open({
    config: `[default]\nregion = us-east-1\nlogin_session = ${SESSION}\n`,
  });
  const name = createHash("sha256").update(SESSION).digest("hex");
  await home.write(
    `.aws/login/cache/${name}.json`,
    JSON.stringify({
      accessToken: {
        accessKeyId,
        secretAccessKey: "s",
        sessionToken: "t",
        accountId: "111122223333",
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
      tokenType: "aws_sigv4",
      clientId: "arn:aws:signin:::devtools/same-device",
      refreshToken: "r",
      idToken: "i",
      dpopKey: "k",
    }),
  );
  return home;
}

Deno.test("a session of aws login is that of this home, even after another home's in the same process", async () => {
  await using other = await loggedIn("ASIAOTHER");
  await using home = await loggedIn("ASIAOWN");
  const { accessKeyId, error } = await home.resolve({}, { deadlineMs: 15_000, otherHome: other.path });
  strictEqual(accessKeyId, "ASIAOWN", error?.message);
});
