/** What a story of the deployed functions is. */

import type { Cloud, CloudOptions } from '../../lab/cloud/cloud.ts';
import type { Prepared } from '../../lab/cloud/prepared.ts';
import type { Script } from '../../lab/cloud/story.ts';

export interface Story {
  readonly title: string;
  readonly options?: Pick<CloudOptions, 'deliver' | 'twins'>;
  /** Where it is told of another file than the others are. */
  prepare?(): Promise<Prepared>;
  tell(cloud: Cloud, script: Script, prepared: Prepared): Promise<unknown>;
  /** Empty when all is right. `expect`: the facts of the scenario that both other worlds tell. */
  faults(cloud: Cloud, expect: readonly string[]): readonly string[];
}
