/** All that is held of the stacks, in one file: loading the CDK anew for each would take minutes. */

import './alarms.ts';
import './app.ts';
import './deployment.ts';
import './functions.ts';
import './hosted-records.ts';
import './ledger.ts';
import './modes.ts';
import './network.ts';
import './rights.ts';
