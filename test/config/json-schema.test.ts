import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { jsonSchema, jsonSchemaText } from '../../config/json-schema.ts';
import { serviceKinds } from '../../config/kinds.ts';
import { exampleText, exampleWith } from './files.ts';

const accepts = new Ajv({ unknownFormats: 'ignore' }).compile(jsonSchema());

describe('jsonSchema()', () => {
  it('accepts the example', () => {
    expect([accepts(parse(exampleText)), accepts.errors]).toEqual([true, null]);
  });

  it.each([
    ['mode: ask', 'mode: aks'],
    ['kind: apim', 'kind: apin'],
    ['ttlSeconds: 30', 'ttl: 30'],
    ['approval: 15m', 'approval: 15'],
    ['primary: westeurope', 'primary: atlantis'],
    ['secret: env:FARWATCH_LOOK_SECRET', 'secret: hunter2'],
  ])('has an editor underline the fault when %s becomes %s', (said, instead) => {
    expect(accepts(parse(exampleWith(said, instead)))).toBe(false);
  });

  it('offers every kind of the registry, with its settings', () => {
    const text = jsonSchemaText();
    for (const kind of Object.keys(serviceKinds)) expect(text).toContain(`"const": "${kind}"`);
  });

  it('is where the first line of the example leads editors', () => {
    expect(exampleText.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../farwatch.schema.json',
    );
  });
});
