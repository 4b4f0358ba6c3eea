/** The option of commands that work in a Docker directory. */
export interface DockerConfigOption {
  /** The directory that `--docker-config` names. */
  readonly dockerConfig?: string;
}
