/** What a deployment does in a month, as far as a watch file does not say it: sizes, times, habits. */

/**
 * Memory is what the stacks give; times and sizes are estimates for a month in which nothing happens,
 * cautious ones. An outage costs cents more.
 */
export const shape = {
  /** The functions that wake every minute, one by one. */
  ticking: {
    judge: { memoryMb: 512, ms: 400 },
    tell: { memoryMb: 512, ms: 300 },
    failover: { memoryMb: 1_024, ms: 400 },
    pulse: { memoryMb: 256, ms: 300 },
  },
  readiness: { memoryMb: 512, ms: 6_000 },
  preflight: { memoryMb: 1_024, ms: 5_000 },
  probe: {
    memoryMb: 512,
    /** A round in which all answer: hands wait for the slowest, an AMQP round trip. */
    roundMs: 1_200,
    tickMs: 150,
  },
  /** A poller of a queue asks all the time, whether there is a round or not: 5 of them, every 20 s. */
  pollsPerMinute: 15,
  /** One look, packed. */
  lookBytesPerAnswer: 70,
  /** Small reads and writes of one turn: journal head, marks, leases, kept readiness. */
  readsPerTurn: 6,
  writesPerTurn: 1.5,
  logBytesPerTurn: 700,
  /** What was found is kept in the table, not logged. */
  logBytesPerAnswer: 0,
  /** Handshake, request and token of one question, as sent by us. */
  bytesOutPerAnswer: 2_200,
  /** For each function at home; silence of pulse and readiness; bells; steps stuck and owed. */
  alarmsAtHome: 13,
  /** Silent, failing, dead letters. */
  alarmsPerVantage: 3,
  /** Nothing is paid for one that never counts anything. */
  metrics: 0,
  dashboards: 1,
  keys: 1,
} as const;
