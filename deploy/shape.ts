/** What is paid for in a deployment, read from its templates: sizes, rates and how many of each. */

/** Of one stack, as CloudFormation takes it. */
export interface Template {
  readonly region: string;
  readonly resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  // What a template may hold is CloudFormation's to say; only what is named below is looked at.
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface Shape {
  readonly functions: readonly SizedFunction[];
  readonly ticks: readonly TickOf[];
  /** Asked by pollers all the time, whether there is a message or not. */
  readonly polledQueues: number;
  /** An alarm over several metrics is paid for each of them. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  readonly keys: number;
  /** Tables that can be had back as they were at any minute. */
  readonly recoverableTables: number;
  readonly natGateways: number;
  readonly addresses: number;
  /** What Lambda itself writes to the log of each turn. */
  readonly logBytesPerTurn: number;
}

export interface SizedFunction {
  /** `judge`, `probe`; there is a probe in each region that is looked from. */
  readonly name: string;
  readonly region: string;
  readonly memoryMb: number;
}

export interface TickOf {
  readonly fn: SizedFunction;
  /** What the function is given: `tick`, `preflight`. */
  readonly kind: string;
  readonly everyMs: number;
}

/** Paid for as such, or by what passes through, which the turns of functions tell. */
const priced = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::DynamoDB::Table',
  'AWS::EC2::EIP',
  'AWS::EC2::NatGateway',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
]);

/** Nothing is paid for these, however many there are. */
const free =
  /^AWS::(?:IAM::\w+|ApiGatewayV2::(?:Integration|Route|Stage)|Lambda::(?:EventInvokeConfig|Permission)|S3::BucketPolicy|SNS::(?:Subscription|TopicPolicy)|SQS::QueuePolicy|EC2::(?:VPC|Subnet|Route|RouteTable|SubnetRouteTableAssociation|InternetGateway|VPCGatewayAttachment|SecurityGroup))$/;

const minuteMs = 60_000;
/** START, END and REPORT, with what CloudWatch adds to each line. */
const toldByLambda = 350;

/** Throws for a type of resource of which nobody has said what it costs. */
export function shapeOf(templates: readonly Template[]): Shape {
  for (const { resources } of templates) {
    const strange = Object.values(resources).find(
      ({ Type }) => !priced.has(Type) && !free.test(Type),
    );
    if (strange) throw new Error(`deploy/shape.ts does not know what ${strange.Type} costs`);
  }
  const every = (type: string) => templates.flatMap((template) => allOf(template, type));
  const many = (type: string) => every(type).length;
  return {
    functions: templates.flatMap(functionsIn),
    ticks: templates.flatMap(ticksIn),
    polledQueues: templates.flatMap(pollingIn).length,
    alarmMetrics: every('AWS::CloudWatch::Alarm').reduce<number>(
      (sum, alarm) => sum + metricsOf(alarm),
      0,
    ),
    dashboards: many('AWS::CloudWatch::Dashboard'),
    keys: many('AWS::KMS::Key'),
    recoverableTables: every('AWS::DynamoDB::Table').filter((table) =>
      at(table, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'),
    ).length,
    natGateways: many('AWS::EC2::NatGateway'),
    addresses: many('AWS::EC2::EIP'),
    logBytesPerTurn: every('AWS::Lambda::Function').every(isQuiet) ? 0 : toldByLambda,
  };
}

function allOf({ resources }: Template, type: string): readonly unknown[] {
  return Object.values(resources).flatMap(({ Type, Properties }) =>
    Type === type ? [Properties] : [],
  );
}

function functionsIn(template: Template): readonly SizedFunction[] {
  return Object.keys(template.resources).flatMap((id) => functionAt(id, template) ?? []);
}

/** `VantageProbeFunction13C7BFFE` is a probe, `JudgeFunction02136838` the judge. */
function functionAt(id: string, { region, resources }: Template): SizedFunction | undefined {
  const { Type, Properties } = resources[id] ?? { Type: '' };
  if (Type !== 'AWS::Lambda::Function') return undefined;
  const [, name = id] = /^(?:Vantage)?(\w+?)Function[0-9A-F]{8}$/.exec(id) ?? [];
  return {
    name: name.toLowerCase(),
    region,
    memoryMb: Number(at(Properties, 'MemorySize') ?? 128),
  };
}

function ticksIn(template: Template): readonly TickOf[] {
  return allOf(template, 'AWS::Scheduler::Schedule').map((schedule) => {
    const rate = String(at(schedule, 'ScheduleExpression'));
    const [, many, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
    const minutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };
    const fn = functionAt(String(at(schedule, 'Target', 'Arn', 'Fn::GetAtt', 0)), template);
    const input: unknown = JSON.parse(String(at(schedule, 'Target', 'Input') ?? '{}'));
    if (many === undefined || fn === undefined) throw new Error(`cannot tell what ${rate} wakes`);
    const everyMs = Number(many) * (minutes[unit] ?? 0) * minuteMs;
    return { fn, kind: String(at(input, 'kind')), everyMs };
  });
}

/** Streams of tables are read for nothing; queues are paid by request. */
function pollingIn({ resources }: Template): readonly unknown[] {
  return Object.values(resources).filter(({ Type, Properties }) => {
    const source = String(at(Properties, 'EventSourceArn', 'Fn::GetAtt', 0));
    const of = resources[source]?.Type;
    return Type === 'AWS::Lambda::EventSourceMapping' && of === 'AWS::SQS::Queue';
  });
}

/** Lambda tells of a turn only when it fails. */
function isQuiet(fn: unknown): boolean {
  const level = at(fn, 'LoggingConfig', 'SystemLogLevel');
  return at(fn, 'LoggingConfig', 'LogFormat') === 'JSON' && level === 'WARN';
}

function metricsOf(alarm: unknown): number {
  const metrics = at(alarm, 'Metrics');
  if (!Array.isArray(metrics)) return 1;
  return metrics.filter((one: unknown) => at(one, 'MetricStat') !== undefined).length;
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined;
  }, value);
}
