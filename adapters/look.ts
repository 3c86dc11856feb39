/** Reads one look of a vantage as some store gave it back, or says that it is none. */

import {
  type Look,
  type Observation,
  type Phase,
  planes,
  type Subject,
} from '../core/observation.ts';

export function lookIn(text: string): Look | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLook(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isLook(value: unknown): value is Look {
  if (!isObject(value)) return false;
  const { vantage, slot, pass, observations, lagMs } = value;
  const passed = Number.isSafeInteger(pass) && Number(pass) > 0;
  const numbers = Number.isFinite(slot) && Number.isFinite(lagMs);
  if (typeof vantage !== 'string' || !passed || !numbers) return false;
  return Array.isArray(observations) && observations.every(isObservation);
}

function isObservation(value: unknown): value is Observation {
  if (!isObject(value)) return false;
  const { probe, subject, vantage, at, tookMs, finding, phases, measures, points } = value;
  return (
    typeof probe === 'string' &&
    typeof vantage === 'string' &&
    Number.isFinite(at) &&
    Number.isFinite(tookMs) &&
    isSubject(subject) &&
    isFinding(finding) &&
    isNumbers(phases) &&
    (measures === undefined || isNumbers(measures)) &&
    (points === undefined || isSide(points))
  );
}

function isSubject(value: unknown): value is Subject {
  if (!isObject(value)) return false;
  const { kind, service, side, control } = value;
  if (kind === 'service' || kind === 'posture') return typeof service === 'string' && isSide(side);
  if (kind === 'pointer' || kind === 'chain') return typeof service === 'string';
  const known: readonly unknown[] = ['reference', ...planes];
  return kind === 'control' && known.includes(control);
}

function isFinding(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { is, why, phase, whose } = value;
  if (is === 'up') return true;
  if (typeof why !== 'string') return false;
  if (is === 'down') return typeof phase === 'string' && Object.hasOwn(phases, phase);
  return is === 'unsure' && (whose === 'ours' || whose === 'between');
}

const phases: Readonly<Record<Phase, true>> = {
  resolve: true,
  connect: true,
  secure: true,
  request: true,
  answer: true,
};

function isSide(value: unknown): boolean {
  return value === 'primary' || value === 'secondary';
}

function isNumbers(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(Number.isFinite);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
