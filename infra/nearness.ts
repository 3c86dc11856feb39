/** Which AWS regions stand in the same metropolitan area as an Azure region: one flood takes both. */

import type { Deployment } from './deployment.ts';

/**
 * Azure's cities from MicrosoftDocs/reliability-docs, articles/reliability/regions-list.md
 * (2025-09-23), column "Physical location"; those of AWS from the names of its regions (AWS Regions
 * and Availability Zones, "Available Regions"). Where either names only a state or a country, the
 * area is that one: a warning too many costs less than one too few.
 */
const sameArea: Readonly<Record<string, string>> = {
  australiaeast: 'ap-southeast-2',
  australiasoutheast: 'ap-southeast-4',
  brazilsouth: 'sa-east-1',
  eastasia: 'ap-east-1',
  eastus: 'us-east-1',
  eastus2: 'us-east-1',
  francecentral: 'eu-west-3',
  germanywestcentral: 'eu-central-1',
  indonesiacentral: 'ap-southeast-3',
  israelcentral: 'il-central-1',
  italynorth: 'eu-south-1',
  japaneast: 'ap-northeast-1',
  japanwest: 'ap-northeast-3',
  koreacentral: 'ap-northeast-2',
  malaysiawest: 'ap-southeast-5',
  mexicocentral: 'mx-central-1',
  newzealandnorth: 'ap-southeast-6',
  northeurope: 'eu-west-1',
  southafricawest: 'af-south-1',
  southeastasia: 'ap-southeast-1',
  switzerlandnorth: 'eu-central-2',
  uaenorth: 'me-central-1',
  uksouth: 'eu-west-2',
  westindia: 'ap-south-1',
  westus: 'us-west-1',
};

/** A sentence for each region of ours that would suffer with one that it watches. */
export function tooNear({ estate, home, vantages }: Deployment): readonly string[] {
  const watched = [
    ...new Set(estate.watches.flatMap(({ regions }) => [regions.primary, regions.secondary])),
  ];
  return [...new Set([home, ...vantages])].flatMap((ours) =>
    watched
      .filter((azure) => sameArea[azure] === ours)
      .map((azure) => {
        const what = ours === home ? 'Home' : 'The vantage';
        return `${what} ${ours} stands in the same metropolitan area as ${azure}, which it watches: what hits one may hit both. Choose another region.`;
      }),
  );
}
