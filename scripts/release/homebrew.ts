import { archiveName, type Target, TARGETS } from "../build/targets.ts";
import { type Release, sumOf, urlOf } from "./release.ts";

/**
 * The formula for Homebrew. It also makes the link by which Docker finds the credential helper.
 *
 * Reference: https://docs.brew.sh/Formula-Cookbook
 */
export function homebrewFormula(release: Release): string {
  const platform = (os: Target["os"], name: string): string => {
    const blocks = TARGETS.filter((target) => target.os === os).map((target) => {
      const archive = archiveName(release.version, target);
      return `    on_${target.arch === "aarch64" ? "arm" : "intel"} do
      url "${urlOf(release, archive)}"
      sha256 "${sumOf(release, archive)}"
    end`;
    });
    return `  on_${name} do\n${blocks.join("\n")}\n  end`;
  };
  return `class AtmosEcr < Formula
  desc "Get Docker into Amazon ECR from the identities in atmos.yaml"
  homepage "https://github.com/${release.repository}"
  version "${release.version}"
  license "Apache-2.0"

${platform("macos", "macos")}

${platform("linux", "linux")}

  def install
    bin.install "atmos-ecr"
    bin.install_symlink "atmos-ecr" => "docker-credential-atmos-ecr"
    man1.install "atmos-ecr.1"
    bash_completion.install "completions/atmos-ecr.bash" => "atmos-ecr"
    zsh_completion.install "completions/_atmos-ecr"
    fish_completion.install "completions/atmos-ecr.fish"
  end

  test do
    assert_equal "atmos-ecr #{version}", shell_output("#{bin}/atmos-ecr --version").strip
  end
end
`;
}
