/** When a new watch file comes into force: between two incidents, and never within one. */

import { isAsking } from '../carrying.ts';
import type { Fact } from '../fact.ts';
import type { Incident } from '../incident.ts';
import { changesIn } from '../mandate.ts';
import type { Instant } from '../names.ts';
import { never } from '../never.ts';
import type { Told } from '../signal.ts';
import { behindEnding } from './opening.ts';

type Facts = readonly Fact[];

export function onPublished(
  incident: Incident,
  { file, mandate }: Told<'published'>,
  at: Instant,
): Facts {
  const { adopted } = incident;
  // A reader may be told of an older one late.
  const isNew = adopted === undefined || file.publishedAt > adopted.file.publishedAt;
  if (!isNew || adopted?.file.digest === file.digest) return [];
  const changes = changesIn(adopted?.mandate, mandate);
  const before = adopted === undefined ? {} : { before: adopted.file.digest };
  switch (incident.stage) {
    case 'calm':
    case 'over':
      return behindEnding(
        incident,
        [{ kind: 'adopted', at, file, mandate, changes, ...before }],
        at,
      );
    case 'suspected':
    case 'confirmed':
    case 'wished':
      return file.despite === undefined ? [] : superseded(incident, at);
    case 'moving':
    case 'held':
    case 'settling':
      return [];
    default:
      return never(incident);
  }
}

/** Whoever published it asked for that: what is down is judged anew, by what the new file says. */
function superseded(incident: Incident, at: Instant): Facts {
  const offer = isAsking(incident) ? incident.offer : undefined;
  const why = 'a new watch file was published in spite of it';
  const voided: Facts = offer ? [{ kind: 'voided', at, offer: offer.number, why }] : [];
  const { quietUntil } = incident;
  return [...voided, { kind: 'over', at, outcome: 'superseded', quietUntil }];
}
