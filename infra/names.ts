/** Every name that is set by hand: what Azure trusts, and what other regions must find without asking. */

export interface Names {
  readonly journal: string;
  readonly sightings: string;
  readonly memory: string;
  /** Azure trusts these roles by their exact ARN. */
  look(region: string): string;
  readonly switch: string;
  /** One queue of rounds in each region that is looked from. */
  readonly slots: string;
  /** Buckets are named once in all of AWS, hence the account. */
  anchors(account: string): string;
  /** Paths in Parameter Store. */
  readonly watchFile: string;
  readonly brake: string;
  readonly pulse: string;
}

export function namesOf(estate: string): Names {
  const name = (what: string) => `farwatch-${estate}-${what}`;
  const path = (what: string) => `/farwatch/${estate}/${what}`;
  return {
    journal: name('journal'),
    sightings: name('sightings'),
    memory: name('memory'),
    look: (region) => name(`look-${region}`),
    switch: name('switch'),
    slots: name('slots'),
    anchors: (account) => name(`anchors-${account}`),
    watchFile: path('watch'),
    brake: path('brake'),
    pulse: path('pulse'),
  };
}
