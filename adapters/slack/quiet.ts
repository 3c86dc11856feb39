/** A logger for the SDK that says nothing: what fails is thrown, and told by whoever catches it. */

import { type Logger, LogLevel } from '@slack/web-api';

const nothing = () => undefined;

export const quiet: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};
