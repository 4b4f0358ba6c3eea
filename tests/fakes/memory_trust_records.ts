import type { TrustRecords } from "../../src/ports/config.ts";

/** Trust as a variable. It passes the contract in `tests/contracts/trust_records_contract.ts`. */
export class MemoryTrustRecords implements TrustRecords {
  readonly #contents = new Map<string, string>();

  isTrusted(file: string, content: Uint8Array): Promise<boolean> {
    return Promise.resolve(this.#contents.get(file) === content.join());
  }

  trust(file: string, content: Uint8Array): Promise<void> {
    this.#contents.set(file, content.join());
    return Promise.resolve();
  }

  untrust(file: string): Promise<boolean> {
    return Promise.resolve(this.#contents.delete(file));
  }
}
