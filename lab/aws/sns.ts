/** SNS as its client knows it, as far as Publish goes. */

import { randomUUID } from 'node:crypto';
import { AwsRefusal, type Call, type Door, openDoor } from './door.ts';
import { queryWire, textOf } from './wires.ts';

export interface Notice {
  readonly topic: string;
  readonly subject: string | undefined;
  readonly message: string;
}

export interface SnsLab extends Door {
  /** In the order they were published. */
  notices(): readonly Notice[];
}

/** A subject is shorter than 100 characters of ASCII, and no line break (SNS API reference). */
const subjectOk = /^[\x20-\x7e]{1,99}$/;

export async function openSns(): Promise<SnsLab> {
  const published: Notice[] = [];

  function serve({ operation, input }: Call): unknown {
    if (operation !== 'Publish') throw new AwsRefusal('InvalidAction', operation);
    const [topic, message] = [textOf(input, 'TopicArn'), textOf(input, 'Message')];
    const subject = input['Subject'] === undefined ? undefined : textOf(input, 'Subject');
    if (subject !== undefined && !subjectOk.test(subject)) {
      throw new AwsRefusal('InvalidParameter', 'Invalid parameter: Subject');
    }
    if (Buffer.byteLength(message) > 262_144) {
      throw new AwsRefusal('InvalidParameter', 'Invalid parameter: Message too long');
    }
    published.push({ topic, subject, message });
    return { MessageId: randomUUID() };
  }

  return {
    ...(await openDoor(queryWire('http://sns.amazonaws.com/doc/2010-03-31/'), serve)),
    notices: () => published,
  };
}
