/** Nothing that we ask of AWS is answered with a stream of events. */

export class EventStreamSerde {
  constructor() {
    throw new Error(leftOut);
  }
}

const leftOut = 'event streams are left out of deployed functions: see infra/bundle.ts';

/** Clients that know of such answers ask for it when they are made, and use it when one comes. */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

export function eventStreamSerdeProvider(): never {
  throw new Error(leftOut);
}
