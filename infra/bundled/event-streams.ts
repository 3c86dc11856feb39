/** Nothing that we ask of AWS is answered with a stream of events. */

export class EventStreamSerde {
  constructor() {
    throw new Error('event streams are left out of deployed functions: see infra/bundle.ts');
  }
}
