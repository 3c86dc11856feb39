/** Of several ways to one end, the first that can be thrown now: chosen before anyone is asked. */

import type { Plane } from './observation.ts';
import type { Picture } from './picture.ts';
import type { Step } from './plan.ts';

/** How each plane is judged; of a plan that nobody is asked about yet all of them are taken to be up. */
export type Planes = (plane: Plane) => 'up' | 'down' | 'unsure';

export const allUp: Planes = () => 'up';

export function planesIn({ controls }: Picture): Planes {
  return (plane) => controls[plane].is;
}

/**
 * `steps` of one service. What stands in for a step follows it; where none of them can be thrown the
 * first way stays, and says with its planes why nothing is offered.
 */
export function passable(steps: readonly Step[], planes: Planes): readonly Step[] {
  const can = ({ requires }: Step) => requires.every((plane) => planes(plane) === 'up');
  return steps
    .filter(({ insteadOf }) => insteadOf === undefined)
    .map((first): Step => {
      const others = steps.filter(({ insteadOf }) => insteadOf === first.name);
      const chosen = [first, ...others].find(can) ?? first;
      if (chosen === first) return first;
      const dark = first.requires.filter((plane) => planes(plane) !== 'up');
      const why = dark.map((plane) => `${plane} is ${planes(plane)}`).join(', ');
      return { ...chosen, note: `in place of "${first.title}": ${why}` };
    });
}
