/**
 * A duration as Kubernetes' API writes it, which is Go's way: `11h59m30s`, `59m0s`, `0s`. Parts of a second are dropped.
 *
 * Reference: https://pkg.go.dev/time#Duration.String
 *
 * @param milliseconds Below zero counts as zero.
 */
export function goDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total % 3600 / 60);
  const seconds = total % 60;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
