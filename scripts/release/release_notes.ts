import { CHECKSUMS_NAME } from "../build/checksums.ts";
import type { Release } from "./release.ts";

/** The text of a release: what changed, and how to tell that its files are ours. */
export function releaseNotes({ repository }: Release, changes: string): string {
  return `${changes}

## Verify what you downloaded

\`\`\`sh
sha256sum --check --ignore-missing ${CHECKSUMS_NAME}
gh attestation verify FILE --repo ${repository}
\`\`\`

The second command proves that the file was built by this repository's release workflow, and from which commit.
`;
}
