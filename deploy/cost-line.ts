/** One line of a bill: so much of something at its price. */

import { type PriceName, prices } from './prices.ts';

export interface CostLine {
  readonly what: string;
  readonly price: PriceName;
  readonly quantity: number;
  readonly usd: number;
}

export function line(what: string, price: PriceName, quantity: number): CostLine {
  const { usd, per } = prices[price];
  return { what, price, quantity, usd: (quantity / per) * usd };
}
