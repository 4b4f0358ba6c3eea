import { Secret } from "../../domain/secret.ts";
import type { KeyringEntry } from "../../ports/sessions.ts";
import type { Ring } from "./ring.ts";

/** Of this process, whoever asks. */
const entries = new Map<string, string>();

/** Atmos' keyring of type `memory`: it begins and ends with the process. */
export class MemoryRing implements Ring {
  find(name: string): Promise<KeyringEntry> {
    const text = entries.get(name);
    return Promise.resolve(
      text === undefined
        ? { kind: "none" }
        : { kind: "entry", text: new Secret(text), from: "the memory of this process" },
    );
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(entries.has(name));
  }

  store(name: string, text: string): Promise<string> {
    entries.set(name, text);
    return Promise.resolve("the memory of this process");
  }

  remove(name: string): Promise<boolean> {
    return Promise.resolve(entries.delete(name));
  }
}
