import type { ObservedInput } from "../domain/helper/pin_inputs.ts";
import type { IdentityPin } from "../domain/helper/registry_pin.ts";
import type { Definition } from "../domain/identity/definition.ts";

/** What pinned configurations resolved to before: a cache, where nothing ever fails. */
export interface ResolvedReader {
  /** What a pin's configuration said when everything it was read from was as it is now; undefined when no such reading is known. */
  find(pin: IdentityPin): Promise<Definition | undefined>;
}

/** A {@linkcode ResolvedReader} that can be added to. */
export interface ResolvedPins extends ResolvedReader {
  /** Keeps a reading. Waits for nobody: where another process writes, this reading is not kept. */
  keep(pin: IdentityPin, inputs: readonly ObservedInput[], definition: Definition): Promise<void>;
}
