/** The shape of `farwatch.yaml` for editors, from the very schemas that refuse it. */

import * as z from 'zod';
import { fileSchema } from './schema.ts';

/** JSON Schema draft 7, which is what YAML language servers read. */
export function jsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'farwatch.yaml',
    ...z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-7' }),
  };
}

/** As `farwatch schema` prints it. */
export function jsonSchemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}
