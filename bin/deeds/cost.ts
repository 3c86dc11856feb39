/** `farwatch cost`: what a month of the deployed functions costs, line by line. */

import { type Cost, costOf } from '../../deploy/cost.ts';
import { prices } from '../../deploy/prices.ts';
import { shapeOf } from '../../deploy/shape.ts';
import { templatesOf } from '../../infra/templates.ts';
import { type Exit, exits } from '../exit.ts';
import { type Printing, print, printJson, styled } from '../print.ts';
import { readEstate } from '../read-estate.ts';

export async function cost(file: string, { json }: Printing): Promise<Exit> {
  const estate = await readEstate(file);
  const estimate = costOf(estate, shapeOf(templatesOf(estate)));
  if (json) printJson({ ...estimate, prices });
  else show(estimate);
  return exits.fine;
}

/** What a month should not cost more than, by our own promise. */
const aim = 10;

function show({ lines, usd, questions, roundsPerMonth, standingUsd, slower }: Cost): void {
  print(
    `${Math.round(roundsPerMonth)} rounds a month from each vantage, ${questions} questions each.`,
  );
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const { what, price, quantity, usd: paid } of lines) {
    const much = amount(quantity).padStart(10);
    print(
      `  ${what.padEnd(width)} ${dollars(paid)}  ${styled('dim', `${much} ${prices[price].unit}`)}`,
    );
  }
  print(styled('bold', `  ${'a month'.padEnd(width)} ${dollars(usd)}`));
  if (usd > aim) {
    const dearest = lines.toSorted((a, b) => b.usd - a.usd).slice(0, 4);
    const told = dearest.map(({ what, usd: paid }) => `${what} (${paid.toFixed(2)})`);
    print(`More than ${aim} USD, most of all for ${told.join(', ')}.`);
  }
  print(`${dollars(standingUsd).trim()} of it is paid for standing there, whatever is asked.`);
  print(`Rounds of ${slower.roundMs / 1_000} s would make it ${dollars(slower.usd).trim()}.`);
  const assumed = Object.values(prices).filter(({ from }) => from === 'assumed');
  const [day] = assumed.map(({ on }) => on);
  print(
    `${assumed.length} of ${Object.keys(prices).length} prices are assumed (us-east-1, written down ${day}): hold deploy/prices.ts against the vendor's list. Free tiers are not counted.`,
  );
}

function dollars(usd: number): string {
  return `${usd.toFixed(2)} USD`.padStart(10);
}

function amount(quantity: number): string {
  return quantity >= 100 ? String(Math.round(quantity)) : quantity.toFixed(1);
}
