/** What each function is told, as its stack tells it: enough to start, and nothing to reach. */

import type { FunctionName } from '../../infra/bundle.ts';

const file = {
  AWS_REGION: 'eu-north-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  FARWATCH_ESTATE: 'contoso',
  FARWATCH_HOME: 'eu-north-1',
  FARWATCH_WATCH: '/farwatch/contoso/watch',
  FARWATCH_MEMORY: 'farwatch-contoso-memory',
};
const journal = { FARWATCH_JOURNAL: 'farwatch-contoso-journal' };
const sightings = { FARWATCH_SIGHTINGS: 'farwatch-contoso-sightings' };
const brake = { FARWATCH_BRAKE: '/farwatch/contoso/brake' };
const seal = { FARWATCH_SEAL: 'arn:aws:kms:eu-north-1:111111111111:key/none' };
const slots = {
  FARWATCH_SLOTS: 'https://sqs.eu-north-1.amazonaws.com/111111111111/farwatch-contoso-slots',
};

export const environments: Readonly<Record<FunctionName, Readonly<Record<string, string>>>> = {
  probe: { ...file, ...journal, ...sightings, ...slots },
  judge: { ...file, ...journal, ...sightings },
  answer: { ...file, ...journal, ...sightings, ...seal, ...brake },
  tell: { ...file, ...journal, FARWATCH_PAGES: 'arn:aws:sns:eu-north-1:111111111111:pages' },
  failover: { ...file, ...journal, ...sightings, ...seal, ...slots, ...brake },
  readiness: { ...file, ...journal },
  ledger: { ...file, ...journal },
  pulse: {
    ...file,
    ...journal,
    ...sightings,
    FARWATCH_PULSE: '/farwatch/contoso/pulse',
    FARWATCH_ANCHORS: 'farwatch-contoso-anchors-111111111111',
  },
};
