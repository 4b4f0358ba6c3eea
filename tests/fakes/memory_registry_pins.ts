import { EnvironmentError } from "../../src/domain/errors/errors.ts";
import type { RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import type { RegistryPins } from "../../src/ports/registry_pins.ts";

/** Pins in memory. They pass the contract in `tests/contracts/registry_pins_contract.ts`. */
export class MemoryRegistryPins implements RegistryPins {
  readonly path = "/home/user/.local/state/atmos/ecr/pins.json";
  /** Set to play a file that is damaged. */
  damaged = false;
  #pins: readonly RegistryPin[];

  constructor(pins: readonly RegistryPin[] = []) {
    this.#pins = pins;
  }

  peek(): Promise<readonly RegistryPin[] | undefined> {
    return Promise.resolve(this.damaged ? undefined : this.#pins);
  }

  // deno-lint-ignore require-await -- what it throws must reject.
  async all(): Promise<readonly RegistryPin[]> {
    this.#refuse();
    return this.#pins;
  }

  async set(pins: readonly RegistryPin[]): Promise<boolean> {
    const hosts = pins.map(({ host }) => host);
    return await this.#replace([...this.#pins.filter(({ host }) => !hosts.includes(host)), ...pins]);
  }

  async remove(hosts: readonly string[]): Promise<boolean> {
    return await this.#replace(this.#pins.filter(({ host }) => !hosts.includes(host)));
  }

  // deno-lint-ignore require-await -- as above.
  async #replace(pins: readonly RegistryPin[]): Promise<boolean> {
    this.#refuse();
    const sorted = pins.toSorted((a, b) => a.host < b.host ? -1 : 1);
    const changed = JSON.stringify(sorted) !== JSON.stringify(this.#pins);
    this.#pins = sorted;
    return changed;
  }

  #refuse(): void {
    if (!this.damaged) return;
    throw new EnvironmentError(
      "STATE_UNUSABLE",
      `Cannot use the pinned registries in "${this.path}": damaged`,
      {
        hint: "Remove it",
      },
    );
  }
}
