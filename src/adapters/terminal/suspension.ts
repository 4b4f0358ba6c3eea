import type { EventEmitter } from "node:events";
import type { WriteStream } from "node:tty";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/**
 * Lets Ctrl-Z suspend the program at an open prompt, and shows the prompt again afterwards. By itself, readline stops reading for good, and
 * as the terminal is in raw mode then, not even Ctrl-C would end the program.
 *
 * @param prompt A prompt of the library, after `prompt()`. `rl`, its readline interface, and `_prevFrame`, what it shows, are private.
 * @param output Where it is drawn.
 */
export function suspendOnRequest(prompt: object, output: WriteStream): void {
  const readline: EventEmitter | undefined = Reflect.get(prompt, "rl");
  readline?.on("SIGTSTP", () => {
    output.write(`${SHOW_CURSOR}\n`);
    Deno.stdin.setRaw(false);
    // The whole process group, like the terminal driver. Returns after SIGCONT, or at once where the signal is ignored.
    Deno.kill(0, "SIGTSTP");
    Deno.stdin.setRaw(true);
    output.write(`${HIDE_CURSOR}${Reflect.get(prompt, "_prevFrame")}`);
  });
}
