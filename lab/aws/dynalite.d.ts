/** What of dynalite we use: an HTTP server that speaks DynamoDB, kept in memory. */

declare module 'dynalite' {
  import type { Server } from 'node:http';
  export default function dynalite(options?: {
    readonly createTableMs?: number;
    readonly maxItemSizeKb?: number;
  }): Server;
}
