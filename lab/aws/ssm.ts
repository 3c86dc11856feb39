/** Parameter Store as its client knows it: parameters by name and by path, secrets kept opaque. */

import { AwsRefusal, type Call, type Door, openDoor } from './door.ts';
import { jsonWire, textOf, textsOf } from './wires.ts';

interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly version: number;
}

export interface SsmLab extends Door {
  /** As somebody else would have put it: a pipeline, or the console. */
  put(name: string, value: string, type?: Parameter['type']): void;
  remove(name: string): void;
  names(): readonly string[];
  value(name: string): string | undefined;
}

/** Names in one GetParameters, parameters in one page: ten each (SSM API reference). */
const tenMax = 10;
const valueBytesMax = { Standard: 4_096, Advanced: 8_192 } as const;

export async function openSsm(): Promise<SsmLab> {
  const kept = new Map<string, Parameter>();
  const put = (name: string, value: string, type: Parameter['type']) => {
    const version = (kept.get(name)?.version ?? 0) + 1;
    kept.set(name, { name, value, type, version });
    return version;
  };

  function serve({ operation, input }: Call): unknown {
    switch (operation) {
      case 'GetParameter':
        return { Parameter: shown(parameterAt(kept, textOf(input, 'Name')), input) };
      case 'GetParameters':
        return several(kept, input);
      case 'GetParametersByPath':
        return page(kept, input);
      case 'PutParameter':
        return { Version: putAsked(kept, input, put), Tier: input['Tier'] ?? 'Standard' };
      case 'DeleteParameter':
        kept.delete(parameterAt(kept, textOf(input, 'Name')).name);
        return {};
      default:
        throw new AwsRefusal('UnknownOperationException', operation);
    }
  }

  return {
    ...(await openDoor(jsonWire('1.1'), serve)),
    put: (name, value, type = 'String') => void put(name, value, type),
    remove: (name) => void kept.delete(name),
    names: () => [...kept.keys()].toSorted(),
    value: (name) => kept.get(name)?.value,
  };
}

type Kept = ReadonlyMap<string, Parameter>;
type Input = Call['input'];

function parameterAt(kept: Kept, name: string): Parameter {
  const found = kept.get(name);
  if (found !== undefined) return found;
  throw new AwsRefusal('ParameterNotFound', '');
}

function shown({ name, value, type, version }: Parameter, input: Input) {
  const opaque = type === 'SecureString' && input['WithDecryption'] !== true;
  const Value = opaque ? `AQICAHi${Buffer.from(`kms of ${name}`).toString('base64')}` : value;
  const ARN = `arn:aws:ssm:eu-north-1:111122223333:parameter${name}`;
  return { Name: name, Type: type, Value, Version: version, ARN, DataType: 'text' };
}

function several(kept: Kept, input: Input) {
  const names = textsOf(input, 'Names');
  if (names.length > tenMax) throw new AwsRefusal('ValidationException', 'more than 10 names');
  const found = names.flatMap((name) => kept.get(name) ?? []);
  return {
    Parameters: found.map((parameter) => shown(parameter, input)),
    InvalidParameters: names.filter((name) => !kept.has(name)),
  };
}

/** Pages are small on purpose; AWS may return fewer than asked for, and even none, with a token. */
function page(kept: Kept, input: Input) {
  const path = textOf(input, 'Path').replace(/\/?$/, '/');
  const below = [...kept.values()]
    .filter(({ name }) => name.startsWith(path))
    .filter(({ name }) => input['Recursive'] === true || !name.slice(path.length).includes('/'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const from = Number(input['NextToken'] ?? 0);
  const until = from + Math.min(Number(input['MaxResults'] ?? tenMax), tenMax);
  return {
    Parameters: below.slice(from, until).map((parameter) => shown(parameter, input)),
    ...(until < below.length ? { NextToken: String(until) } : {}),
  };
}

function putAsked(
  kept: Kept,
  input: Input,
  put: (name: string, value: string, type: Parameter['type']) => number,
): number {
  const [name, value] = [textOf(input, 'Name'), textOf(input, 'Value')];
  const tier = input['Tier'] === 'Advanced' ? 'Advanced' : 'Standard';
  if (Buffer.byteLength(value) > valueBytesMax[tier]) {
    const said = `${tier} tier parameters support a maximum parameter value of ${valueBytesMax[tier]} characters.`;
    throw new AwsRefusal('ValidationException', said);
  }
  if (/\{\{.*\}\}/s.test(value)) {
    throw new AwsRefusal('ValidationException', "Parameter value can't nest another parameter.");
  }
  if (kept.has(name) && input['Overwrite'] !== true) {
    throw new AwsRefusal('ParameterAlreadyExists', 'The parameter already exists.');
  }
  const type = input['Type'];
  return put(name, value, type === 'SecureString' || type === 'StringList' ? type : 'String');
}
