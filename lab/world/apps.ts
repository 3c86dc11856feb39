/** Apps that work on what comes through an alias, and hold on to the namespace they are connected to. */

import type { Side } from '../../core/names.ts';
import { sides } from '../../core/names.ts';
import type { Aliases } from './aliases.ts';
import { type AliasLayout, Denied, type Layout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

export interface Apps extends Keeper {
  /** Whether those of the side that leads are still connected to what led before. */
  holdOn(alias: AliasLayout): boolean;
  /** Called whenever they have come along. */
  watch(told: (alias: AliasLayout) => void): void;
}

interface AppWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
}

interface App {
  readonly id: string;
  readonly side: Side;
  readonly alias: AliasLayout;
}

const operation = 'Microsoft.Web/sites/restart';

export function createApps(layout: Layout, aliases: Aliases, world: AppWorld): Apps {
  const { timeline, dice, pace, book } = world;
  const all = layout.aliases.flatMap((alias) =>
    sides.flatMap((side) => (alias.apps?.[side] ?? []).map((id): App => ({ id, side, alias }))),
  );
  /** Those that must be restarted before their side works again. */
  const holding = new Set<App>();
  const watchers: ((alias: AliasLayout) => void)[] = [];

  aliases.watch(({ layout: alias, leads }) => {
    for (const app of all) {
      if (app.alias !== alias) continue;
      if (app.side === leads) holding.add(app);
      else holding.delete(app);
    }
  });

  function at(id: string): App {
    timeline.catchUp();
    const app = all.find((one) => one.id.toLowerCase() === id.toLowerCase());
    if (app !== undefined) return app;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  return {
    keeps: among(all.map(({ id }) => id)),
    holdOn: (alias) => [...holding].some((app) => app.alias === alias),
    watch: (told) => watchers.push(told),
    resource(id) {
      const { side } = at(id);
      return {
        id,
        name: id.split('/').at(-1),
        type: 'Microsoft.Web/sites',
        kind: 'functionapp',
        location: layout.regions[side],
        properties: { state: 'Running', enabled: true },
      };
    },
    act(by, asked) {
      const id = asked.replace(/\/restart$/i, '');
      const app = at(id);
      book.admit(by, operation, id);
      timeline.after(dice.between(...pace.appMs), () => {
        holding.delete(app);
        for (const told of watchers) told(app.alias);
      });
      book.keep(by, operation, app.id, 'restarted');
    },
  };
}
