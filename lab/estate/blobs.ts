/** The Blob service on the wire, for who comes with a token of Entra: it tells of a blob what its HEAD tells. */

import { isGranted } from '../../core/rights.ts';
import { type AzureWorld, type Caller, Denied, type HttpServed } from '../world/azure.ts';
import type { Asked, Site } from './https.ts';

const reading = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';

export function blobSite({
  world,
  callerOf,
}: {
  readonly world: Pick<AzureWorld, 'arm' | 'blobs' | 'placesOf'>;
  /** Throws `Denied(401)` for a token that is not good, no longer, or not for storage. */
  readonly callerOf: (token: string) => Caller;
}): Site {
  function answer({ method, host, path, headers }: Asked): HttpServed {
    const [, token] = /^bearer (.+)$/i.exec(headers['authorization'] ?? '') ?? [];
    if (token === undefined) throw new Denied(401, 'NoAuthenticationInformation', 'Who is it?');
    const by = callerOf(token);
    const { pathname } = new URL(path, `https://${host}`);
    if (method !== 'HEAD') throw new Denied(405, 'UnsupportedHttpVerb', 'HEAD alone is known.');
    if (headers['x-ms-version'] === undefined) {
      throw new Denied(400, 'MissingRequiredHeader', 'x-ms-version is missing.');
    }
    const container = world.blobs.containerOf(host, pathname);
    if (container === undefined) throw new Denied(404, 'ContainerNotFound', 'It is not there.');
    if (!isGranted(world.arm.permissions(by, container), reading, 'data')) {
      throw new Denied(403, 'AuthorizationPermissionMismatch', 'It may not read blobs.');
    }
    const { modifiedAt } = world.blobs.blob(host, pathname);
    const modified = new Date(modifiedAt).toUTCString();
    return {
      status: 200,
      headers: { 'last-modified': modified, etag: `"0x${modifiedAt}"` },
      body: '',
    };
  }

  return {
    places: ({ host }) => world.placesOf(host),
    answer(asked) {
      try {
        return answer(asked);
      } catch (error) {
        if (!(error instanceof Denied)) throw error;
        // Where a token fails, storage has one word for it; a HEAD tells all others by a header.
        const code = error.status === 401 ? 'InvalidAuthenticationInfo' : error.code;
        return { status: error.status, headers: { 'x-ms-error-code': code }, body: '' };
      }
    },
  };
}
