import { CONFIG_TOPIC } from "./config_topic.ts";
import { ENVIRONMENT_TOPIC } from "./environment_topic.ts";
import { EXIT_CODES_TOPIC } from "./exit_codes_topic.ts";
import type { HelpTopic } from "./help_topic.ts";

/** The topics of `help TOPIC`. */
export const HELP_TOPICS: readonly HelpTopic[] = [ENVIRONMENT_TOPIC, EXIT_CODES_TOPIC, CONFIG_TOPIC];
