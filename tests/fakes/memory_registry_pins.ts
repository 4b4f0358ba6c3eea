import { EnvironmentError } from "../../src/domain/errors/errors.ts";
import { requireKnownPin } from "../../src/domain/helper/pin_conflict.ts";
import { pinFinder, type RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import { canonicalHost, parseHost, type Registry } from "../../src/domain/registry/registry.ts";
import type { PinSurvey, RegistryPins } from "../../src/ports/state.ts";

/** Pins in memory. They pass the contract in `tests/contracts/registry_pins_contract.ts`. */
export class MemoryRegistryPins implements RegistryPins {
  readonly path = "/home/user/.docker/atmos-ecr";
  /** Hosts whose pins cannot be used. */
  readonly damaged = new Set<string>();
  #pins: readonly RegistryPin[];

  constructor(pins: readonly RegistryPin[] = []) {
    this.#pins = pins;
  }

  peek(registry: Registry): { readonly pin: RegistryPin | undefined } | undefined {
    return this.damaged.has(canonicalHost(registry)) ? undefined : { pin: pinFinder(this.#pins)(registry) };
  }

  // deno-lint-ignore require-await -- what it throws must reject.
  async find(registry: Registry): Promise<RegistryPin | undefined> {
    const host = canonicalHost(registry);
    if (this.damaged.has(host)) throw this.#unusable(host);
    return pinFinder(this.#pins)(registry);
  }

  async all(): Promise<readonly RegistryPin[]> {
    const { pins, faults: [fault] } = await this.survey();
    if (fault?.host !== undefined) throw this.#unusable(fault.host);
    return pins;
  }

  survey(): Promise<PinSurvey> {
    return Promise.resolve({
      pins: this.#pins.filter(({ host }) => !this.damaged.has(host)),
      faults: [...this.damaged].map((host) => ({
        host,
        path: `${this.path}/${host}.json`,
        state: "it is corrupted",
        remedy: `Run \`atmos-ecr docker install ${host}\` to pin it again`,
      })),
    });
  }

  // deno-lint-ignore require-await -- what it throws must reject.
  async set(pins: readonly RegistryPin[], known?: readonly RegistryPin[]): Promise<boolean> {
    for (const pin of pins) requireKnownPin(pin, this.#pins.find(({ host }) => host === pin.host), known);
    const hosts = pins.map(({ host }) => host);
    const mended = hosts.some((host) => this.damaged.delete(host));
    const changed = this.#replace([...this.#pins.filter(({ host }) => !hosts.includes(host)), ...pins]);
    return changed || mended;
  }

  remove(hosts: readonly string[]): Promise<boolean> {
    const canonical = hosts.map((host) => {
      const registry = parseHost(host);
      return registry === undefined ? host : canonicalHost(registry);
    });
    const mended = canonical.some((host) => this.damaged.delete(host));
    const changed = this.#replace(this.#pins.filter(({ host }) => !canonical.includes(host)));
    return Promise.resolve(changed || mended);
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  #replace(pins: readonly RegistryPin[]): boolean {
    const sorted = pins.toSorted((a, b) => a.host < b.host ? -1 : 1);
    const changed = JSON.stringify(sorted) !== JSON.stringify(this.#pins);
    this.#pins = sorted;
    return changed;
  }

  #unusable(host: string): EnvironmentError {
    return new EnvironmentError(
      "STATE_UNUSABLE",
      `Cannot use the pin for ${host} in "${this.path}/${host}.json": it is corrupted`,
      { hint: `Run \`atmos-ecr docker install ${host}\` to pin it again` },
    );
  }
}
