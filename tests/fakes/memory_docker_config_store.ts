import { DockerError } from "../../src/domain/errors/errors.ts";
import type { DockerConfigStore } from "../../src/ports/docker.ts";

/** Docker's configuration as a variable. It passes the contract in `tests/contracts/docker_config_store_contract.ts`. */
export class MemoryDockerConfigStore implements DockerConfigStore {
  readonly path = "/home/user/.docker/config.json";
  /** The text of the file; undefined for none. Tests may set it, also to play a program that writes in between. */
  text: string | undefined;
  /** How often the file was written. */
  writes = 0;
  /** How often an edit ran. */
  edits = 0;
  /** Set to make writing fail, as in a read-only directory. */
  unwritable = false;

  /** Begins with a text; undefined for no file. */
  constructor(text?: string) {
    this.text = text;
  }

  read(): Promise<string | undefined> {
    return Promise.resolve(this.text);
  }

  // deno-lint-ignore require-await -- what an edit throws must reject, not throw.
  async update(edit: (text: string | undefined) => string | undefined): Promise<boolean> {
    this.edits++;
    const edited = edit(this.text);
    if (edited === undefined || edited === this.text) return false;
    this.#refuse();
    this.text = edited;
    this.writes++;
    return true;
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return await work();
  }

  // deno-lint-ignore require-await -- as above.
  async checkWritable(): Promise<void> {
    this.#refuse();
  }

  #refuse(): void {
    if (!this.unwritable) return;
    throw new DockerError(
      "DOCKER_CONFIG_UNWRITABLE",
      `Cannot write Docker's configuration "${this.path}": permission denied`,
      { hint: "Check the owner and permissions of the file and its directory" },
    );
  }
}
