/** `farwatch schema`: the JSON schema by which editors complete and check a watch file. */

import { jsonSchema } from '../../config/json-schema.ts';
import { type Exit, exits } from '../exit.ts';
import { printJson } from '../print.ts';

export function schema(): Exit {
  printJson(jsonSchema());
  return exits.fine;
}
