/** Services without a public address, and who could see them. */

import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { unseenIn } from '../../config/unseen.ts';
import { exampleWith } from './files.ts';

const network = '{ subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d] }';

function unseen(...vantages: readonly (readonly [name: string, network: string])[]) {
  const networks = vantages.map(([name, in_]) => `${name}: ${in_}`).join(', ');
  const text = exampleWith('quorum: 2', `quorum: 2\nnetworks: { ${networks} }`).replace(
    'kind: service-bus',
    'kind: service-bus\n        private: true',
  );
  const loaded = loadEstate(text, 'orders.yaml');
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('; '));
  return unseenIn(loaded.estate).map(({ service, why }) => `${service} ${why}`);
}

describe('a private service', () => {
  it('is seen by nobody from the open internet, with a fixed address or without', () => {
    const told = [
      'orders-bus is private, has no relay, and no vantage stands in a network of yours',
    ];
    expect(unseen()).toEqual(told);
    expect(unseen(['eu-north-1', 'fixed-address'])).toEqual(told);
  });

  it('is not seen by a quorum from one network', () => {
    expect(unseen(['eu-north-1', network])).toEqual([
      'orders-bus is private, has no relay, and only 1 of 2 vantages stand in a network of yours',
    ]);
  });

  it('is seen from the networks of a quorum', () => {
    expect(unseen(['eu-north-1', network], ['eu-west-2', network])).toEqual([]);
  });

  it('is seen through a relay at each side', () => {
    const text = exampleWith(
      'kind: service-bus',
      'kind: service-bus\n        private: true',
    ).replace(
      /probe:\n\s+queue: farwatch-probe\n.*\n/,
      `probe:
            relay:
              primary: { host: contoso-orders-we.azure-api.net }
              secondary: { host: contoso-orders-ne.azure-api.net }
              path: /farwatch/bus
              key: env:ORDERS_RELAY_KEY\n`,
    );
    const loaded = loadEstate(text, 'orders.yaml');
    if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('; '));
    expect(text).toContain('relay:');
    expect(unseenIn(loaded.estate)).toEqual([]);
  });
});
