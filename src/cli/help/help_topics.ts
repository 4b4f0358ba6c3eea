import { CONFIG_TOPIC } from "./topics/config_topic.ts";
import { ENVIRONMENT_TOPIC } from "./topics/environment_topic.ts";
import { EXIT_CODES_TOPIC } from "./topics/exit_codes_topic.ts";
import type { HelpTopic } from "./help_topic.ts";

/** What `help TOPIC` knows besides commands. */
export const HELP_TOPICS: readonly HelpTopic[] = [ENVIRONMENT_TOPIC, EXIT_CODES_TOPIC, CONFIG_TOPIC];
